// A write load, a kill, a look at what is left, a restart; again and again, until something is wrong.
import { setTimeout as sleep } from "node:timers/promises";
import { type Caller, createCaller } from "../harness/control-plane.ts";
import { checkObjects } from "./check-objects.ts";
import { checkRecords } from "./check-records.ts";
import { Journal, send } from "./journal.ts";
import type { Place } from "./place.ts";
import { createRandom, type Random } from "./random.ts";
import { type ServerProcess, startServer } from "./server-process.ts";
import { Writer } from "./writer.ts";

export interface CampaignOptions {
  readonly place: Place;
  readonly kills: number;
  readonly writers: number;
  readonly seed: number;
  /** A planted mistake, or null. */
  readonly bug: string | null;
  readonly say?: (line: string) => void;
}

export interface Campaign {
  readonly kills: number;
  /** Of these, so many hit a server that was still starting. */
  readonly killsAtStart: number;
  readonly asked: number;
  readonly acknowledged: number;
  /** Writes that were under way when the server was killed, and how many of them had taken place. */
  readonly interrupted: number;
  readonly interruptedDone: number;
  readonly retries: number;
  readonly problems: readonly string[];
  readonly journal: Journal;
}

/** One death at each of these places. Resolves with the place → how many of the interrupted writes had taken place. */
export async function dieAtEach(
  options: Omit<CampaignOptions, "kills" | "bug">,
  points: readonly string[],
): Promise<Campaign & { readonly took: ReadonlyMap<string, number> }> {
  const run = new Run({ ...options, kills: points.length, bug: null });
  const took = new Map<string, number>();
  try {
    await run.begin();
    for (const point of points) took.set(point, await run.dieAt(point));
    await run.recover();
    await run.finish();
    return { ...run.result(), took };
  } finally {
    await run.server?.kill();
  }
}

/** A kill comes after so many more acknowledged writes at most, however fast the machine is, and some milliseconds. */
const mostWrites = 80;
const mostMs = 40;

export async function runCampaign(options: CampaignOptions): Promise<Campaign> {
  const run = new Run(options);
  try {
    await run.begin();
    for (let kill = 1; kill <= options.kills && !run.isDecided; kill++) await run.round(kill);
    await run.finish();
    return run.result();
  } finally {
    await run.server?.kill();
  }
}

class Run {
  readonly #options: CampaignOptions;
  readonly #random: Random;
  readonly #journal = new Journal();
  readonly #problems: string[] = [];
  #writers: Writer[] = [];
  #key = "";
  #caller: Caller | undefined;
  server: ServerProcess | undefined;
  #counts = { kills: 0, killsAtStart: 0, interrupted: 0, interruptedDone: 0, retries: 0 };

  constructor(options: CampaignOptions) {
    this.#options = options;
    this.#random = createRandom(options.seed);
  }

  get isDecided(): boolean {
    return this.#problems.length > 0;
  }

  /** The first start runs through: the owner's key is shown only then. */
  async begin(): Promise<void> {
    const caller = await this.#start(true);
    this.#caller = caller;
    const { projects } = await caller.cloud.getProjects({});
    const project = projects[0]?.id ?? "";
    const { seed, writers } = this.#options;
    this.#writers = Array.from(
      { length: writers },
      (_, number) => new Writer(number, this.#journal, createRandom(seed * 1000 + number), project),
    );
  }

  async round(kill: number): Promise<void> {
    await this.#crash(`kill ${kill}`, (caller) => this.#loadUntilKilled(caller));
    if (this.isDecided) return;
    if (this.#random.chance(0.25)) await this.#killAtStart();
    await this.recover();
  }

  /** The next server dies at this place under load. Resolves with how many of the interrupted writes had taken place. */
  async dieAt(point: string): Promise<number> {
    await this.server?.stop();
    this.#caller = await this.#start(false, point);
    await this.#retry(this.#caller);
    return this.#crash(point, (caller) => this.#loadUntilDead(caller));
  }

  async recover(): Promise<void> {
    this.#caller = await this.#start();
    await this.#retry(this.#caller);
  }

  async #crash(what: string, loadUntilEnd: (caller: Caller) => Promise<void>): Promise<number> {
    if (this.#caller === undefined) throw new Error("begin comes first");
    const before = this.#journal.acknowledged;
    await loadUntilEnd(this.#caller);
    this.#counts.kills += 1;
    const open = this.#journal.open;
    const done = await this.#inspect(`after ${what}`);
    const took = open.filter(({ id }) => done.has(id)).length;
    this.#counts.interrupted += open.length;
    this.#counts.interruptedDone += took;
    const acknowledged = this.#journal.acknowledged - before;
    this.#options.say?.(
      `${what}: ${acknowledged} acknowledged, ${open.length} interrupted, ${took} of these had taken place`,
    );
    return took;
  }

  async finish(): Promise<void> {
    await this.server?.stop();
    await this.#inspect("at the end");
    const unchained = await this.#options.place.inspect(({ db }) =>
      db.selectFrom("audit_log").select("log_id").where("chain_seq", "is", null).execute(),
    );
    if (unchained.length > 0) this.#problems.push(`at the end: ${unchained.length} audit records are not chained`);
  }

  result(): Campaign {
    return {
      ...this.#counts,
      asked: this.#journal.writes.length,
      acknowledged: this.#journal.acknowledged,
      problems: this.#problems,
      journal: this.#journal,
    };
  }

  async #start(isFirst = false, bug = this.#options.bug): Promise<Caller> {
    const { place } = this.#options;
    this.server = startServer({ place, bug, isFirst });
    const { url, firstKey } = await this.server.ready;
    this.#key = firstKey ?? this.#key;
    return createCaller(url, this.#key);
  }

  async #loadUntilKilled(caller: Caller): Promise<void> {
    const killed = new AbortController();
    const load = this.#load(caller, killed.signal);
    const [writes, ms] = [
      this.#journal.acknowledged + this.#random.whole(0, mostWrites),
      this.#random.whole(0, mostMs),
    ];
    while (this.#journal.acknowledged < writes && !this.isDecided) await sleep(1);
    await sleep(ms);
    killed.abort();
    await this.server?.kill();
    await load;
  }

  /** The server does it to itself, at the place that was planted in it. */
  async #loadUntilDead(caller: Caller): Promise<void> {
    const died = new AbortController();
    const load = this.#load(caller, died.signal);
    await Promise.race([this.server?.ended, load]);
    died.abort();
    await load;
  }

  #load(caller: Caller, ended: AbortSignal): Promise<unknown> {
    return Promise.all(this.#writers.map((writer) => this.#write(writer, caller, ended)));
  }

  /** A server that lives answers every write: the writers only ask for what is possible. */
  async #write(writer: Writer, caller: Caller, ended: AbortSignal): Promise<void> {
    while (!ended.aborted) {
      try {
        await writer.step(caller);
      } catch (error) {
        // A server with a planted bug may refuse: it answered what it had not done yet.
        if (ended.aborted || this.#options.bug !== null) continue;
        // A call ends a moment before it is known that its server has.
        if ((await Promise.race([this.server?.ended, sleep(5_000, "lives")])) !== "lives") return;
        this.#problems.push(`a server that lives refused a write: ${String(error)}`);
        return;
      }
    }
  }

  /** The next server is killed before, while or shortly after it opens the store. */
  async #killAtStart(): Promise<void> {
    const { place, bug } = this.#options;
    const server = startServer({ place, bug, isFirst: false });
    server.ready.catch(() => undefined);
    await Promise.race([server.ready.catch(() => undefined), sleep(this.#random.whole(200, 1_500))]);
    await server.kill();
    this.#counts.kills += 1;
    this.#counts.killsAtStart += 1;
    await this.#inspect("after a kill at the start");
  }

  /** Checks everything. Returns the ids of the operations that took place. */
  async #inspect(when: string): Promise<ReadonlySet<string>> {
    const { problems, done } = await this.#options.place.inspect(async ({ db }) => ({
      problems: [...(await checkObjects(db, this.#journal)), ...(await checkRecords(db))],
      done: new Set((await db.selectFrom("operations").select("id").execute()).map(({ id }) => id)),
    }));
    this.#problems.push(...problems.map((problem) => `${when}: ${problem}`));
    return done;
  }

  /** What was interrupted is asked again, twice at once; what was answered last is asked again too. */
  async #retry(caller: Caller): Promise<void> {
    for (const [number, writer] of this.#writers.entries()) {
      const open = this.#journal.open.filter((write) => write.writer === number);
      const last = this.#journal.lastOf(number);
      // About a thing that is gone nobody is authorized, and that comes before the look for an earlier answer.
      const isGone = open.some(({ effect }) => effect.kind === "remove" && effect.object === last?.effect.object);
      for (const write of [...open, ...(last === undefined || isGone ? [] : [last])]) {
        this.#counts.retries += 1;
        try {
          const first = write.answer ?? (await send(caller, write));
          const again = await send(caller, write);
          if (first.objectId !== again.objectId || first.token !== again.token)
            this.#problems.push(`a retry of ${write.id} was answered otherwise`);
          if (write.answer === null) writer.settle(write, first);
        } catch (error) {
          this.#problems.push(`a retry of ${write.rpc} ${write.id} was refused: ${String(error)}`);
        }
      }
    }
  }
}
