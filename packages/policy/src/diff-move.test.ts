import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as policy from "./index.ts";

const nothing: policy.Access = { accountRole: null, customRoles: [], namespaces: [], projects: [], implied: [] };
const orders = { type: "namespaces", id: "orders" } as const;
const now = 1_800_000_000_000;

function snapshotOf(people: Readonly<Record<string, Partial<policy.Access>>>, groups: policy.Group[] = []) {
  return policy.compile({
    account: "acc1",
    projects: ["from", "to"],
    namespaces: [{ id: "orders", project: "from" }],
    nexusEndpoints: [{ id: "door", project: "from" }],
    connectivityRules: [],
    customRoles: [],
    groups,
    principals: Object.entries(people).map(([id, access]) => ({
      id,
      kind: "user" as const,
      name: id,
      active: true,
      access: { ...nothing, ...access },
      groups: groups.map((group) => group.id),
    })),
  });
}

const on = (project: string, role: policy.ProjectRole): Partial<policy.Access> => ({ projects: [{ project, role }] });
const names = (grants: readonly policy.Grant[]): string[] => grants.map(({ operation }) => operation);

describe("a move between projects", () => {
  it("gives what the new project's people hold by it, and takes what the old one's did", () => {
    const { given, taken } = policy.diffMove(snapshotOf({ ann: on("to", "read") }), orders, "to", now);
    assert.ok(names(given).includes("cloud.namespace.get"));
    assert.ok(!names(given).includes("cloud.namespace.update"));
    assert.deepEqual(taken, []);
    const back = policy.diffMove(snapshotOf({ ann: on("from", "read") }), orders, "to", now);
    assert.deepEqual([back.given, back.taken], [[], given]);
  });

  it("gives nothing to those who hold it already, by the account or by themselves", () => {
    const people = {
      olga: { accountRole: "owner" as const },
      ann: { ...on("to", "read"), namespaces: [{ namespace: "orders", permission: "admin" as const }] },
    };
    assert.deepEqual(policy.diffMove(snapshotOf(people), orders, "to", now).changed, []);
  });

  it("sees what is held through a group, and for a time", () => {
    const group = { id: "g", name: "g", access: { ...nothing, ...on("to", "write") } };
    assert.ok(policy.diffMove(snapshotOf({ ann: {} }, [group]), orders, "to", now).given.length > 0);
    const gives = { kind: "project-access" as const, project: "to", role: "write" as const };
    const until = (expiresAt: number) => ({ implied: [{ kind: "temporary" as const, gives, expiresAt }] });
    assert.ok(policy.diffMove(snapshotOf({ ann: until(now + 1) }), orders, "to", now).given.length > 0);
    assert.deepEqual(policy.diffMove(snapshotOf({ ann: until(now) }), orders, "to", now).given, []);
  });

  it("is for those who hold for good what it gives to others for good", () => {
    const people = (mover: Partial<policy.Access>) => snapshotOf({ mover, ann: on("to", "admin") });
    const uncovered = (snapshot: policy.Snapshot): number =>
      policy.missingCover(snapshot, "mover", policy.diffMove(snapshot, orders, "to", now).changed, now).length;
    assert.equal(uncovered(people(on("from", "admin"))), 0);
    const gives = { kind: "project-access" as const, project: "from", role: "admin" as const };
    assert.ok(uncovered(people({ implied: [{ kind: "temporary", gives, expiresAt: now + 1_000 }] })) > 0);
    assert.ok(uncovered(people(on("from", "write"))) > 0);
  });

  it("gives for good to the mover what was held for a time, though nobody comes to hold anything now", () => {
    const gives = { kind: "project-access" as const, project: "from", role: "admin" as const };
    const implied = [{ kind: "temporary" as const, gives, expiresAt: now + 1_000 }];
    const snapshot = snapshotOf({ mover: { ...on("to", "admin"), implied } });
    const { given, changed } = policy.diffMove(snapshot, orders, "to", now);
    assert.ok(names(given).includes("cloud.namespace.update"));
    assert.ok(policy.missingCover(snapshot, "mover", changed, now).length > 0);
  });

  it("leaves the snapshot as it was, and covers endpoints too", () => {
    const snapshot = snapshotOf({ ann: on("to", "write") });
    const door = { type: "nexus-endpoints", id: "door" } as const;
    assert.ok(names(policy.diffMove(snapshot, door, "to", now).given).includes("cloud.nexusendpoint.update"));
    assert.equal(policy.check(snapshot, "ann", "cloud.nexusendpoint.update", door, now), false);
  });
});
