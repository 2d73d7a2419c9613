// Access beyond what was compiled: of people, groups, creators, for a time, and of service accounts.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Access, compile, decide, limits } from "@remit/policy";
import { agreed, change, disturb, theOnly } from "../../test-kit/agreed-account.ts";
import { group, NOW, onNamespaces, person, role, row, team } from "../../test-kit/small-account.ts";
import { applyPlan, planAccess } from "../plan.ts";
import { findDrift } from "./find-drift.ts";

describe("access beyond the plan", () => {
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
});
