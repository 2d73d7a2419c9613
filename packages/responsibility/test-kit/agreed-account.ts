// An account that agrees with its matrix, for tests of drift to plant one finding in.
import assert from "node:assert/strict";
import { type Access, limits } from "@remit/policy";
import { applyChanges } from "../src/apply-changes.ts";
import { findDrift } from "../src/drift/find-drift.ts";
import type { Finding, FindingKind } from "../src/drift/finding.ts";
import type { Facts } from "../src/facts.ts";
import type { Model } from "../src/model.ts";
import { applyPlan, planAccess } from "../src/plan.ts";
import {
  account,
  DAY,
  group,
  key,
  NOW,
  namespace,
  onNamespaces,
  person,
  row,
  serviceAccount,
  team,
} from "./small-account.ts";

/** What the teams of the account answer for. */
export const rows = [
  row("provisioning", { platform: "cloud.namespace.create cloud.namespace.delete" }),
  row("users", { platform: "cloud.user.create cloud.user.update" }),
  row("workflows", { application: "namespace:write" }),
  row("codec", { application: "cloud.namespace.update" }),
];

/** An application team with a group of its name. */
export const owning = (id: string, names: readonly string[]) =>
  team(id, { groups: [`g-${id}`], owns: { namespaces: names, projects: [], tags: [] } });

/** Two application teams and a platform team whose access is as planned, and where nothing is wrong. */
export function agreed(): { readonly model: Model; readonly facts: Facts } {
  const { model, facts } = account({
    namespaces: [namespace("n1", "pay", "p1"), namespace("n2", "fraud", "p1")],
    groups: ["platform", "payments", "risk"].map((id) => group(`g-${id}`, id)),
    people: [
      person("pat", ["g-platform"], { accountRole: "admin" }),
      person("ann", ["g-payments"], { accountRole: "read" }),
      person("ben", ["g-payments"], { accountRole: "read" }),
      person("rio", ["g-risk"], { accountRole: "read" }),
    ],
    serviceAccounts: [serviceAccount("s1", "pay-worker", { namespaces: onNamespaces("n1:write") }, "namespace", "n1")],
    keys: [key("k1", "s1", { lastUsedAt: NOW - DAY })],
    teams: [
      team("platform", { kind: "platform", groups: ["g-platform"] }),
      owning("payments", ["pay"]),
      owning("risk", ["fraud"]),
    ],
    rows,
    baseline: { floorRole: "read" },
  });
  return { model, facts: applyPlan(facts, planAccess(model, facts, limits)) };
}

/** The same with the access of one principal or group changed. */
export function disturb(facts: Facts, id: string, change: (access: Access) => Partial<Access>): Facts {
  const on = <T extends { readonly id: string; readonly access: Access }>(items: readonly T[]): T[] =>
    items.map((one) => (one.id === id ? { ...one, access: { ...one.access, ...change(one.access) } } : one));
  const { groups, principals } = facts.policy;
  return { ...facts, policy: { ...facts.policy, groups: on(groups), principals: on(principals) } };
}

/** Changes one principal itself. */
export function change(facts: Facts, id: string, parts: Partial<Facts["policy"]["principals"][number]>): Facts {
  const principals = facts.policy.principals.map((one) => (one.id === id ? { ...one, ...parts } : one));
  return { ...facts, policy: { ...facts.policy, principals } };
}

/** The only finding, of this kind, and gone once its fix is carried out when it has one. */
export function theOnly(model: Model, facts: Facts, kind: FindingKind): Finding {
  const found = findDrift(model, facts);
  assert.deepEqual(
    found.map((one) => one.kind),
    [kind],
    found.map(({ text }) => text).join("\n"),
  );
  const [finding] = found as [Finding];
  if (finding.fix.length > 0) assert.deepEqual(findDrift(model, applyChanges(facts, finding.fix)), []);
  return finding;
}
