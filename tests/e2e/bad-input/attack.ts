// Sends bad requests to every RPC over every protocol, and compares what is stored before and after.
import type { DescMethod, DescMethodUnary } from "@bufbuild/protobuf";
import { fromJsonString, toBinary } from "@bufbuild/protobuf";
import type { Code } from "@connectrpc/connect";
import { registry, services } from "@remit/protocol";
import { methods } from "../../../packages/server/src/authorize/methods.ts";
import { createRandom, type Random } from "../../crash/random.ts";
import { judge } from "./judge.ts";
import { type JsonObject, type Samples, sampleRequest } from "./samples.ts";
import { type Answer, Sender } from "./send.ts";
import { brokenBodies, placesOf, type Spoilt, spoil } from "./spoil.ts";
import { spoilBytes } from "./wire.ts";

export type Protocol = "grpc" | "connect" | "rest";

export interface Target {
  readonly url: string;
  readonly key: string;
  readonly samples: Samples;
  /** Id → its version now. */
  readonly versions: () => Promise<ReadonlyMap<string, string>>;
  /** A text that changes with every stored row. */
  readonly digest: () => Promise<string>;
}

export interface AttackOptions {
  readonly protocol: Protocol;
  /** Requests to each RPC at most; Infinity for all that there are. */
  readonly perMethod: number;
  readonly seed: number;
  /** One RPC by its name; absent: all. */
  readonly only?: string | undefined;
}

export interface Outcome {
  readonly sent: number;
  readonly accepted: number;
  readonly codes: ReadonlyMap<Code | null, number>;
  readonly problems: readonly string[];
}

/** Every RPC that is served. */
export const servedMethods: readonly DescMethodUnary[] = services
  .flatMap((service): readonly DescMethod[] => service.methods)
  .filter((method): method is DescMethodUnary => method.methodKind === "unary")
  .filter((method) => methods.get(`${method.parent.typeName}/${method.name}`)?.served === true);

export async function attack(target: Target, options: AttackOptions): Promise<Outcome> {
  await using sender = new Sender(target.url, target.key);
  const random = createRandom(options.seed);
  const run = new Run(target, options, sender);
  const attacked = servedMethods.filter(({ name }) => options.only === undefined || name === options.only);
  for (const method of attacked) await run.attackMethod(method, random);
  return run.outcome();
}

/** Refused calls between two looks at the tables. */
const batchSize = 10;

class Run {
  readonly #target: Target;
  readonly #options: AttackOptions;
  readonly #sender: Sender;
  readonly #codes = new Map<Code | null, number>();
  readonly #problems: string[] = [];

  constructor(target: Target, options: AttackOptions, sender: Sender) {
    this.#target = target;
    this.#options = options;
    this.#sender = sender;
  }

  async attackMethod(method: DescMethodUnary, random: Random): Promise<void> {
    const versions = await this.#target.versions();
    const request = sampleRequest(method, this.#target.samples, versions);
    const requests = shuffle(this.#requestsFor(method, request, random), random).slice(0, this.#options.perMethod);
    for (let at = 0; at < requests.length; at += batchSize)
      await this.#attackWith(method, requests.slice(at, at + batchSize));
  }

  /** Nothing of a batch may have left a trace, unless one of it was accepted. */
  async #attackWith(method: DescMethodUnary, batch: readonly Attempt[]): Promise<void> {
    const before = await this.#target.digest();
    let accepted = false;
    for (const { what, send } of batch) {
      const answer = await send();
      if (answer === null) continue;
      this.#codes.set(answer.code, (this.#codes.get(answer.code) ?? 0) + 1);
      accepted ||= answer.code === null;
      const problem = judge(answer);
      if (problem !== null)
        this.#problems.push(`${method.name} over ${this.#options.protocol}, ${what.slice(0, 200)}: ${problem}`);
    }
    if (!accepted && (await this.#target.digest()) !== before) {
      this.#problems.push(
        `${method.name}: one of these was refused and changed something: ${batch.map(({ what }) => what.slice(0, 80)).join("; ")}`,
      );
    }
  }

  #requestsFor(method: DescMethodUnary, request: JsonObject, random: Random): Attempt[] {
    const texts: Spoilt[] = [...brokenBodies];
    for (const place of placesOf(method.input, request)) texts.push(...spoil(request, place, this.#target.samples));
    if (this.#options.protocol !== "grpc") {
      const { protocol } = this.#options;
      return texts.map(({ what, json }) => ({ what, send: () => this.#sender[protocol](method, json) }));
    }
    const binary = [
      ...spoilBytes(method.input, request, random),
      ...texts.flatMap((spoilt) => toBinaryToo(method, spoilt)),
    ];
    return binary.map(({ what, bytes }) => ({ what, send: () => this.#sender.grpc(method, bytes) }));
  }

  outcome(): Outcome {
    const sent = [...this.#codes.values()].reduce((sum, count) => sum + count, 0);
    return { sent, accepted: this.#codes.get(null) ?? 0, codes: this.#codes, problems: this.#problems };
  }
}

interface Attempt {
  readonly what: string;
  /** Null when it cannot be said in this protocol. */
  send(): Promise<Answer | null>;
}

/** Values that are well-typed can be sent as protobuf as well. */
function toBinaryToo(method: DescMethodUnary, { what, json }: Spoilt): { what: string; bytes: Uint8Array }[] {
  try {
    return [{ what, bytes: toBinary(method.input, fromJsonString(method.input, json, { registry })) }];
  } catch {
    return [];
  }
}

function shuffle<T>(items: T[], random: Random): T[] {
  for (let at = items.length - 1; at > 0; at--) {
    const other = random.whole(0, at);
    [items[at], items[other]] = [items[other] as T, items[at] as T];
  }
  return items;
}
