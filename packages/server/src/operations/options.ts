// The configured Temporal servers → what operations are started with.
import type { TemporalServer } from "../config/config.ts";
import { defaultFirst } from "../config/default-server.ts";
import type { ServerOptions, ServersOptions } from "./servers.ts";

/** The control plane's own workflows run on the server named "default", or on the first one where none is. */
export function toServersOptions(
  configured: Readonly<Record<string, TemporalServer>>,
): Pick<ServersOptions, "servers" | "systemServer"> {
  const servers = Object.fromEntries(
    Object.entries(configured).map(([name, server]) => [name, toServerOptions(server)]),
  );
  return { servers, systemServer: defaultFirst(configured)[0]?.[0] ?? "default" };
}

function toServerOptions({ address, clusterAddress, tls, apiKey }: TemporalServer): ServerOptions {
  const clientCertificate =
    tls?.cert !== undefined && tls.key !== undefined ? { certificate: tls.cert, key: tls.key } : undefined;
  return {
    address,
    ...(clusterAddress !== undefined && { clusterAddress }),
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
