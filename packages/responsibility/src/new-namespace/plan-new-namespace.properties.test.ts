// What must hold of every Namespace that is made for a team, on random accounts that agree with their matrix.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { check, compile } from "@remit/policy";
import fc from "fast-check";
import { createRandom } from "../../../policy/test-kit/random.ts";
import { needsOf } from "../../test-kit/naive-needs.ts";
import { randomAccount } from "../../test-kit/random-account.ts";
import { namespace } from "../../test-kit/small-account.ts";
import { applyChanges } from "../apply-changes.ts";
import { compileAccess } from "../compile/compile-access.ts";
import { diffAccess } from "../effects.ts";
import type { Facts } from "../facts.ts";
import type { Model } from "../model.ts";
import { applyPlan, planAccess } from "../plan.ts";
import { type ResolvedTeam, resolveTeams } from "../resolve.ts";
import { type NewNamespace, planNewNamespace } from "./plan-new-namespace.ts";

interface Made {
  readonly model: Model;
  /** With the Namespace, and nothing given on it yet. */
  readonly there: Facts;
  /** With what was planned carried out. */
  readonly after: Facts;
  readonly planned: NewNamespace;
  readonly team: ResolvedTeam;
  readonly limits: Parameters<typeof planAccess>[2];
}

function forNewNamespaces(promise: (made: Made, at: string) => void): void {
  const property = fc.property(fc.nat(), (seed) => {
    const random = createRandom(seed);
    const { model, facts: unsettled, limits } = randomAccount(random);
    const facts = applyPlan(unsettled, planAccess(model, unsettled, limits));
    if (model.teams.length === 0) return;
    const picked = random.pick(model.teams);
    const tags = random.chance(0.5) ? { team: picked.id } : {};
    const fresh = namespace("n9", "n9", random.pick(["p1", "p2"]), tags);
    const planned = planNewNamespace(model, facts, picked.id, fresh, limits);
    if (planned === undefined) return;
    const there = {
      ...facts,
      namespaces: [...facts.namespaces, fresh],
      policy: { ...facts.policy, namespaces: [...facts.policy.namespaces, { id: "n9", project: fresh.project }] },
    };
    const claimed = planned.claims ? withClaim(model, picked.id) : model;
    const team = resolveTeams(claimed, there).byId.get(picked.id);
    assert.ok(team !== undefined);
    assert.ok(team.namespaces.includes("n9"), `seed ${seed}: ${picked.id} owns it`);
    const after = applyChanges(there, planned.changes);
    promise({ model: claimed, there, after, planned, team, limits }, `seed ${seed}`);
  });
  fc.assert(property, { numRuns: 250, endOnFailure: true });
}

const withClaim = (model: Model, id: string): Model => ({
  ...model,
  teams: model.teams.map((team) =>
    team.id === id ? { ...team, owns: { ...team.owns, namespaces: [...team.owns.namespaces, "n9"] } } : team,
  ),
});

describe("every new Namespace", () => {
  it("gives nobody anything but on itself, and takes nothing from anybody", () => {
    let gained = 0;
    forNewNamespaces(({ there, after }, at) => {
      for (const { gains, loses, name } of diffAccess(there, after)) {
        assert.deepEqual(loses, [], `${at} ${name}`);
        for (const { scope } of gains) {
          gained++;
          assert.deepEqual(scope, { kind: "resource", resource: { type: "namespaces", id: "n9" } }, `${at} ${name}`);
        }
      }
    });
    assert.ok(gained > 250);
  });

  it("lets each member of the team's groups do there what its rows name, but for what is a problem", () => {
    let asked = 0;
    forNewNamespaces(({ model, there, after, planned, team, limits }, at) => {
      if (planned.refusal !== null) return;
      const compiled = compileAccess(model, there, resolveTeams(model, there), limits);
      const ungiven = compiled.teams.find((one) => one.team === team.team.id)?.ungiven ?? [];
      const told = new Set(ungiven.flatMap(({ operations }) => operations));
      const snapshot = compile(after.policy);
      const people = after.policy.principals.filter(
        ({ active, kind, groups }) => active && kind === "user" && groups.some((id) => team.groups.includes(id)),
      );
      for (const { operation, resource } of needsOf(model, after.policy, team)) {
        if (resource.id !== "n9" || told.has(operation)) continue;
        for (const { id } of people) {
          asked++;
          assert.ok(check(snapshot, id, operation, resource, there.now), `${at} ${id} ${operation}`);
        }
      }
    });
    assert.ok(asked > 250);
  });

  it("leaves nothing to plan, unless it says so or a limit is in the way", () => {
    let settled = 0;
    forNewNamespaces(({ model, after, planned, limits }, at) => {
      if (planned.leavesMore || planned.refusal !== null || planned.groupCount === 0) return;
      settled++;
      assert.deepEqual(planAccess(model, after, limits).changes, [], at);
    });
    assert.ok(settled > 25);
  });
});
