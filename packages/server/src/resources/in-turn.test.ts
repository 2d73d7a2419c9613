import assert from "node:assert/strict";
import { it } from "node:test";
import { Code } from "@connectrpc/connect";
import { RemitError } from "../errors.ts";
import { createInTurn } from "./in-turn.ts";

it("lets few changes of access rules wait in the database at once, and none that waited too long", async (t) => {
  let now = 0;
  t.mock.method(performance, "now", () => now);
  const inTurn = createInTurn();
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const changes = [0, 1, 2, 3, 4].map((name) =>
    inTurn(async () => {
      begun.push(name);
      await new Promise<void>((resolve) => ends.push(resolve));
    }),
  );
  await new Promise(setImmediate);
  assert.deepEqual(begun, [0, 1, 2]);
  ends[1]?.();
  await changes[1];
  await new Promise(setImmediate);
  assert.deepEqual(begun, [0, 1, 2, 3]);
  now = 10_001;
  ends[0]?.();
  await assert.rejects(
    changes[4] as Promise<void>,
    (error) => error instanceof RemitError && error.code === Code.Unavailable,
  );
  for (const end of ends) end();
  await Promise.all(changes.slice(0, 4));
  assert.deepEqual(begun, [0, 1, 2, 3]);
});
