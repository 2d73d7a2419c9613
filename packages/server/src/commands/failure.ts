import type { Config } from "../config/index.ts";
import { InUse } from "../store/directory-lock.ts";

/** What failed and what to do, without a stack: whoever starts a server reads this, not a developer. */
export function describeFailure(error: unknown, config: Config): string[] {
  const { code, port, address } = (error ?? {}) as { code?: string; port?: number; address?: string };
  if (code === "EADDRINUSE") {
    return [`Port ${port} on ${address} is taken. Choose another with ${flagOf(port, config)}; 0 takes any free one.`];
  }
  if (code === "EACCES" && port !== undefined) return [`Port ${port} on ${address} may not be opened by this user.`];
  if (code === "EADDRNOTAVAIL") return [`This machine has no address ${address}: see listen.host.`];
  const lines = messagesOf(error);
  if (error instanceof InUse) lines.push(`Stop that process, or choose another ${error.lock.flag}.`);
  return lines;
}

function flagOf(port: number | undefined, { listen, gateway }: Config): string {
  if (port === listen.plaintext?.port) return "--port";
  if (port === listen.tls?.port) return "--tls-port";
  if (port === gateway.plaintext?.port) return "--gateway-port";
  if (port === gateway.tls?.port) return "--gateway-tls-port";
  return port === gateway.metrics?.port ? "--gateway-metrics" : "gateway.private in remit.yaml";
}

/** The error's message and those of its causes, each once. */
function messagesOf(error: unknown): string[] {
  const lines: string[] = [];
  for (let at = error; at instanceof Error; at = at.cause) {
    const inner = at instanceof AggregateError ? at.errors.map(String) : [];
    for (const line of [at.message, ...inner]) if (line !== "" && !lines.includes(line)) lines.push(line);
  }
  return lines.length > 0 ? lines : [String(error)];
}
