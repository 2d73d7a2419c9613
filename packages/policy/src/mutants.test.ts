// The corpus and the comparison with the reference must notice every seeded mistake: a positive control for both.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { coverMutants } from "../test-kit/cover-mutants.ts";
import { decisionMutants } from "../test-kit/decision-mutants.ts";
import { type Core, compareWithReference } from "../test-kit/differential.ts";
import { judgeCorpus } from "../test-kit/judge.ts";
import { temporaryMutants } from "../test-kit/temporary-mutants.ts";
import { withMutant } from "../test-kit/with-mutant.ts";
import * as policy from "./index.ts";

const SEED = 4711;
const CASES = 3_000;

/** What notices the mistake, the quicker one first; null when nothing does. */
function caughtBy(core: Core): "corpus" | "random" | null {
  if (throwsOr(() => judgeCorpus(core).length > 0)) return "corpus";
  return throwsOr(() => compareWithReference(core, CASES, SEED).mismatch !== null) ? "random" : null;
}

/** A core that throws has been caught. */
function throwsOr(judge: () => boolean): boolean {
  try {
    return judge();
  } catch {
    return true;
  }
}

describe("the corpus and the comparison with the reference", () => {
  it("find nothing wrong with the core itself", () => {
    assert.equal(caughtBy(policy), null);
  });

  for (const mutant of [...decisionMutants, ...temporaryMutants]) {
    it(`catch a core that ${mutant.mistake}`, async () => {
      assert.notEqual(await withMutant(mutant, caughtBy), null);
    });
  }
});

describe("the corpus", () => {
  for (const mutant of coverMutants) {
    it(`catches a cover rule that ${mutant.mistake}`, async () => {
      assert.equal(await withMutant(mutant, caughtBy), "corpus");
    });
  }
});
