// Starts what a process does about operations: every process that takes mutations starts their workflows; those with
// the role also run them.
import type { Deps } from "../resources/call.ts";
import type { ExportDeps } from "../resources/export-histories.ts";
import type { ManagedFailoverDeps } from "../resources/managed-failover.ts";
import type { LookAtNamespace } from "../resources/observe-namespaces.ts";
import type { LookAtStorage } from "../resources/sample-storage.ts";
import type { ApplyContext, ExportTimes } from "./applier.ts";
import { createLook, createStorageLook } from "./look-at-namespace.ts";
import { createOpenWorkflows } from "./open-workflows.ts";
import { Outbox, taskQueueOf } from "./outbox.ts";
import { createSearchAttributeRoom } from "./search-attribute-room.ts";
import { createNamespacesOnServer } from "./server-namespaces.ts";
import { openServers, type ServersOptions } from "./servers.ts";
import { type WatchOptions, watchServers } from "./watch-servers.ts";
import { OperationsHere } from "./without-system.ts";
import { OperationsWorker } from "./worker.ts";

export interface OperationsOptions extends ServersOptions {
  readonly deps: ApplyContext["deps"] & ManagedFailoverDeps;
  readonly accountId: string;
  /** Whether this process carries operations out, or only has them started. */
  readonly carriesOut: boolean;
  /** How often the platform is looked at; 0: only when somebody asks for it. */
  readonly observeEveryMinutes: number;
  /** How often it is asked what is stored; 0: never. */
  readonly storageEveryMinutes: number;
  readonly exports: ExportTimes;
  /** Null: nobody fails over by itself. */
  readonly managedFailover: WatchOptions | null;
}

export interface Operations extends Pick<Deps, "startOperation" | "searchAttributeRoom" | "onServer"> {
  readonly lookAtNamespace: LookAtNamespace;
  readonly lookAtStorage: LookAtStorage;
  readonly openWorkflows: ExportDeps["openWorkflows"];
  /** Ends within seconds; what is not done goes on in another process, or in the next one. */
  stop(): Promise<void>;
}

/** Returns at once, whether or not a Temporal server answers. */
export function startOperations(options: OperationsOptions): Operations {
  const { deps, accountId, carriesOut, observeEveryMinutes, storageEveryMinutes, exports, managedFailover } = options;
  const servers = openServers(options);
  const { connection } = servers.system;
  const taskQueue = taskQueueOf(accountId);
  const common = { taskQueue, db: deps.database.db, connection, log: deps.log, now: deps.now };
  const here = carriesOut ? new OperationsHere({ deps, servers, exports }) : null;
  const outbox = new Outbox({ ...common, ...(here && { otherwise: (uid: string) => here.begin(uid) }) });
  const worker = carriesOut
    ? new OperationsWorker({ deps, servers, exports }, { accountId, observeEveryMinutes, storageEveryMinutes })
    : null;
  if (carriesOut) outbox.poll();
  const stopWatching = carriesOut && managedFailover !== null ? watchServers(deps, servers, managedFailover) : null;
  return {
    startOperation: (uid, waitMs, when) => outbox.startOperation(uid, waitMs, when),
    searchAttributeRoom: createSearchAttributeRoom(servers),
    onServer: createNamespacesOnServer(servers),
    lookAtNamespace: createLook(servers),
    lookAtStorage: createStorageLook(servers),
    openWorkflows: createOpenWorkflows(servers),
    stop: async () => {
      await stopWatching?.();
      await outbox.stop();
      await here?.stop();
      await worker?.stop();
      await servers.close();
    },
  };
}
