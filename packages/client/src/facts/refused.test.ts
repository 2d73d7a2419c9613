import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Code, ConnectError, createClient, createRouterTransport, type ServiceImpl } from "@connectrpc/connect";
import { CloudService } from "@remit/protocol";
import { readLists } from "./lists.ts";
import { FactsRefused } from "./refused.ts";

const none = {
  getAccount: () => ({ account: { id: "acc" } }),
  getNamespaces: () => ({}),
  getUsers: () => ({}),
  getUserGroups: () => ({ groups: [{ id: "g" }, { id: "h" }] }),
  getServiceAccounts: () => ({}),
  getCustomRoles: () => ({}),
  getApiKeys: () => ({}),
  getUserGroupMembers: () => ({}),
} satisfies Partial<ServiceImpl<typeof CloudService>>;

function refuse(code: Code): () => never {
  return () => {
    throw new ConnectError("ask Platform (#platform)", code);
  };
}

const read = (cloud: Partial<ServiceImpl<typeof CloudService>>) => {
  const transport = createRouterTransport(({ service }) => service(CloudService, { ...none, ...cloud }));
  return readLists({ cloud: createClient(CloudService, transport) });
};

describe("facts that whoever asks may not read", () => {
  it("are told all at once, each once, with what the server says", async () => {
    const denied = refuse(Code.PermissionDenied);
    const error = await read({ getUsers: denied, getApiKeys: denied, getUserGroupMembers: denied }).catch(
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof FactsRefused);
    assert.deepEqual(
      error.refusals.map(({ what }) => what),
      ["users", "API keys", "members of groups"],
    );
    assert.match(error.message, /: users, API keys, members of groups\. ask Platform \(#platform\)$/);
  });

  it("are not what a server fails with otherwise, and nothing where a server does not know a list", async () => {
    await assert.rejects(read({ getUsers: refuse(Code.Unavailable) }), { code: Code.Unavailable });
    const { account, projects, members } = await read({ getProjects: refuse(Code.Unimplemented) });
    assert.deepEqual([account, projects, [...members.keys()]], ["acc", [], ["g", "h"]]);
  });
});
