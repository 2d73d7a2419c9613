import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  allOperations,
  boundAccountOperations,
  dataPlaneFacts,
  levelHoldsDataPlane,
  remitForEveryone,
  remitForMetrics,
  roleFacts,
} from "../../test-kit/facts.ts";
import { isDataPlane, permissions } from "../permissions/catalogue.ts";
import { accountRoles, accountRolesWeakestFirst } from "./account-roles.ts";
import { namespacePermissions, namespacePermissionsWeakestFirst } from "./namespace-permissions.ts";
import { projectRoles, projectRolesWeakestFirst } from "./project-roles.ts";

const sorted = (items: Iterable<string>): string[] => [...new Set(items)].sort();

describe("account roles", () => {
  it("hold what the published tables say, and see service accounts from Read-Only up", () => {
    const sees = ["cloud.serviceaccount.get", "cloud.serviceaccount.list"];
    const inherited = roleFacts.projectRoles.developer?.operations ?? [];
    const expected = {
      read: [...(roleFacts.accountRoles.read ?? []), ...sees],
      finance_admin: [...(roleFacts.accountRoles.finance_admin ?? []), ...sees],
      developer: [...(roleFacts.accountRoles.developer ?? []), ...sees, ...inherited],
      metrics_read: [...(roleFacts.accountRoles.metrics_read ?? []), ...remitForMetrics],
    };
    for (const role of ["read", "finance_admin", "developer", "metrics_read"] as const) {
      assert.deepEqual(sorted(accountRoles[role].operations), sorted([...expected[role], ...remitForEveryone]), role);
    }
  });

  it("leave nothing out for the owner, but what no call leads to", () => {
    const all = permissions.filter((row) => !row.inert).map((row) => row.operation);
    assert.deepEqual(sorted(accountRoles.owner.operations), sorted(all));
  });

  it("leave custom roles and billing reports to the owner alone", () => {
    const missing = [...accountRoles.owner.operations].filter(
      (operation) => !accountRoles.admin.operations.has(operation),
    );
    assert.ok(missing.length > 0);
    for (const operation of missing) assert.match(operation, /^cloud\.(customrole|billingreport)\./);
    for (const listed of roleFacts.accountRoles.admin ?? [])
      assert.ok(accountRoles.admin.operations.has(listed as never), listed);
  });

  it("are ordered so that each of Read-Only, Developer, Global Admin and Owner includes the ones before", () => {
    const chain = accountRolesWeakestFirst.filter((role) => role !== "finance_admin" && role !== "metrics_read");
    for (const [at, role] of chain.entries()) {
      const weaker = chain[at - 1];
      if (weaker === undefined) continue;
      for (const operation of accountRoles[weaker].operations) assert.ok(accountRoles[role].operations.has(operation));
    }
  });
});

describe("Namespace permissions", () => {
  it("hold what the published tables say, the data plane, and in Admin the accounts bound to the Namespace", () => {
    const added = { read: [], write: [], admin: boundAccountOperations };
    for (const level of namespacePermissionsWeakestFirst) {
      const published = roleFacts.namespacePermissions[level] ?? [];
      const dataPlane = allOperations.filter((operation) => levelHoldsDataPlane(level, operation));
      assert.deepEqual(
        sorted(namespacePermissions[level].operations),
        sorted([...published, ...dataPlane, ...added[level]]),
        level,
      );
    }
  });
});

describe("the Namespace levels and the data plane", () => {
  const held = (level: "read" | "write" | "admin"): string[] =>
    [...namespacePermissions[level].operations].filter((operation) => isDataPlane(operation));

  it("admit each call as Temporal Cloud's table does, but for two that wait and change nothing", () => {
    const differing = dataPlaneFacts.methods.filter(({ operation, cloud }) => {
      const lowest = namespacePermissionsWeakestFirst.find((level) =>
        namespacePermissions[level].operations.has(operation as never),
      );
      return cloud !== undefined && cloud !== lowest;
    });
    // Read here and Write there: the server behind asks for read, and to wait for a result is to read it.
    assert.deepEqual(
      differing.map(({ method, cloud }) => [method, cloud]),
      [
        ["WorkflowService/PollWorkflowExecutionUpdate", "write"],
        ["WorkflowService/PollActivityExecution", "write"],
      ],
    );
    assert.equal(dataPlaneFacts.methods.filter(({ cloud }) => cloud !== undefined).length, 91);
  });

  it("let Read do all that reads and nothing that writes, and Write both", () => {
    const ofKind = (...kinds: string[]): string[] =>
      permissions.filter((row) => row.plane === "data" && kinds.includes(row.kind)).map(({ operation }) => operation);
    assert.deepEqual(sorted(held("read")), sorted(ofKind("read")));
    assert.deepEqual(sorted(held("write")), sorted(ofKind("read", "write")));
    assert.deepEqual(sorted(held("admin")), sorted(ofKind("read", "write", "admin")));
  });
});

describe("project roles", () => {
  it("hold what the published page says, and in Admin the accounts bound to the project", () => {
    for (const role of projectRolesWeakestFirst) {
      const facts = roleFacts.projectRoles[role];
      const added = role === "admin" ? boundAccountOperations : [];
      assert.deepEqual(sorted(projectRoles[role].operations), sorted([...(facts?.operations ?? []), ...added]), role);
      assert.equal(projectRoles[role].namespacePermission, facts?.namespaceAccessInProject ?? null, role);
    }
  });

  it("can all be assigned but the one that Developers inherit", () => {
    const fixed = projectRolesWeakestFirst.filter((role) => !projectRoles[role].assignable);
    assert.deepEqual(fixed, ["developer"]);
  });
});
