// The decision corpus against the compiled core. cases/README.md has the format.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { decisionsOf, loadCorpus, toPolicyData } from "../test-kit/corpus.ts";
import { judgeCase } from "../test-kit/judge.ts";
import * as policy from "./index.ts";

const corpus = loadCorpus();

for (const { file, about, world, cases } of corpus) {
  describe(`${file}: ${about}`, () => {
    const snapshot = policy.compile(toPolicyData(world));
    for (const one of cases) {
      it(one.promise, () => assert.deepEqual(judgeCase(policy, snapshot, world, one), []));
    }
  });
}

describe("the corpus", () => {
  const decisions = corpus.flatMap(({ world, cases }) => cases.flatMap((one) => decisionsOf(world, one)));

  it("has at least 300 decisions, each answer common", () => {
    const allowed = decisions.filter(({ expect }) => expect === "allow").length;
    assert.ok(decisions.length >= 300, `${decisions.length} decisions`);
    assert.ok(allowed > decisions.length / 4 && allowed < (decisions.length * 3) / 4, `${allowed} allowed`);
  });

  it("has no promise without a question", () => {
    const empty = corpus.flatMap(({ cases }) => cases.filter((one) => !one.decisions?.length && !one.cover?.length));
    assert.deepEqual(empty, []);
  });
});
