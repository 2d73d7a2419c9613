import type { Config } from "../../config/index.ts";
import { connectTemporal, type TemporalOptions } from "../../temporal/connect.ts";
import { type Check, fail, ok } from "./check.ts";

const waitMs = 3_000;

export const checkTemporal = (config: Config): Promise<Check>[] =>
  Object.entries(config.temporal.servers).map(([name, server]) => checkServer(name, server));

type Server = Config["temporal"]["servers"][string];

export function toTemporalOptions({ address, tls, apiKey }: Server): TemporalOptions {
  const { ca, cert, key, serverName } = tls ?? {};
  const pair = cert !== undefined && key !== undefined ? { clientCertificate: { certificate: cert, key } } : {};
  const names = { ...(ca !== undefined && { serverCa: ca }), ...(serverName !== undefined && { serverName }) };
  return {
    address,
    ...(tls !== undefined && { tls: { ...names, ...pair } }),
    ...(apiKey !== undefined && { token: () => apiKey }),
  };
}

async function checkServer(name: string, server: Server): Promise<Check> {
  const subject = "Temporal";
  const connection = connectTemporal(toTemporalOptions(server));
  try {
    const { serverVersion } = await connection.withDeadline(Date.now() + waitMs, () =>
      connection.workflowService.getSystemInfo({}),
    );
    return ok(subject, `${name} at ${server.address}, version ${serverVersion}`);
  } catch (error) {
    const { details, message } = error as { details?: string; message?: string };
    const found = `${name} at ${server.address} does not answer: ${(details || message || String(error)).replace(/ after .*/s, "")}`;
    return fail(subject, found, "check the address, the server's TLS settings, and that it runs");
  } finally {
    await connection.close();
  }
}
