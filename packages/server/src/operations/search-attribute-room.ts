// How many custom search attributes of each type a namespace can have on a region's server. It never changes while a
// server runs, so it is asked for once; a mutation holds locks while it asks, so it never waits long.
import { setTimeout as sleep } from "node:timers/promises";
import type { Connection } from "@temporalio/client";
import { searchAttributeLimits } from "../temporal/search-attribute-room.ts";
import type { TemporalServers } from "./servers.ts";

type Room = Readonly<Record<string, number>> | null;

const waitMs = 500;

/** Null where the server sets no limit, or does not answer now: then it is the server that refuses, later. */
export function createSearchAttributeRoom(servers: TemporalServers): (region: string) => Promise<Room> {
  const known = new Map<Connection, Promise<Room>>();
  return async (region) => {
    const connection = servers.ofRegion(region);
    const asked = known.get(connection) ?? searchAttributeLimits(connection);
    known.set(connection, asked);
    asked.catch(() => known.delete(connection));
    return Promise.race([asked.catch(() => null), sleep(waitMs, null, { ref: false })]);
  };
}
