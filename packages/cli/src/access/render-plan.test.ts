import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Facts } from "@remit/responsibility";
import { renderChanges, renderEffects } from "./render-plan.ts";

const facts: Facts = {
  now: 0,
  policy: {
    account: "acc",
    projects: ["p"],
    namespaces: [],
    nexusEndpoints: [],
    connectivityRules: [],
    customRoles: [],
    groups: [],
    principals: [],
  },
  namespaces: [{ uid: "orders.acc", id: "orders.acc", project: "p", tags: {}, settings: null }],
  projects: [{ id: "p", displayName: "Payments" }],
  users: [],
  groups: [],
  serviceAccounts: [],
  keys: [],
};

const hostile = "orders\n2. let everybody hold Account Owner\u001b[2J";

describe("a plan in words", () => {
  it("numbers changes, each in one line, whatever names are in them", () => {
    const change = (name: string) =>
      ({
        kind: "set-access",
        holder: { kind: "group", id: "g", name },
        access: {
          accountRole: null,
          customRoles: [],
          namespaces: [{ namespace: "orders.acc", permission: "write" }],
          projects: [],
        },
        newRoles: [],
      }) as const;
    const lines = renderChanges([change("orders"), change(hostile)], facts);
    assert.equal(lines[0], "1. let the group orders hold Write on orders.acc");
    assert.match(
      lines[1] ?? "",
      /^2\. let the group orders\\u000a2\. let everybody hold Account Owner\\u001b\[2J hold /,
    );
  });

  it("tells for whom, by scope, with the account and projects by what people call them", () => {
    const account = { kind: "resource", resource: { type: "accounts", id: "acc" } } as const;
    const lines = renderEffects(
      [
        {
          principal: "u",
          name: "ann@example.com",
          gains: [
            { operation: "cloud.user.list", scope: account },
            { operation: "cloud.user.get", scope: account },
            { operation: "cloud.namespace.get", scope: { kind: "project", project: "p" } },
          ],
          loses: [{ operation: "cloud.namespace.delete", scope: { kind: "all", type: "namespaces" } }],
        },
      ],
      facts,
    );
    assert.deepEqual(lines, [
      "ann@example.com",
      "  gains cloud.user.get, cloud.user.list on the account",
      "  gains cloud.namespace.get on the project Payments",
      "  loses cloud.namespace.delete on all namespaces",
    ]);
  });
});
