// The Temporal servers behind the regions, each with one connection that is opened by its first use.
import type { Connection } from "@temporalio/client";
import type { Region } from "../resources/regions.ts";
import { connectTemporal, type TemporalOptions } from "../temporal/connect.ts";

export interface TemporalServers {
  /** Where the control plane's own workflows run. */
  readonly system: { readonly options: TemporalOptions; readonly connection: Connection };
  readonly all: readonly Connection[];
  /** @throws Error for a region that no longer has a server */
  ofRegion(region: string): Connection;
  close(): Promise<void>;
}

export interface ServersOptions {
  /** By the names that regions use. */
  readonly servers: Readonly<Record<string, TemporalOptions>>;
  readonly regions: readonly Region[];
  /** The name of the server that has `remit-system`. */
  readonly systemServer: string;
}

export function openServers({ servers, regions, systemServer }: ServersOptions): TemporalServers {
  const options = servers[systemServer];
  if (options === undefined) throw new Error(`there is no Temporal server named ${systemServer}`);
  const connections = new Map(Object.entries(servers).map(([name, each]) => [name, connectTemporal(each)]));
  const ofServer = (name: string | undefined): Connection => {
    const connection = connections.get(name ?? "");
    if (connection === undefined) throw new Error(`there is no Temporal server named ${name}`);
    return connection;
  };
  return {
    system: { options, connection: ofServer(systemServer) },
    all: [...connections.values()],
    ofRegion: (region) => ofServer(regions.find(({ id }) => id === region)?.server),
    close: async () => {
      await Promise.allSettled([...connections.values()].map((connection) => connection.close()));
    },
  };
}
