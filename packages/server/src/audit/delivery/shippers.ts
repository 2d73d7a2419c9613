// All places that this process may deliver to. Each is looked after by itself: one that is away holds up no other.
import { randomUUID } from "node:crypto";
import { fromBinary } from "@bufbuild/protobuf";
import { AuditLogSinkSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/account/v1/message_pb.ts";
import { listEnabledSpecs } from "../../store/audit-log-sinks.ts";
import { keepConfiguredStreams, listDueStreams, releaseAllStreams } from "../../store/audit-streams.ts";
import { type ConfiguredStream, openConfigured, toPlace } from "./configured-streams.ts";
import type { Destination } from "./destination.ts";
import { openSink } from "./open-sink.ts";
import { type ShipperOptions, ship } from "./shipper.ts";
import type { SinkOptions } from "./sink-options.ts";

const pollMs = 1_000;
/** How long a sending may go on once this process stops. */
const graceMs = 2_000;

export interface ShippersOptions extends Omit<ShipperOptions, "holder"> {
  readonly sinks: SinkOptions;
  readonly streams: readonly ConfiguredStream[];
  /** No other process can have the database open. */
  readonly alone: boolean;
}

/** What is open, and of which state of its sink. */
interface Open {
  readonly version: string;
  readonly destination: Destination;
}

export class Shippers {
  readonly #options: ShippersOptions;
  readonly #holder = randomUUID();
  readonly #stopping = new AbortController();
  readonly #open = new Map<string, Open>();
  readonly #under = new Map<string, Promise<void>>();
  readonly #timer: NodeJS.Timeout;
  #configured = false;
  #sweeping: Promise<void> | null = null;

  /** Begins at once, and goes on by itself. */
  constructor(options: ShippersOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.nudge(), pollMs);
    this.#timer.unref();
    this.nudge();
  }

  nudge(): void {
    this.#sweeping ??= this.#sweep()
      .catch((error: unknown) => {
        this.#options.log.warn({ err: error }, "audit streams could not be looked after; it will be tried again");
      })
      .finally(() => {
        this.#sweeping = null;
      });
  }

  /** What is under way may end, for a while; what is not acknowledged then is sent again by the next process. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    const limit = setTimeout(() => this.#stopping.abort(), graceMs);
    await this.#sweeping;
    await Promise.all(this.#under.values());
    clearTimeout(limit);
    this.#stopping.abort();
    for (const { destination } of this.#open.values()) await destination.close();
  }

  async #sweep(): Promise<void> {
    const { db } = this.#options;
    if (!this.#configured) await this.#begin();
    this.#configured = true;
    for (const id of await listDueStreams(db)) if (!this.#under.has(id)) this.#start(id);
  }

  async #begin(): Promise<void> {
    const { db, streams, now, alone } = this.#options;
    if (alone) await releaseAllStreams(db);
    await keepConfiguredStreams(db, streams.map(toPlace), now());
  }

  #start(id: string): void {
    const running = ship(
      { ...this.#options, holder: this.#holder },
      id,
      () => this.#destinationOf(id),
      this.#stopping.signal,
    )
      .catch((error: unknown) => {
        this.#options.log.warn({ err: error, stream: id }, "an audit stream could not be looked after");
      })
      .finally(() => this.#under.delete(id));
    this.#under.set(id, running);
  }

  /** Kept open from one sending to the next, until its sink is changed. */
  async #destinationOf(id: string): Promise<Destination> {
    const { version, open } = await this.#findPlace(id);
    const kept = this.#open.get(id);
    if (kept?.version === version) return kept.destination;
    this.#open.delete(id);
    await kept?.destination.close();
    const destination = await open();
    this.#open.set(id, { version, destination });
    return destination;
  }

  async #findPlace(id: string): Promise<{ version: string; open: () => Promise<Destination> }> {
    const { db, streams, sinks, accountId } = this.#options;
    const stream = streams.find((configured) => toPlace(configured).id === id);
    if (stream !== undefined) return { version: "", open: () => Promise.resolve(openConfigured(stream)) };
    const sink = (await listEnabledSpecs(db)).find(({ stream_id }) => stream_id === id);
    if (sink === undefined) throw new Error("the sink is gone, or not enabled any more");
    const spec = fromBinary(AuditLogSinkSpecSchema, sink.spec);
    return { version: String(sink.version), open: () => openSink(spec, accountId, sinks) };
  }
}
