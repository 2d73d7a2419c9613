import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import type { Access } from "@remit/policy";
import { FindingSchema } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import type { Facts } from "@remit/responsibility";
import { noFacts } from "../testing/no-facts.ts";
import { addImplied } from "./add-implied.ts";

const none: Access = { accountRole: null, customRoles: [], namespaces: [], projects: [], implied: [] };
const person = (id: string) =>
  ({ id, kind: "user", name: `${id}@example.com`, active: true, access: none, groups: [] }) as const;
const facts: Facts = {
  ...noFacts,
  policy: { ...noFacts.policy, principals: [person("ann"), person("bob")] },
};
const finding = (kind: string, scope = { resourceType: "namespaces", resourceId: "orders.acc" }) =>
  create(FindingSchema, { subject: { id: "ann", kind: "user" }, reasons: [{ kind, role: "admin", scope }] });

describe("facts of the Cloud Ops API, with what no access shows", () => {
  it("gain what creators hold from the server's findings, once, and access for a time from requests", () => {
    const gives = { kind: "custom-role", customRole: "r" } as const;
    const granted = [
      { requestId: "1", holderId: "bob", grant: { kind: "temporary", gives, expiresAt: 5 } as const },
      { requestId: "2", holderId: "gone", grant: { kind: "temporary", gives, expiresAt: 5 } as const },
    ];
    const { policy } = addImplied(facts, granted, [finding("creator"), finding("creator")]);
    const onOrders = { kind: "namespace-access", namespace: "orders.acc", permission: "admin" } as const;
    assert.deepEqual(
      policy.principals.map(({ access }) => access.implied),
      [[{ kind: "creator", gives: onOrders, expiresAt: null }], [{ kind: "temporary", gives, expiresAt: 5 }]],
    );
  });

  it("gain nothing from findings about other access", () => {
    const other = [finding("namespace-access"), finding("creator", { resourceType: "projects", resourceId: "p" })];
    assert.equal(addImplied(facts, [], other), facts);
  });
});
