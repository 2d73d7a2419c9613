// Drift is empty exactly when everybody can do what they answer for and no more, on random accounts.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { createRandom } from "../../../policy/test-kit/random.ts";
import { accessFindings, compareDrift, isLimited } from "../../test-kit/compare-drift.ts";
import { randomAccount, reorder } from "../../test-kit/random-account.ts";
import { applyChanges } from "../apply-changes.ts";
import { findDrift } from "./find-drift.ts";

const ACCOUNTS = 1000;

/** An account that once failed: a role on a project took the place of one that gave what a row names. */
const once = [[618850780]] satisfies [number][];

describe("drift and the naive reference", () => {
  it(`agree on ${ACCOUNTS} random accounts, and all fixes together leave nothing`, (t) => {
    let empty = 0;
    const property = fc.property(fc.nat(), (seed) => {
      const { findings, wrong } = compareDrift(randomAccount(createRandom(seed)));
      if (findings === 0) empty++;
      assert.equal(wrong, null, `seed ${seed}: ${wrong}`);
    });
    // Always the same accounts here; `npm run nightly:drift` looks at others.
    fc.assert(property, { numRuns: ACCOUNTS, endOnFailure: true, examples: once, seed: 1 });
    t.diagnostic(`${empty} of ${ACCOUNTS} without findings about access`);
    // Both have to be common, or agreement would say little.
    assert.ok(empty > ACCOUNTS / 20 && empty < (ACCOUNTS * 3) / 4, `${empty} without findings`);
  });

  it("mend each finding by its own fix, without another in its place", () => {
    const property = fc.property(fc.nat(), (seed) => {
      const account = randomAccount(createRandom(seed));
      if (isLimited(account)) return;
      const before = accessFindings(account);
      const known = new Set(before.flatMap(({ kind, principals }) => principals.map((id) => `${kind} ${id}`)));
      for (const { id, fix } of before) {
        const after = accessFindings({ ...account, facts: applyChanges(account.facts, fix) });
        assert.ok(!after.some((one) => one.id === id), `seed ${seed}: ${id} is still there`);
        for (const one of after) {
          for (const principal of one.principals) {
            assert.ok(known.has(`${one.kind} ${principal}`), `seed ${seed}: ${one.id} came by ${id}`);
          }
        }
      }
    });
    fc.assert(property, { numRuns: 200, endOnFailure: true });
  });

  it("say the same in any order of rows, teams, groups, principals and their access", () => {
    const property = fc.property(fc.nat(), (seed) => {
      const random = createRandom(seed);
      const account = randomAccount(random);
      const tell = ({ model, facts, limits }: typeof account) =>
        findDrift(model, facts, { limits }).map(({ id, risk, text, principals, operations }) => [
          id,
          risk,
          text,
          principals,
          operations,
        ]);
      assert.deepEqual(tell(reorder(random, account)), tell(account), `seed ${seed}`);
    });
    fc.assert(property, { numRuns: 200, endOnFailure: true });
  });

  it("leave out what was acknowledged, until that ends", () => {
    const property = fc.property(fc.nat(), (seed) => {
      const { model, facts, limits } = randomAccount(createRandom(seed));
      const found = findDrift(model, facts, { limits });
      const acknowledge = (until: number) =>
        found.map(({ id }) => ({ finding: id, reason: "known", by: "somebody", until }));
      const open = (until: number) => findDrift(model, facts, { limits, acknowledged: acknowledge(until) });
      assert.deepEqual(open(facts.now + 1), []);
      assert.deepEqual(open(facts.now), found);
    });
    fc.assert(property, { numRuns: 50, endOnFailure: true });
  });
});
