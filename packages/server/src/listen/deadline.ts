// Bounds what a caller may ask for: a longer deadline is shortened, not refused, because official clients send
// the ten minutes of their whole job; no deadline means the longest.

const units = new Map([
  ["H", 3_600_000],
  ["M", 60_000],
  ["S", 1_000],
  ["m", 1],
  ["u", 1e-3],
  ["n", 1e-6],
]);

/** Rewrites the timeout header of the protocol in use. What is malformed stays for Connect to refuse. */
export function boundDeadline(header: Headers, maxMs: number): void {
  const isGrpc = header.get("content-type")?.startsWith("application/grpc") ?? false;
  const name = isGrpc ? "grpc-timeout" : "connect-timeout-ms";
  const asked = header.get(name);
  const askedMs = asked === null ? Number.POSITIVE_INFINITY : isGrpc ? parseGrpcTimeout(asked) : Number(asked);
  if (askedMs === undefined || !(askedMs > maxMs)) return;
  header.set(name, isGrpc ? `${maxMs}m` : String(maxMs));
}

/** Milliseconds of a `grpc-timeout` value, or undefined when it is malformed. */
export function parseGrpcTimeout(value: string): number | undefined {
  const match = /^(\d{1,8})([HMSmun])$/.exec(value);
  if (match === null) return undefined;
  return Number(match[1]) * (units.get(match[2] ?? "") ?? 0);
}
