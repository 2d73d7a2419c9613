// grpc.health.v1: whether this process takes calls. Needs no credential and says nothing else.
import { setTimeout as sleep } from "node:timers/promises";
import {
  Code,
  ConnectError,
  type ConnectRouter,
  type ConnectRouterOptions,
  type HandlerContext,
  type ServiceImpl,
} from "@connectrpc/connect";
import { Health, HealthCheckResponse_ServingStatus as Status } from "@remit/protocol";

/** Cheap: asked for every check and every second of a watch. */
export type Readiness = () => boolean | Promise<boolean>;

export interface HealthOptions {
  readonly readiness: Readiness;
  /** Names that can be asked for, read at the time of the call; "" (the whole server) always can. */
  readonly services: () => readonly string[];
  /** Ends watches, so that a drain need not wait for them. */
  readonly draining?: AbortSignal | undefined;
  /** The router's options for a service that needs no credential. */
  readonly open: ConnectRouterOptions;
}

const watchIntervalMs = 1_000;

/** Never throws: a readiness that fails is not ready. */
export async function isReady(readiness: Readiness): Promise<boolean> {
  try {
    return await readiness();
  } catch {
    return false;
  }
}

export function registerHealth(router: ConnectRouter, options: HealthOptions): void {
  const known = (service: string): boolean => service === "" || options.services().includes(service);
  const statusNow = async (): Promise<Status> => {
    if (options.draining?.aborted) return Status.NOT_SERVING;
    return (await isReady(options.readiness)) ? Status.SERVING : Status.NOT_SERVING;
  };
  const health: ServiceImpl<typeof Health> = {
    async check({ service }) {
      if (!known(service)) throw new ConnectError("unknown service", Code.NotFound);
      return { status: await statusNow() };
    },
    async list() {
      const status = await statusNow();
      return { statuses: Object.fromEntries(["", ...options.services()].map((name) => [name, { status }])) };
    },
    async *watch({ service }, context) {
      // An unknown service may be registered later: the protocol keeps such a watch open.
      if (!known(service)) yield { status: Status.SERVICE_UNKNOWN };
      let last: Status | undefined;
      for await (const _ of ticks(context, options.draining)) {
        const status = known(service) ? await statusNow() : Status.SERVICE_UNKNOWN;
        if (status !== last && status !== Status.SERVICE_UNKNOWN) yield { status };
        last = status;
      }
      yield { status: Status.NOT_SERVING };
    },
  };
  router.service(Health, health, options.open);
}

/** Ticks at once and every second until the call ends or the server drains. */
async function* ticks(context: HandlerContext, draining?: AbortSignal): AsyncIterable<void> {
  const signals = draining === undefined ? [context.signal] : [context.signal, draining];
  const ended = AbortSignal.any(signals);
  while (!ended.aborted) {
    yield;
    await sleep(watchIntervalMs, undefined, { signal: ended, ref: false }).catch(() => {});
  }
}
