// Starts what a process does about operations: every process that takes mutations starts their workflows; those with
// the role also run them.
import type { Deps } from "../resources/call.ts";
import type { TransitionDeps } from "../resources/transition.ts";
import { Outbox, taskQueueOf } from "./outbox.ts";
import { createSearchAttributeRoom } from "./search-attribute-room.ts";
import { openServers, type ServersOptions } from "./servers.ts";
import { OperationsWorker } from "./worker.ts";

export interface OperationsOptions extends ServersOptions {
  readonly deps: TransitionDeps;
  readonly accountId: string;
  /** Whether this process carries operations out, or only has them started. */
  readonly carriesOut: boolean;
}

export interface Operations extends Pick<Deps, "startOperation" | "searchAttributeRoom"> {
  /** Ends within seconds; what is not done goes on in another process, or in the next one. */
  stop(): Promise<void>;
}

/** Returns at once, whether or not a Temporal server answers. */
export function startOperations({ deps, accountId, carriesOut, ...options }: OperationsOptions): Operations {
  const servers = openServers(options);
  const { connection } = servers.system;
  const taskQueue = taskQueueOf(accountId);
  const outbox = new Outbox({ taskQueue, db: deps.database.db, connection, log: deps.log, now: deps.now });
  const worker = carriesOut ? new OperationsWorker({ deps, servers }, taskQueue) : null;
  if (carriesOut) outbox.poll();
  return {
    startOperation: (uid, waitMs) => outbox.startOperation(uid, waitMs),
    searchAttributeRoom: createSearchAttributeRoom(servers),
    stop: async () => {
      await outbox.stop();
      await worker?.stop();
      await servers.close();
    },
  };
}
