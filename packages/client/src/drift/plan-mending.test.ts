import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError, createClient, createRouterTransport, type ServiceImpl } from "@connectrpc/connect";
import { limits } from "@remit/policy";
import { CloudService, RequestService } from "@remit/protocol";
import { type Finding, FindingSchema } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { template } from "@remit/responsibility";
import { FactsRefused } from "../facts/refused.ts";
import type { Found } from "./found.ts";
import { planMending } from "./plan-mending.ts";

function denied(): never {
  throw new ConnectError("no", Code.PermissionDenied);
}

/** Somebody who may list keys, and nothing else but what is given. */
const plan = (served: readonly Finding[], more: Partial<ServiceImpl<typeof CloudService>> = {}, all = everything) => {
  const transport = createRouterTransport(({ service }) => {
    service(CloudService, {
      getAccount: denied,
      getNamespaces: denied,
      getUsers: denied,
      getUserGroups: denied,
      getServiceAccounts: denied,
      getCustomRoles: denied,
      getApiKeys: () => ({ apiKeys: ["mine", "k"].map((id) => ({ id, spec: { displayName: `key ${id}` } })) }),
      getCurrentIdentity: () => ({ principalApiKey: { id: "mine" } }),
      ...more,
    });
    service(RequestService, { getRequests: () => ({}) });
  });
  const clients = { cloud: createClient(CloudService, transport), requests: createClient(RequestService, transport) };
  return planMending(clients, { matrix: template, teams: [] }, { limits, now: 0 }, served, all);
};
const everything = (found: readonly Found[]): readonly Found[] => found;

const finding = (kind: string, id: string) =>
  create(FindingSchema, { kind, id: `${kind}/${id}`, text: id, fix: ["x"] });
const keys = [finding("key-unused", "mine"), finding("key-expired", "k")];

describe("a plan for findings of the server", () => {
  it("that are about API keys needs nothing read but the keys, and deletes the one in use last", async () => {
    const { changes, left } = await plan(keys);
    assert.deepEqual(changes, [
      { kind: "delete-key", keyId: "k", name: "key k" },
      { kind: "delete-key", keyId: "mine", name: "key mine" },
    ]);
    assert.deepEqual(left, []);
  });

  it("that are about access is not made from half of what is held", async () => {
    await assert.rejects(plan([...keys, finding("over-reach", "u")]), FactsRefused);
    await assert.rejects(plan(keys, { getApiKeys: denied }), /API keys/);
  });

  it("takes those that are chosen, and no others", async () => {
    const { changes } = await plan([...keys, finding("over-reach", "u")], {}, (found) =>
      found.filter(({ id }) => id === "key-expired/k"),
    );
    assert.deepEqual(
      changes.map((change) => change.kind === "delete-key" && change.keyId),
      ["k"],
    );
  });
});
