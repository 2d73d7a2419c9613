import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createClient, createRouterTransport } from "@connectrpc/connect";
import { CloudService } from "@remit/protocol";
import type { Change } from "@remit/responsibility";
import { putOwnLast } from "./own-last.ts";

const transport = createRouterTransport(({ service }) => {
  service(CloudService, {
    getCurrentIdentity: () => ({ principal: { case: "user", value: { id: "me" } }, principalApiKey: { id: "my-key" } }),
  });
});

const setOf = (id: string): Change => ({
  kind: "set-access",
  holder: { kind: "user", id, name: id },
  access: { accountRole: null, customRoles: [], namespaces: [], projects: [] },
  newRoles: [],
});
const keyOf = (keyId: string): Change => ({ kind: "delete-key", keyId, name: keyId });

describe("changes to what whoever runs them holds", () => {
  it("come last, and the key in use at the very end; the rest keeps its order", async () => {
    const clients = { cloud: createClient(CloudService, transport) };
    const member: Change = { kind: "remove-member", group: "g", user: "me" };
    const gives = { kind: "custom-role", customRole: "r" } as const;
    const holder = { kind: "user", id: "me", name: "me" } as const;
    const implied: Change = { kind: "end-implied", holder, grant: { kind: "temporary", gives, expiresAt: 1 } };
    const changes = [keyOf("my-key"), setOf("me"), implied, setOf("b"), member, keyOf("other"), setOf("a")];
    const expected = [setOf("b"), keyOf("other"), setOf("a"), setOf("me"), implied, member, keyOf("my-key")];
    assert.deepEqual(await putOwnLast(clients, changes), expected);
  });
});
