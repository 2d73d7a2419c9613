import { once } from "node:events";
import { createServer } from "node:net";
import type { Config } from "../config/index.ts";

export interface Port {
  readonly host: string;
  readonly port: number;
}

/** The ports that are chosen by number: with 0 there is nothing that could be taken. */
export function fixedPorts({ listen, gateway, roles }: Config): Port[] {
  const ofApi = roles.has("api") ? [listen.plaintext, listen.tls] : [];
  const ofGateway = roles.has("gateway") ? [gateway.plaintext, gateway.tls, ...gateway.private, gateway.metrics] : [];
  return [...ofApi, ...ofGateway].filter((port) => port !== null).filter(({ port }) => port !== 0);
}

/**
 * Asked before anything is made: a first start that fails later would have made the owner's key, and never shown it.
 * Rejects like `openBriefly`.
 */
export async function requireFreePorts(config: Config): Promise<void> {
  for (const port of fixedPorts(config)) await openBriefly(port);
}

/** Rejects with the system's error (EADDRINUSE, EACCES …). */
export async function openBriefly({ host, port }: Port): Promise<void> {
  const probe = createServer();
  probe.listen({ host, port });
  await once(probe, "listening");
  probe.close();
  await once(probe, "close");
}
