import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { findMoved } from "./order.ts";

describe("findMoved", () => {
  it("leaves in order whatever it does not name, and names no more than it must", () => {
    const ids = ["a", "b", "c", "d", "e", "f"];
    fc.assert(
      fc.property(fc.shuffledSubarray(ids), fc.shuffledSubarray(ids), (before, after) => {
        const moved = findMoved(before, after);
        const rest = (list: readonly string[]) =>
          list.filter((id) => before.includes(id) && after.includes(id) && !moved.has(id));
        assert.deepEqual(rest(before), rest(after));
        assert.equal(moved.size, before.filter((id) => after.includes(id)).length - longestCommon(before, after));
      }),
    );
  });
});

/** Length of the longest list that both contain in order, the slow way. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  const [first, ...rest] = a;
  if (first === undefined) return 0;
  const without = longestCommon(rest, b);
  const index = b.indexOf(first);
  return index < 0 ? without : Math.max(without, 1 + longestCommon(rest, b.slice(index + 1)));
}
