// The worker that runs the workflows. It is made when the server answers, and made again when it broke; meanwhile
// operations wait in their rows.
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Code } from "@connectrpc/connect";
import { isGrpcServiceError } from "@temporalio/client";
import type { Worker, WorkflowBundle } from "@temporalio/worker";
import type { Logger } from "pino";
import { registerSystemNamespace, systemNamespace } from "../temporal/system-namespace.ts";
import { createActivities } from "./activities.ts";
import type { ApplyContext } from "./applier.ts";
import { exportSchedule } from "./export-schedule.ts";
import { followUpSchedule } from "./follow-up-schedule.ts";
import { keepSchedule } from "./keep-schedule.ts";
import { makeWorker } from "./make-worker.ts";
import { observeSchedule } from "./observe-schedule.ts";
import { taskQueueOf } from "./outbox.ts";
import { installRuntime } from "./runtime.ts";
import { storageSchedule } from "./storage-schedule.ts";

const probeMs = 1_000;
const watchMs = 2_000;
/** So many probes in a row without an answer are an absence, not a slow moment. */
const absence = 2;
const maxPauseMs = 5_000;
const graceMs = 5_000;

/** The SDK with its native part takes half a second to load, so only processes that work for operations load it. */
const loadSdk = () => import("@temporalio/worker");

let bundle: Promise<WorkflowBundle> | undefined;

/** The workflow's code, packed once per process for all workers in it. */
export function bundleWorkflow(): Promise<WorkflowBundle> {
  bundle ??= loadSdk().then(({ bundleWorkflowCode, DefaultLogger }) =>
    bundleWorkflowCode({
      workflowsPath: fileURLToPath(new URL("./workflow.ts", import.meta.url)),
      logger: new DefaultLogger("WARN"),
    }),
  );
  return bundle;
}

export interface WorkerOptions {
  readonly accountId: string;
  /** How often the platform is looked at; 0: only when somebody asks for it. */
  readonly observeEveryMinutes: number;
  /** How often it is asked what is stored; 0: never. */
  readonly storageEveryMinutes: number;
}

export class OperationsWorker {
  readonly #context: ApplyContext;
  readonly #options: WorkerOptions;
  readonly #taskQueue: string;
  readonly #log: Logger;
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;
  #worker: Worker | null = null;

  constructor(context: ApplyContext, options: WorkerOptions) {
    this.#context = context;
    this.#options = options;
    this.#taskQueue = taskQueueOf(options.accountId);
    this.#log = context.deps.log;
    this.#running = this.#runForEver();
  }

  /** Lets activities under way end, for a while. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    if (this.#worker?.getState() === "RUNNING") this.#worker.shutdown();
    // Whatever hangs in the SDK must not keep the process alive: operations go on in the next one.
    const limit = new AbortController();
    await Promise.race([this.#running, sleep(graceMs + probeMs, undefined, { signal: limit.signal }).catch(() => {})]);
    limit.abort();
  }

  async #runForEver(): Promise<void> {
    for (let pause = 250; !this.#stopping.signal.aborted; pause = Math.min(pause * 2, maxPauseMs)) {
      try {
        await this.#probe();
        await this.#runOnce();
        pause = 250;
      } catch (error) {
        if (this.#stopping.signal.aborted) return;
        this.#log.warn({ err: error }, "operations wait: Temporal does not answer");
      }
      await sleep(pause, undefined, { signal: this.#stopping.signal }).catch(() => {});
    }
  }

  /** Cheap, and over soon: what follows cannot be interrupted. False: the server has not got our namespace. */
  async #probe(): Promise<boolean> {
    const { connection } = this.#context.servers.system;
    try {
      const what = { namespace: systemNamespace };
      await connection.withDeadline(Date.now() + probeMs, () => connection.workflowService.describeNamespace(what));
      return true;
    } catch (error) {
      if (isGrpcServiceError(error) && Number(error.code) === Code.NotFound) return false;
      throw error;
    }
  }

  /**
   * The SDK's pollers wait ever longer while the server is away, and go on waiting up to a minute after it came back;
   * when our namespace is lost they fail for good, and such a worker cannot even be put away (measured, SDK 1.24.0).
   * A worker that is made anew in time polls at once, and the namespace is made before it.
   */
  #watch(worker: Worker): NodeJS.Timeout {
    let missed = 0;
    const renew = () => {
      if (worker.getState() === "RUNNING") worker.shutdown();
    };
    return setInterval(() => {
      this.#probe().then(
        (known) => {
          if (!known || missed >= absence) renew();
          missed = 0;
        },
        (error: unknown) => {
          missed += 1;
          if (missed === absence) this.#log.warn({ err: error }, "operations wait: Temporal does not answer");
        },
      );
    }, watchMs);
  }

  async #keepSchedules(
    connection: ApplyContext["servers"]["system"]["connection"],
    signal: AbortSignal,
  ): Promise<void> {
    const { accountId, observeEveryMinutes, storageEveryMinutes } = this.#options;
    const where = { connection, taskQueue: this.#taskQueue, log: this.#log };
    const schedules = [
      followUpSchedule(accountId),
      observeSchedule(accountId, observeEveryMinutes),
      storageSchedule(accountId, storageEveryMinutes),
      exportSchedule(accountId, this.#context.exports.everyMinutes),
    ];
    await Promise.all(schedules.map((schedule) => keepSchedule(where, schedule, signal)));
  }

  async #runOnce(): Promise<void> {
    const { options, connection: client } = this.#context.servers.system;
    await registerSystemNamespace(client);
    const sdk = await loadSdk();
    await installRuntime(this.#log);
    const { Context } = await import("@temporalio/activity");
    const heartbeat = () => {
      const current = Context.current();
      return () => current.heartbeat();
    };
    const connection = await sdk.NativeConnection.connect(toNativeOptions(options));
    try {
      const worker = await makeWorker(sdk, {
        connection,
        namespace: systemNamespace,
        taskQueue: this.#taskQueue,
        workflowBundle: await bundleWorkflow(),
        activities: createActivities(this.#context, heartbeat, () => Context.current().info.attempt),
        maxCachedWorkflows: 50,
        maxConcurrentActivityTaskExecutions: 20,
        shutdownGraceTime: graceMs,
      });
      this.#worker = worker;
      if (this.#stopping.signal.aborted) {
        // Only a worker that has run can be put away, and its threads with it.
        await worker.runUntil(Promise.resolve());
        return;
      }
      this.#log.info({ address: options.address }, "operations are carried out");
      const watch = this.#watch(worker);
      const over = new AbortController();
      const scheduling = this.#keepSchedules(client, AbortSignal.any([over.signal, this.#stopping.signal]));
      await worker.run().finally(() => {
        clearInterval(watch);
        over.abort();
      });
      await scheduling;
    } finally {
      this.#worker = null;
      await connection.close().catch(() => {});
    }
  }
}

function toNativeOptions(options: ApplyContext["servers"]["system"]["options"]) {
  const { address, tls, token } = options;
  const { serverCa, serverName, clientCertificate } = tls ?? {};
  return {
    address,
    ...(tls && {
      tls: {
        ...(serverCa !== undefined && { serverRootCACertificate: Buffer.from(serverCa) }),
        ...(serverName !== undefined && { serverNameOverride: serverName }),
        ...(clientCertificate && {
          clientCertPair: { crt: Buffer.from(clientCertificate.certificate), key: Buffer.from(clientCertificate.key) },
        }),
      },
    }),
    ...(token && { apiKey: token() }),
  };
}
