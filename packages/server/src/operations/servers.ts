// The Temporal servers behind the regions, each with one connection that is opened by its first use.
import type { Connection } from "@temporalio/client";
import type { Region } from "../resources/regions.ts";
import { connectTemporal, type TemporalOptions } from "../temporal/connect.ts";

export interface Server {
  /** By which regions name it. */
  readonly name: string;
  readonly connection: Connection;
  /** host:port where other Temporal servers reach it; null: it is connected with none. */
  readonly clusterAddress: string | null;
}

export interface TemporalServers {
  /** Where the control plane's own workflows run. */
  readonly system: { readonly options: TemporalOptions; readonly connection: Connection };
  readonly all: readonly Connection[];
  /** The same, with what they are called. */
  readonly named: readonly Server[];
  /** @throws Error for a region that no longer has a server */
  ofRegion(region: string): Connection;
  /** @throws Error for a region that no longer has a server */
  serverOf(region: string): Server;
  close(): Promise<void>;
}

export interface ServerOptions extends TemporalOptions {
  /** host:port where other Temporal servers reach it; absent: it is connected with none. */
  readonly clusterAddress?: string;
}

export interface ServersOptions {
  /** By the names that regions use. */
  readonly servers: Readonly<Record<string, ServerOptions>>;
  readonly regions: readonly Region[];
  /** The name of the server that has `remit-system`. */
  readonly systemServer: string;
}

export function openServers({ servers, regions, systemServer }: ServersOptions): TemporalServers {
  const options = servers[systemServer];
  if (options === undefined) throw new Error(`there is no Temporal server named ${systemServer}`);
  const opened = new Map(
    Object.entries(servers).map(([name, each]): [string, Server] => {
      const { clusterAddress = null, ...how } = each;
      return [name, { name, connection: connectTemporal(how), clusterAddress }];
    }),
  );
  const ofServer = (name: string | undefined): Server => {
    const server = opened.get(name ?? "");
    if (server === undefined) throw new Error(`there is no Temporal server named ${name}`);
    return server;
  };
  const serverOf = (region: string): Server => ofServer(regions.find(({ id }) => id === region)?.server);
  const named = [...opened.values()];
  return {
    system: { options, connection: ofServer(systemServer).connection },
    all: named.map(({ connection }) => connection),
    named,
    serverOf,
    ofRegion: (region) => serverOf(region).connection,
    close: async () => {
      await Promise.allSettled(named.map(({ connection }) => connection.close()));
    },
  };
}
