// Each kind of finding once, planted in an account that agrees with its matrix, and what mends it.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Access, compile, decide, limits } from "@remit/policy";
import {
  account,
  DAY,
  group,
  key,
  NOW,
  namespace,
  onNamespaces,
  person,
  role,
  row,
  serviceAccount,
  team,
} from "../../test-kit/small-account.ts";
import { applyChanges } from "../apply-changes.ts";
import type { Facts } from "../facts.ts";
import type { Model } from "../model.ts";
import { applyPlan, planAccess } from "../plan.ts";
import { findDrift, joinFixes } from "./find-drift.ts";
import type { Finding, FindingKind } from "./finding.ts";

const rows = [
  row("provisioning", { platform: "cloud.namespace.create cloud.namespace.delete" }),
  row("users", { platform: "cloud.user.create cloud.user.update" }),
  row("workflows", { application: "namespace:write" }),
  row("codec", { application: "cloud.namespace.update" }),
];

const owning = (id: string, names: readonly string[]) =>
  team(id, { groups: [`g-${id}`], owns: { namespaces: names, projects: [], tags: [] } });

/** Two application teams and a platform team whose access is as planned, and where nothing is wrong. */
function agreed(): { readonly model: Model; readonly facts: Facts } {
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
function disturb(facts: Facts, id: string, change: (access: Access) => Partial<Access>): Facts {
  const on = <T extends { readonly id: string; readonly access: Access }>(items: readonly T[]): T[] =>
    items.map((one) => (one.id === id ? { ...one, access: { ...one.access, ...change(one.access) } } : one));
  const { groups, principals } = facts.policy;
  return { ...facts, policy: { ...facts.policy, groups: on(groups), principals: on(principals) } };
}

/** Changes one principal itself. */
function change(facts: Facts, id: string, parts: Partial<Facts["policy"]["principals"][number]>): Facts {
  const principals = facts.policy.principals.map((one) => (one.id === id ? { ...one, ...parts } : one));
  return { ...facts, policy: { ...facts.policy, principals } };
}

/** The only finding, of this kind, and gone once its fix is carried out when it has one. */
function theOnly(model: Model, facts: Facts, kind: FindingKind): Finding {
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

describe("findDrift", () => {
  it("finds nothing where access is as planned, whatever the baseline gives", () => {
    const { model, facts } = agreed();
    assert.deepEqual(findDrift(model, facts), []);
  });

  it("finds a team that cannot do what it answers for, with the row, and gives it back", () => {
    const { model, facts } = agreed();
    const without = disturb(facts, "g-payments", () => ({ namespaces: [], customRoles: [] }));
    const finding = theOnly(model, without, "cannot-act");
    assert.equal(finding.risk, "high");
    assert.equal(finding.team, "payments");
    assert.equal(finding.responsibility, "codec");
    assert.deepEqual(finding.principals, ["ann", "ben"]);
    assert.match(
      finding.text,
      /^team payments answers for cloud\.namespace\.update .* on Namespace pay\.acc, and 2 of its 2 members cannot do it: group payments does not give it$/,
    );
  });

  it("is content when a member can act by another way", () => {
    const { model, facts } = agreed();
    const without = disturb(facts, "g-risk", () => ({ namespaces: [] }));
    const direct = disturb(without, "rio", () => ({ namespaces: onNamespaces("n2:write") }));
    assert.deepEqual(findDrift(model, direct), []);
  });

  it("tells of a compiled role that lost an operation once, for all groups that hold it", () => {
    const { model, facts } = agreed();
    const customRoles = facts.policy.customRoles.map((one) =>
      one.name === "remit-payments" ? { ...one, permissions: [] } : one,
    );
    const finding = theOnly(model, { ...facts, policy: { ...facts.policy, customRoles } }, "cannot-act");
    assert.match(finding.text, /custom role remit-payments is not what the matrix compiled it to$/);
    assert.deepEqual(
      finding.fix.map(({ kind }) => kind),
      ["update-role"],
    );
  });

  it("finds access of a person to what another team answers for, with the reasons that policy gives", () => {
    const { model, facts } = agreed();
    const more = disturb(facts, "ann", () => ({ namespaces: onNamespaces("n2:admin") }));
    const finding = theOnly(model, more, "over-reach");
    assert.equal(finding.risk, "high");
    assert.equal(finding.team, "risk");
    assert.deepEqual(finding.subject, { kind: "user", id: "ann", name: "ann@example.com" });
    assert.match(finding.text, /^ann@example\.com can do .* on Namespace fraud\.acc by Namespace permission admin/);
    assert.ok(finding.grant?.scope.kind === "resource");
    const decision = decide(compile(more.policy), "ann", finding.grant.operation, finding.grant.scope.resource, NOW);
    assert.deepEqual(decision, { effect: "allow", reasons: finding.reasons });
  });

  it("gives the reasons of policy for custom roles, project roles and account roles through groups, too", () => {
    const { model, facts } = agreed();
    const everywhere = [
      { actions: ["cloud.namespace.delete"], resourceType: "namespaces", allowAll: true, resourceIds: [] },
    ] as const;
    const withRole = {
      ...facts,
      policy: { ...facts.policy, customRoles: [...facts.policy.customRoles, role("r9", "cleaner", everywhere)] },
    };
    const given: Partial<Access>[] = [
      { customRoles: ["r9"] },
      { projects: [{ project: "p1", role: "admin" }] },
      { accountRole: "developer" },
    ];
    for (const parts of given) {
      const more = disturb(withRole, "g-risk", (held) => ({
        ...parts,
        customRoles: [...held.customRoles, ...(parts.customRoles ?? [])],
      }));
      const finding = theOnly(model, more, "over-reach");
      assert.ok(finding.reasons.length > 0);
      const target = { "custom-role": "n1", "project-access": "n1", "account-role": "p1" }[
        finding.reasons[0]?.kind as "custom-role"
      ];
      const type = target === "p1" ? "projects" : "namespaces";
      const operation = target === "p1" ? "cloud.nexusendpoint.create" : "cloud.namespace.delete";
      const decision = decide(compile(more.policy), "rio", operation, { type, id: target }, NOW);
      assert.ok(decision.effect === "allow");
      const own = decision.reasons.find(({ kind }) => kind === finding.reasons[0]?.kind);
      assert.deepEqual({ ...finding.reasons[0], scope: own?.scope }, own);
    }
  });

  it("lowers to what is compiled what a team's own group holds too much of", () => {
    const { model, facts } = agreed();
    const more = disturb(facts, "g-payments", () => ({ namespaces: onNamespaces("n1:admin") }));
    const finding = theOnly(model, more, "over-reach");
    assert.equal(finding.subject?.kind, "group");
    const [set] = finding.fix;
    assert.ok(set?.kind === "set-access");
    assert.deepEqual(set.access.namespaces, onNamespaces("n1:write"));
  });

  it("takes out of a group who may not have what the others there may", () => {
    const { model, facts } = agreed();
    const oncall = group("g-oncall", "oncall", { namespaces: onNamespaces("n1:read") });
    const withGroup = {
      ...facts,
      groups: [...facts.groups, oncall.fact],
      policy: { ...facts.policy, groups: [...facts.policy.groups, oncall.group] },
    };
    const joined = change(change(withGroup, "ann", { groups: ["g-payments", "g-oncall"] }), "rio", {
      groups: ["g-risk", "g-oncall"],
    });
    const finding = theOnly(model, joined, "over-reach");
    assert.deepEqual(finding.fix, [{ kind: "remove-member", group: "g-oncall", user: "rio" }]);
  });

  it("leaves to who runs the account the role that came with a group they are taken out of", () => {
    const { model, facts } = agreed();
    const billing = [
      { actions: ["cloud.billingreport.create"], resourceType: "accounts", allowAll: true, resourceIds: [] },
    ] as const;
    const admins = group("g-admins", "admins", { accountRole: "admin", customRoles: ["r9"] });
    const sre = team("sre", { kind: "platform", groups: ["g-sre"] });
    const rowsOfSre = row("billing", { platform: { operations: ["cloud.billingreport.create"], team: "sre" } });
    const { policy } = facts;
    const start = {
      ...facts,
      groups: [...facts.groups, admins.fact, group("g-sre", "sre").fact],
      policy: {
        ...policy,
        customRoles: [...policy.customRoles, role("r9", "billing", billing)],
        groups: [...policy.groups, admins.group, group("g-sre", "sre").group],
        principals: [...policy.principals, person("sue", ["g-sre", "g-admins"])].map((one) =>
          one.id === "pat"
            ? { ...one, groups: ["g-platform", "g-admins"], access: { ...one.access, accountRole: null } }
            : one,
        ),
      },
    };
    const matrix = { ...model.matrix, responsibilities: [...model.matrix.responsibilities, rowsOfSre] };
    const more = { matrix, teams: [...model.teams, sre] };
    const planned = applyPlan(start, planAccess(more, start, limits));
    const finding = theOnly(
      more,
      disturb(planned, "pat", () => ({ namespaces: onNamespaces("n1:admin") })),
      "over-reach",
    );
    assert.deepEqual(finding.subject?.id, "pat");
    const own = finding.fix.find((one) => one.kind === "set-access" && one.holder.id === "pat");
    assert.ok(own?.kind === "set-access" && own.access.accountRole === "admin");
  });

  it("does not take from a member what only the excess gave and the team answers for: its group gives it then", () => {
    const { model, facts } = agreed();
    const bare = disturb(facts, "g-risk", () => ({ namespaces: [], customRoles: [] }));
    const direct = disturb(bare, "rio", () => ({ namespaces: onNamespaces("n2:admin") }));
    const finding = theOnly(model, direct, "over-reach");
    assert.deepEqual(
      finding.fix.flatMap((one) => (one.kind === "set-access" ? [one.holder.id] : [])),
      ["g-risk", "rio"],
    );
  });

  it("takes a creator's grant within the owning team for a low risk, as far as it exceeds what was compiled", () => {
    const { model, facts } = agreed();
    const gives = { kind: "namespace-access", namespace: "n1", permission: "admin" } as const;
    const created = [{ kind: "creator", gives, expiresAt: null }] as const;
    const own = theOnly(
      model,
      disturb(facts, "ann", () => ({ implied: created })),
      "over-reach",
    );
    assert.equal(own.risk, "low");
    assert.match(own.text, /by having created it, and team payments answers for less$/);
    assert.deepEqual(
      own.fix.map(({ kind }) => kind),
      ["end-implied"],
    );
    const stranger = theOnly(
      model,
      disturb(facts, "rio", () => ({ implied: created })),
      "over-reach",
    );
    assert.equal(stranger.risk, "high");
  });

  it("tells of temporary access until it ends, for a low risk", () => {
    const { model, facts } = agreed();
    const gives = { kind: "namespace-access", namespace: "n2", permission: "write" } as const;
    const until = (expiresAt: number) =>
      disturb(facts, "ann", () => ({ implied: [{ kind: "temporary", gives, expiresAt }] }));
    assert.equal(theOnly(model, until(NOW + 1), "over-reach").risk, "low");
    assert.deepEqual(findDrift(model, until(NOW)), []);
  });

  it("lets service accounts hold up to what the team that owns or names them is compiled to, and no more", () => {
    const { model, facts } = agreed();
    assert.deepEqual(
      findDrift(
        model,
        disturb(facts, "s1", () => ({ namespaces: [] })),
      ),
      [],
    );
    const more = disturb(facts, "s1", () => ({ namespaces: onNamespaces("n1:admin") }));
    const [set] = theOnly(model, more, "over-reach").fix;
    assert.ok(set?.kind === "set-access");
    assert.deepEqual(set.access.namespaces, onNamespaces("n1:write"));
  });

  it("finds an Account Owner in no team for the account, and an owner who is not active any more", () => {
    const { model, facts } = agreed();
    const outside = theOnly(
      model,
      disturb(facts, "ann", () => ({ accountRole: "owner" })),
      "owner-outside-team",
    );
    assert.equal(outside.risk, "high");
    const gone = person("zoe", [], { accountRole: "owner" }, false);
    const withGone = { ...facts, policy: { ...facts.policy, principals: [...facts.policy.principals, gone] } };
    assert.equal(theOnly(model, withGone, "owner-left").subject?.id, "zoe");
  });

  it("finds a team that nobody is in", () => {
    const { model, facts } = agreed();
    const finding = theOnly(model, change(facts, "rio", { active: false }), "team-without-members");
    assert.equal(finding.text, "nobody is in team risk: none of its groups has an active member");
  });

  it("finds rows that nobody answers for, and says which part", () => {
    const { model, facts } = agreed();
    const more = [
      row("nobody", {}),
      row("unheard-of", { sre: "" }),
      row("gone", { application: { team: "billing" } }),
      row("hidden", {}, { hidden: true }),
    ];
    const tailored = {
      ...model,
      matrix: { ...model.matrix, responsibilities: [...model.matrix.responsibilities, ...more] },
    };
    assert.deepEqual(
      findDrift(tailored, facts).map(({ kind, text }) => [kind, text]),
      [
        ["row-without-owner", 'nobody answers for "gone": there is no team billing'],
        ["row-without-owner", 'nobody answers for "nobody": it has no owner'],
        ["row-without-owner", 'nobody answers for "unheard-of": there is no kind of team sre'],
      ],
    );
  });

  it("tells once of a kind that has no team, however many rows wait for it", () => {
    const { model, facts } = agreed();
    const kind = { id: "sre", title: "Reliability Team", description: "", scope: "account" } as const;
    const waiting = [row("first", { sre: "" }), row("second", { sre: "" })];
    const matrix = {
      ...model.matrix,
      kinds: [...model.matrix.kinds, kind],
      responsibilities: [...model.matrix.responsibilities, ...waiting],
    };
    assert.deepEqual(
      findDrift({ ...model, matrix }, facts).map(({ id, text }) => [id, text]),
      [["row-without-owner/kind/sre", "there is no team of the kind Reliability Team, which answers for 2 rows"]],
    );
  });

  it("finds a team that cannot be reached", () => {
    const { model, facts } = agreed();
    const silent = { chat: "", email: "", onCall: "", ticket: "" };
    const teams = model.teams.map((one) => (one.id === "risk" ? { ...one, contacts: silent } : one));
    const finding = theOnly({ ...model, teams }, facts, "team-without-contact");
    assert.equal(finding.text, "team risk answers for 2 rows and has no contact: nobody can turn to it");
  });

  it("finds a Namespace without a team, and one that several claim", () => {
    const { model, facts } = agreed();
    const idle = namespace("n3", "idle", "p1");
    const policy = { ...facts.policy, namespaces: [...facts.policy.namespaces, { id: "n3", project: "p1" }] };
    const more = { ...facts, namespaces: [...facts.namespaces, idle], policy };
    assert.equal(
      theOnly(model, more, "namespace-without-team").text,
      "Namespace idle.acc has no team: nobody answers for it",
    );
    const claiming = model.teams.map((one) =>
      one.kind === "application"
        ? { ...one, owns: { ...one.owns, namespaces: [...one.owns.namespaces, "idle"] } }
        : one,
    );
    const kinds = findDrift({ ...model, teams: claiming }, more).map(({ kind }) => kind);
    assert.deepEqual([...new Set(kinds)].sort(), ["cannot-act", "namespace-claimed-by-several"]);
  });

  it("finds people and service accounts in no team", () => {
    const { model, facts } = agreed();
    const { fact, principal } = serviceAccount("s2", "forgotten");
    const people = [person("zoe", [], { accountRole: "read" }), principal];
    const policy = { ...facts.policy, principals: [...facts.policy.principals, ...people] };
    const found = findDrift(model, { ...facts, policy, serviceAccounts: [...facts.serviceAccounts, fact] });
    assert.deepEqual(
      found.map(({ kind, risk, text }) => [kind, risk, text]),
      [
        ["principal-outside-teams", "low", "service account forgotten is in no team"],
        ["principal-outside-teams", "low", "user zoe@example.com is in no team"],
      ],
    );
  });

  it("finds keys that expired and keys that nobody uses, and says nothing where use is not known", () => {
    const { model, facts } = agreed();
    const keys = [
      key("expired", "s1", { expiresAt: NOW }),
      key("fresh", "s1", { lastUsedAt: null }),
      key("never", "s1", { lastUsedAt: null, createdAt: NOW - 90 * DAY }),
      key("idle", "s1", { lastUsedAt: NOW - 90 * DAY }),
      key("used", "s1", { lastUsedAt: NOW - 89 * DAY }),
      key("unknown", "s1", { lastUsedAt: undefined, createdAt: NOW - 400 * DAY }),
      key("disabled", "s1", { lastUsedAt: null, createdAt: NOW - 400 * DAY, disabled: true }),
    ];
    const found = findDrift(model, { ...facts, keys });
    assert.deepEqual(
      found.map(({ id, risk }) => [id, risk]),
      [
        ["key-unused/idle", "medium"],
        ["key-unused/never", "medium"],
        ["key-expired/expired", "low"],
        ["key-unused/fresh", "low"],
      ],
    );
    const left = applyChanges({ ...facts, keys }, joinFixes(facts, found)).keys.map(({ id }) => id);
    assert.deepEqual(left, ["used", "unknown", "disabled"]);
    assert.deepEqual(
      findDrift(model, { ...facts, keys: [keys[4] ?? key("", "")] }, { keyUnusedDays: 30 }).map(({ kind }) => kind),
      ["key-unused"],
    );
  });

  it("tells of what rows name and no plan can give, until members hold it", () => {
    const { model, facts } = agreed();
    const reader = disturb(facts, "pat", () => ({ accountRole: "read" }));
    const finding = theOnly(model, reader, "cannot-be-given");
    assert.equal(finding.text, "team platform: no custom role can carry cloud.user.update; Global Admin can");
    assert.equal(finding.responsibility, "users");
  });

  it("finds what a team names and is not there", () => {
    const { model, facts } = agreed();
    const teams = model.teams.map((one) => (one.id === "risk" ? { ...one, serviceAccounts: ["robot"] } : one));
    const finding = theOnly({ ...model, teams }, facts, "name-not-found");
    assert.equal(finding.text, "team risk names the service account robot, which is not there");
  });

  it("does not let an acknowledgement cover what is added later", () => {
    const { model, facts } = agreed();
    const custom = (actions: readonly string[]) => ({
      ...facts,
      policy: {
        ...facts.policy,
        customRoles: [
          ...facts.policy.customRoles,
          role("r9", "extra", [{ actions, resourceType: "namespaces", allowAll: true, resourceIds: [] }]),
        ],
      },
    });
    const held = (actions: readonly string[]) => disturb(custom(actions), "ann", () => ({ customRoles: ["r9"] }));
    const { id } = theOnly(model, held(["cloud.namespace.get"]), "over-reach");
    const acknowledged = [{ finding: id, reason: "audit", by: "pat", until: NOW + DAY }];
    assert.deepEqual(findDrift(model, held(["cloud.namespace.get"]), { acknowledged }), []);
    const shown = findDrift(model, held(["cloud.namespace.get"]), { acknowledged, includeAcknowledged: true });
    assert.equal(shown[0]?.acknowledgement?.reason, "audit");
    const grown = findDrift(model, held(["cloud.namespace.get", "cloud.namespace.delete"]), { acknowledged });
    assert.equal(grown.length, 1);
  });

  it("joins fixes of one holder into one call", () => {
    const { model, facts } = agreed();
    const more = disturb(facts, "ann", () => ({ accountRole: "developer", namespaces: onNamespaces("n2:admin") }));
    const found = findDrift(model, more);
    assert.equal(found.length, 2);
    const changes = joinFixes(more, found);
    assert.equal(changes.length, 1);
    assert.deepEqual(findDrift(model, applyChanges(more, changes)), []);
  });
});
