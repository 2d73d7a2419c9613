// Requests of one gateway, minute by minute, until they are kept in the store. By Namespace and method, whose numbers are
// bounded: never by caller or workflow.
import type { MinuteCounts } from "../store/schema/usage.ts";
import { grpcStatus } from "./call.ts";

interface OfNamespace {
  actions: number;
  throttledActions: number;
  units: number | null;
  readonly methods: Record<string, [requests: number, errors: number, throttled: number, exhausted: number]>;
}

const minuteMs = 60_000;
/** The store that is away longer than this misses minutes, instead of the gateway its memory. */
const mostMinutes = 15;

export class MinuteCountsOfGateway {
  readonly #limits: MinuteCounts["limits"];
  readonly #minutes = new Map<number, Map<string, OfNamespace>>();

  constructor(limits: MinuteCounts["limits"]) {
    this.#limits = limits;
  }

  requested(namespace: string, method: string, actions: number, now: Date, units: number | null): void {
    const counts = this.#of(namespace, now);
    counts.units = units;
    this.#methodOf(counts, method)[0] += 1;
    counts.actions += actions;
  }

  /** @param code gRPC's number; a call that its client gave up is no error */
  ended(namespace: string, method: string, code: number, actions: number, now: Date): void {
    const counts = this.#of(namespace, now);
    const of = this.#methodOf(counts, method);
    if (code !== grpcStatus.ok && code !== grpcStatus.cancelled) of[1] += 1;
    if (code === grpcStatus.resourceExhausted) of[3] += 1;
    counts.actions += actions;
  }

  throttled(namespace: string, method: string, actions: number, now: Date): void {
    const counts = this.#of(namespace, now);
    this.#methodOf(counts, method)[2] += 1;
    counts.throttledActions += actions;
  }

  /** Minutes that are over, the earliest first; with `all` the one that runs, too. Each stays until `forget`. */
  over(now: Date, all: boolean): { readonly minute: Date; readonly counts: MinuteCounts }[] {
    const current = minuteOf(now);
    return [...this.#minutes]
      .filter(([minute]) => all || minute < current)
      .sort(([a], [b]) => a - b)
      .map(([minute, namespaces]) => ({
        minute: new Date(minute),
        counts: { limits: this.#limits, namespaces: Object.fromEntries(namespaces) },
      }));
  }

  forget(minute: Date): void {
    this.#minutes.delete(minute.getTime());
  }

  #of(namespace: string, now: Date): OfNamespace {
    const minute = minuteOf(now);
    let namespaces = this.#minutes.get(minute);
    if (namespaces === undefined) {
      namespaces = new Map();
      this.#minutes.set(minute, namespaces);
      const [oldest] = this.#minutes.keys();
      if (this.#minutes.size > mostMinutes && oldest !== undefined) this.#minutes.delete(oldest);
    }
    let counts = namespaces.get(namespace);
    if (counts === undefined) {
      counts = { actions: 0, throttledActions: 0, units: null, methods: {} };
      namespaces.set(namespace, counts);
    }
    return counts;
  }

  #methodOf({ methods }: OfNamespace, method: string) {
    methods[method] ??= [0, 0, 0, 0];
    return methods[method];
  }
}

const minuteOf = (now: Date): number => Math.floor(now.getTime() / minuteMs) * minuteMs;
