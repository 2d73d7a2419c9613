import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ImpliedGrant } from "@remit/policy";
import { account, group, namespace, person, role } from "../test-kit/small-account.ts";
import type { Change } from "./changes.ts";
import { describeChange } from "./describe-change.ts";

const { facts } = account({
  groups: [group("g1", "orders-developers")],
  people: [person("ann", ["g1"])],
  namespaces: [namespace("uid-1", "orders", "p1")],
  projects: { p1: "Shop" },
  roles: [role("r1", "auditors", [])],
});
const holder = { kind: "group", id: "g1", name: "orders-developers" } as const;
const spec = (actions: string[], resourceIds: string[]) => ({
  name: "remit-orders",
  description: "",
  permissions: [
    { actions, resources: { resourceType: "namespaces", resourceIds, allowAll: resourceIds.length === 0 } },
  ],
});

const endOf = (grant: ImpliedGrant): Change => ({
  kind: "end-implied",
  holder: { kind: "user", id: "ann", name: "ann@example.com" },
  grant,
});

describe("a change in words", () => {
  const cases: readonly [Change, string][] = [
    [
      { kind: "create-role", role: spec(["cloud.namespace.update"], ["uid-1"]) },
      "create the custom role remit-orders: cloud.namespace.update on namespaces orders.acc",
    ],
    [
      { kind: "update-role", roleId: "r1", role: spec(["cloud.namespace.get"], []) },
      "change the custom role remit-orders to: cloud.namespace.get on all namespaces",
    ],
    [
      {
        kind: "set-access",
        holder,
        access: {
          accountRole: "read",
          customRoles: ["r1"],
          namespaces: [{ namespace: "uid-1", permission: "write" }],
          projects: [{ project: "p1", role: "read" }],
        },
        newRoles: ["remit-orders"],
      },
      "let the group orders-developers hold Read-Only, Write on orders.acc, Project Read in the project Shop, the custom role auditors, the custom role remit-orders",
    ],
    [
      {
        kind: "set-access",
        holder,
        access: { accountRole: null, customRoles: [], namespaces: [], projects: [] },
        newRoles: [],
      },
      "let the group orders-developers hold nothing",
    ],
    [{ kind: "remove-member", group: "g1", user: "ann" }, "take ann@example.com out of the group orders-developers"],
    [{ kind: "delete-key", keyId: "k1", name: "" }, "delete the API key k1"],
    [
      endOf({
        kind: "creator",
        gives: { kind: "namespace-access", namespace: "uid-1", permission: "admin" },
        expiresAt: null,
      }),
      "end what ann@example.com holds as a creator: Namespace Admin on orders.acc",
    ],
    [
      endOf({ kind: "temporary", gives: { kind: "project-access", project: "p1", role: "read" }, expiresAt: 0 }),
      "end what ann@example.com holds for a time: Project Read in the project Shop until 1970-01-01T00:00:00.000Z",
    ],
    [
      endOf({ kind: "temporary", gives: { kind: "custom-role", customRole: "r1" }, expiresAt: 0 }),
      "end what ann@example.com holds for a time: the custom role auditors until 1970-01-01T00:00:00.000Z",
    ],
    [{ kind: "delete-role", roleId: "r1", name: "auditors" }, "delete the custom role auditors"],
  ];
  for (const [change, words] of cases) {
    it(`says what ${change.kind} does`, () => assert.equal(describeChange(change, facts), words));
  }
});
