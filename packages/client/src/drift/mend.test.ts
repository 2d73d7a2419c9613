import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Facts } from "@remit/responsibility";
import { noFacts } from "../testing/no-facts.ts";
import type { Found } from "./found.ts";
import { mend } from "./mend.ts";

type Here = Parameters<typeof mend>[1][number];

const facts: Facts = {
  ...noFacts,
  keys: [{ id: "k", name: "ci", ownerId: "u", createdAt: 0, expiresAt: null, disabled: false, lastUsedAt: undefined }],
};

const found = (kind: string, id: string, fix: readonly string[]): Found => {
  return { id, kind, risk: "low", text: id, fix, acknowledged: null };
};

describe("findings of the server, mended through the Cloud Ops API", () => {
  it("take what mends them from what was found here, whatever the ids are", () => {
    const other = { ...found("key-expired", "x", []), text: "an old key" };
    const fix = [{ kind: "delete-key", keyId: "k", name: "ci" }] as const;
    const here = { ...other, id: "y", risk: "low", fix } as unknown as Here;
    assert.deepEqual(mend([other], [here], facts), { changes: fix, left: [] });
  });

  it("take all that mends findings which read alike, as two grants of the same access for a time", () => {
    const gives = { kind: "namespace-access", namespace: "orders.acc", permission: "read" } as const;
    const holder = { kind: "user", id: "u", name: "u" } as const;
    const fixes = [1, 2].map((expiresAt) => {
      return { kind: "end-implied", holder, grant: { kind: "temporary", gives, expiresAt } } as const;
    });
    const one = { ...found("over-reach", "x", []), text: "too much" };
    const here = fixes.map((fix, index) => ({ ...one, id: `${index}`, fix: [fix] }) as unknown as Here);
    assert.deepEqual(mend([one, { ...one, id: "y" }], here, facts), { changes: fixes, left: [] });
  });

  it("know a key that was never used, which only the server sees, by its id", () => {
    const { changes, left } = mend([found("key-unused", "key-unused/k", ["delete it"])], [], facts);
    assert.deepEqual([changes, left], [[{ kind: "delete-key", keyId: "k", name: "ci" }], []]);
  });

  it("are left where nothing mends them, or what does is not in the API", () => {
    const all = [
      found("namespace-without-team", "namespace-without-team/a", []),
      found("over-reach", "over-reach/user/u", ["end what u holds as a creator"]),
      found("key-unused", "key-unused/gone", ["delete it"]),
    ];
    assert.deepEqual(mend(all, [], facts), { changes: [], left: all });
  });
});
