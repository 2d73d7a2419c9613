// Every method × every way to name a Namespace × who tries it.
import type { DescMessage } from "@bufbuild/protobuf";
import { createRandom, type Random } from "../../../packages/policy/test-kit/random.ts";
import { knownPaths, requireRoute } from "../../../packages/server/src/gateway/route.ts";
import { inputOf, pathOf } from "../../../packages/server/src/gateway/testing/calls.ts";
import { encodeRandom, type Words } from "../../../packages/server/src/gateway/testing/random-request.ts";
import type { TestCaller } from "./callers.ts";
import { chunk, frame } from "./encode.ts";
import { tokenTricks, tricksOf } from "./inner-tricks.ts";
import { pathVariants } from "./path-variants.ts";
import type { Sent } from "./send.ts";
import { bodyTricks, type Named, plainTricks, type Trick } from "./tricks.ts";

export interface Case {
  /** As in a failure's report. */
  readonly trick: string;
  readonly caller: TestCaller;
  readonly sent: Sent;
}

const randomPerMethod = 16;

/** The same cases for the same seed. */
export function* makeCorpus(callers: readonly TestCaller[], named: Named, seed: number): Generator<Case> {
  const random = createRandom(seed);
  const admin = find(callers, "admin");
  const others = callers.filter((caller) => caller !== admin && caller.name !== "none");
  for (const path of knownPaths) {
    for (const trick of plainOf(path, named)) for (const caller of callers) yield toCase(path, trick, caller);
    // Admin is refused nothing in its Namespace, so that each trick meets a caller whom it could help; and one more.
    for (const trick of tricksFor(path, named, random)) {
      yield toCase(path, trick, admin);
      yield toCase(path, trick, random.pick(others));
    }
    for (const variant of pathVariants(path)) {
      const [plain] = plainOf(path, named);
      if (plain !== undefined) yield toCase(variant, { ...plain, name: `the path ${variant}` }, admin);
    }
  }
}

const toCase = (path: string, { name, headers, body }: Trick, caller: TestCaller): Case => ({
  trick: name,
  caller,
  sent: { path, body, ...(headers && { headers }) },
});

function find(callers: readonly TestCaller[], name: string): TestCaller {
  const found = callers.find((caller) => caller.name === name);
  if (found === undefined) throw new Error(`nobody is called ${name}`);
  return found;
}

const numberOf = (input: DescMessage, name: string): number | undefined =>
  input.fields.find((field) => field.name === name)?.number;

/** What a call of the control plane's would do, a stock server does for an administrator of the Namespace: not to ours. */
const harmful: Readonly<Record<string, (named: Named) => Buffer>> = {
  // Named twice: refused after authorization.
  "/temporal.api.operatorservice.v1.OperatorService/DeleteNamespace": ({ own }) =>
    Buffer.concat([chunk(1, own.name), chunk(2, own.id)]),
  // Made with the name of one that there is.
  [pathOf("RegisterNamespace")]: ({ own }) => chunk(1, own.name),
  // A change that is none.
  [pathOf("UpdateNamespace")]: ({ own }) => chunk(1, own.name),
};
/** It would mark the Namespace for good. */
const leftOut = pathOf("DeprecateNamespace");

function plainOf(path: string, named: Named): Trick[] {
  const field = numberOf(inputOf(path), "namespace");
  const harmless = harmful[path];
  if (harmless !== undefined) return [{ name: "own", body: frame(harmless(named)) }];
  if (path === leftOut) return plainTricks(1, named).filter(({ name }) => name !== "own");
  return field === undefined ? [{ name: "no Namespace", body: frame(Buffer.alloc(0)) }] : plainTricks(field, named);
}

function tricksFor(path: string, named: Named, random: Random): Trick[] {
  if (requireRoute(path).row.kind !== "namespace") return [];
  const input = inputOf(path);
  const field = numberOf(input, "namespace");
  if (field === undefined) throw new Error(`${path} names no Namespace`);
  const token = numberOf(input, "task_token");
  return [
    ...bodyTricks(field, named),
    ...(token === undefined ? [] : tokenTricks(field, token, named)),
    ...tricksOf(path, named),
    ...randomTricks(input, field, named, random),
  ];
}

/** Whole requests, at random and badly written; most end by saying `own`, so that most are about something. */
function randomTricks(input: DescMessage, field: number, { own, other, unseen }: Named, random: Random): Trick[] {
  const ids = { [own.name]: own.id, [other.name]: other.id };
  const words: Words = { own: own.name, other: other.name, unseen, ids };
  return Array.from({ length: randomPerMethod }, (_, index) => {
    const parts = [encodeRandom(random, input, words)];
    if (random.chance(0.7)) parts.push(chunk(field, own.name));
    return { name: `random ${index}`, body: frame(Buffer.concat(parts)) };
  });
}
