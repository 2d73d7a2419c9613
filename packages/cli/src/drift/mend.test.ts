import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Facts } from "@remit/responsibility";
import type { Found } from "./found.ts";
import { mend } from "./mend.ts";

const facts: Facts = {
  now: 0,
  policy: {
    account: "acc",
    projects: [],
    namespaces: [],
    nexusEndpoints: [],
    connectivityRules: [],
    customRoles: [],
    groups: [],
    principals: [],
  },
  namespaces: [],
  projects: [],
  users: [],
  groups: [],
  serviceAccounts: [],
  keys: [{ id: "k", name: "ci", ownerId: "u", createdAt: 0, expiresAt: null, disabled: false, lastUsedAt: undefined }],
};

const found = (kind: string, id: string, fix: readonly string[]): Found => {
  return { id, kind, risk: "low", text: id, fix, acknowledged: null };
};

describe("findings of the server, mended through the Cloud Ops API", () => {
  it("take what mends them from what was found here, whatever the ids are", () => {
    const other = { ...found("key-expired", "x", []), text: "an old key" };
    const fix = [{ kind: "delete-key", keyId: "k", name: "ci" }] as const;
    const here = { ...other, id: "y", risk: "low", fix } as unknown as Parameters<typeof mend>[1][number];
    assert.deepEqual(mend([other], [here], facts), { changes: fix, left: [] });
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
