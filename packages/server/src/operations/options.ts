// The configured Temporal servers → what operations are started with.
import type { TemporalServer } from "../config/config.ts";
import type { TemporalOptions } from "../temporal/connect.ts";
import type { ServersOptions } from "./servers.ts";

/** The control plane's own workflows run on the server named "default", or on the first one where none is. */
export function toServersOptions(
  configured: Readonly<Record<string, TemporalServer>>,
): Pick<ServersOptions, "servers" | "systemServer"> {
  const servers = Object.fromEntries(
    Object.entries(configured).map(([name, server]) => [name, toTemporalOptions(server)]),
  );
  return { servers, systemServer: "default" in servers ? "default" : (Object.keys(servers)[0] ?? "default") };
}

function toTemporalOptions({ address, tls, apiKey }: TemporalServer): TemporalOptions {
  const clientCertificate =
    tls?.cert !== undefined && tls.key !== undefined ? { certificate: tls.cert, key: tls.key } : undefined;
  return {
    address,
    ...(apiKey !== undefined && { token: () => apiKey }),
    ...(tls && {
      tls: {
        ...(tls.ca !== undefined && { serverCa: tls.ca }),
        ...(tls.serverName !== undefined && { serverName: tls.serverName }),
        ...(clientCertificate && { clientCertificate }),
      },
    }),
  };
}
