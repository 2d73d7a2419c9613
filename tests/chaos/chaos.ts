// Many change things at once, while the processes of the deployment die at random moments and come back. When all was
// asked for the faults end, and what then must hold is looked at.
import { setTimeout as sleep } from "node:timers/promises";
import { createRandom, type Random } from "../crash/random.ts";
import { Actor } from "./actor.ts";
import { Client } from "./asking.ts";
import { checkAll, type Expected, misreadings } from "./check.ts";
import { type Deployment, startDeployment, type VictimName, victimNames } from "./victims.ts";

export interface ChaosOptions {
  readonly operations: number;
  readonly actors: number;
  readonly seed: number;
  /** A fault comes after so many more changes at most. */
  readonly changesBetweenFaults: number;
  /** After so long no more is asked for, however little that was; absent: as long as it takes. */
  readonly longestMs?: number;
  /** How long a process that was killed stays away, at most. */
  readonly absenceMs: number;
  /** One of `operationBugs` in plant-bug.ts, or null. */
  readonly bug: string | null;
  readonly say?: (line: string) => void;
}

export interface Chaos {
  readonly asked: number;
  readonly retries: number;
  readonly kills: Readonly<Record<VictimName, number>>;
  /** From the end of the faults until nothing was under way. */
  readonly settledMs: number;
  readonly ms: number;
  readonly problems: readonly string[];
  /** Expectations that were made wrong on purpose, and that nothing was found to contradict. */
  readonly unseen: readonly string[];
}

/** Nothing may be under way for longer once the faults are over. */
const settleMs = 60_000;

/** @returns or the reason why it cannot be had here */
export async function runChaos(options: ChaosOptions): Promise<Chaos | string> {
  const deployment = await startDeployment(options.bug);
  if (typeof deployment === "string") return deployment;
  await using _ = deployment;
  // Awaited here: the deployment is gone when this function is over.
  return await new Run(options, deployment).run();
}

class Run {
  readonly #options: ChaosOptions;
  readonly #deployment: Deployment;
  readonly #client: Client;
  readonly #actors: readonly Actor[];
  readonly #random: Random;
  readonly #kills: Record<VictimName, number> = { api: 0, operations: 0, gateway: 0, postgres: 0, temporal: 0 };
  readonly #begun = Date.now();
  /** Unix milliseconds; infinity while there are faults. */
  #calmAt = Number.POSITIVE_INFINITY;

  constructor(options: ChaosOptions, deployment: Deployment) {
    const { actors, seed } = options;
    this.#options = options;
    this.#deployment = deployment;
    this.#client = new Client(deployment, () => Date.now() < this.#calmAt + settleMs);
    this.#random = createRandom(seed);
    this.#actors = Array.from(
      { length: actors },
      (_, number) => new Actor(number, this.#client, createRandom(seed * 1_000 + number + 1)),
    );
  }

  get #isAsked(): boolean {
    const { operations, longestMs = Number.POSITIVE_INFINITY } = this.#options;
    return this.#client.asked.length >= operations || Date.now() - this.#begun > longestMs;
  }

  async run(): Promise<Chaos> {
    const acting = Promise.all(this.#actors.map((actor) => this.#act(actor)));
    await this.#cause();
    this.#calmAt = Date.now();
    this.#options.say?.(`calm after ${this.#client.asked.length} changes`);
    await acting;
    const settledMs = Date.now() - this.#calmAt;
    const problems = [...this.#actors.flatMap((actor) => actor.problems), ...(await this.#gatewayProblems())];
    const things = this.#actors.flatMap((actor) => actor.things);
    const gone = this.#actors.flatMap((actor) => actor.gone);
    const expected = { asked: this.#client.asked, things, gone };
    problems.push(...(await checkAll(this.#deployment, expected)));
    return {
      asked: this.#client.asked.length,
      retries: this.#client.retries,
      kills: this.#kills,
      settledMs,
      ms: Date.now() - this.#begun,
      problems,
      unseen: problems.length > 0 ? [] : await this.#unseen(expected),
    };
  }

  /** The positive control: whoever sees nothing wrong would pass every deployment. */
  async #unseen(expected: Expected): Promise<string[]> {
    const unseen: string[] = [];
    for (const [name, wrong] of Object.entries(misreadings(expected)))
      if ((await checkAll(this.#deployment, wrong)).length === 0) unseen.push(name);
    return unseen;
  }

  async #act(actor: Actor): Promise<void> {
    while (!this.#isAsked && actor.problems.length === 0) await actor.step();
  }

  /** Each of the five once at least, in an order of the seed, and then any of them, now and then two at once. */
  async #cause(): Promise<void> {
    const first = [...victimNames].sort(() => this.#random.whole(0, 1) - 0.5);
    const isOver = () => this.#isAsked || this.#actors.some(({ problems }) => problems.length > 0);
    while (!isOver() || first.length > 0) {
      const due = this.#client.asked.length + this.#random.whole(1, this.#options.changesBetweenFaults);
      while (this.#client.asked.length < due && !isOver()) await sleep(20);
      await sleep(this.#random.whole(0, 300));
      const victims = new Set([first.pop() ?? this.#random.pick(victimNames)]);
      if (first.length === 0 && this.#random.chance(0.2)) victims.add(this.#random.pick(victimNames));
      await Promise.all(
        [...victims].map((name) => this.#killAndStart(name, this.#random.whole(0, this.#options.absenceMs))),
      );
      this.#options.say?.(`${this.#client.asked.length} changes, ${[...victims].join(" and ")} killed`);
    }
  }

  async #killAndStart(name: VictimName, absenceMs: number): Promise<void> {
    const victim = this.#deployment.victims[name];
    await victim.kill();
    this.#kills[name] += 1;
    await sleep(absenceMs);
    await victim.start();
  }

  /** It knows the rules again, and the Namespaces. */
  async #gatewayProblems(): Promise<string[]> {
    const { gatewayAddress, key } = this.#deployment;
    const namespace = this.#actors.flatMap(({ things }) => things).find(({ kind }) => kind === "namespace")?.id;
    if (namespace === undefined) return [];
    const { connectToGateway } = await import("../harness/gateway-clients.ts");
    await using gateway = await connectToGateway(gatewayAddress, key, namespace);
    let last: unknown;
    for (const end = Date.now() + settleMs; Date.now() < end; await sleep(200)) {
      try {
        await gateway.connection.withDeadline(Date.now() + 5_000, () =>
          gateway.connection.workflowService.describeNamespace({ namespace }),
        );
        return [];
      } catch (error) {
        last = error;
      }
    }
    return [`the gateway does not answer: ${String(last)}`];
  }
}
