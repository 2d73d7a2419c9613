import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as policy from "../index.ts";

const NOW = 1_000;
const gives = { kind: "custom-role", customRole: "auditor" } as const;

function snapshotWith(implied: readonly policy.ImpliedGrant[]): policy.Snapshot {
  return policy.compile({
    account: "acc1",
    projects: ["p1"],
    namespaces: [{ id: "n1", project: "p1" }],
    nexusEndpoints: [],
    connectivityRules: [],
    customRoles: [
      {
        id: "auditor",
        name: "auditor",
        permissions: [
          { actions: ["cloud.namespace.get"], resourceType: "namespaces", allowAll: true, resourceIds: [] },
        ],
      },
    ],
    groups: [],
    principals: [
      {
        id: "ann",
        kind: "user",
        name: "ann",
        active: true,
        groups: [],
        access: { accountRole: null, customRoles: [], namespaces: [], projects: [], implied },
      },
    ],
  });
}

const mayGet = (implied: readonly policy.ImpliedGrant[]): boolean[] => {
  const snapshot = snapshotWith(implied);
  const namespace = { type: "namespaces", id: "n1" } as const;
  return [
    policy.check(snapshot, "ann", "cloud.namespace.get", namespace, NOW),
    policy.decide(snapshot, "ann", "cloud.namespace.get", namespace, NOW).effect === "allow",
    policy.listAllowed(snapshot, "ann", "cloud.namespace.get", "namespaces", NOW).length > 0,
    policy.whoCan(snapshot, "cloud.namespace.get", namespace, NOW).length > 0,
    policy.effectivePermissions(snapshot, "ann", NOW).length > 0,
    policy.holdersOfRole(snapshot, "auditor", NOW).length > 0,
  ];
};

describe("implied grants", () => {
  it("come out of a snapshot as they went in", () => {
    const implied: policy.ImpliedGrant[] = [
      {
        kind: "creator",
        gives: { kind: "namespace-access", namespace: "n1", permission: "admin" },
        expiresAt: null,
      },
      {
        kind: "temporary",
        gives: { kind: "namespace-access", namespace: "n1", permission: "read" },
        expiresAt: 1_800_000_000_001,
      },
      { kind: "temporary", gives: { kind: "project-access", project: "p1", role: "developer" }, expiresAt: 5 },
      { kind: "creator", gives: { kind: "project-access", project: "p1", role: "admin" }, expiresAt: null },
      { kind: "temporary", gives, expiresAt: 0 },
    ];
    assert.deepEqual(policy.accessOfPrincipal(snapshotWith(implied), "ann")?.implied, implied);
  });

  it("hold until just before their end, wherever they are asked about", () => {
    assert.ok(mayGet([{ kind: "temporary", gives, expiresAt: NOW + 1 }]).every(Boolean));
    assert.ok(!mayGet([{ kind: "temporary", gives, expiresAt: NOW }]).some(Boolean));
  });

  it("hold nothing when their end is no moment", () => {
    assert.ok(!mayGet([{ kind: "temporary", gives, expiresAt: Number.NaN }]).some(Boolean));
  });

  it("hold nothing when what they give is not known", () => {
    const unknown = { kind: "account-access", role: "owner" } as unknown as policy.ImpliedAccess;
    const wrongLevel = { kind: "namespace-access", namespace: "n1", permission: "owner" } as never;
    assert.ok(!mayGet([{ kind: "temporary", gives: unknown, expiresAt: null }]).some(Boolean));
    assert.ok(!mayGet([{ kind: "creator", gives: wrongLevel, expiresAt: null }]).some(Boolean));
  });

  it("are kept apart when numbers of a Namespace, a project and a role are the same", () => {
    const snapshot = snapshotWith([
      { kind: "temporary", gives: { kind: "project-access", project: "p1", role: "member" }, expiresAt: null },
    ]);
    const ask = (operation: string, resource: policy.Resource): boolean =>
      policy.check(snapshot, "ann", operation, resource, NOW);
    assert.ok(ask("cloud.project.get", { type: "projects", id: "p1" }));
    assert.ok(!ask("cloud.namespace.get", { type: "namespaces", id: "n1" }));
    assert.deepEqual(policy.holdersOfRole(snapshot, "auditor", NOW), []);
  });
});
