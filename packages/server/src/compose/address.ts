// Where something listens, in words.
import type { Endpoint } from "../listen/ports.ts";

export function addressOf(endpoint: Endpoint | null): string | null {
  if (endpoint === null) return null;
  const { host, port } = endpoint;
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
