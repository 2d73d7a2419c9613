import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { limits } from "@remit/policy";
import { access, account, group, namespace, onNamespaces, person, role, row, team } from "../test-kit/small-account.ts";
import { applyPlan, planAccess } from "./plan.ts";

const pay = namespace("n1", "pay", "p1");
const fraud = namespace("n2", "fraud", "p2");
const payments = team("payments", { groups: ["g1"], owns: { namespaces: ["pay"], projects: [], tags: [] } });

/** The payments team with one Namespace and the operations that its rows name. */
const withRow = (operations: string, more: Parameters<typeof account>[0] = {}) =>
  account({
    namespaces: [pay, fraud],
    groups: [group("g1", "Payments")],
    people: [person("ann", ["g1"])],
    teams: [payments],
    rows: [row("run", { application: operations })],
    ...more,
  });

const planOf = ({ model, facts }: ReturnType<typeof account>, within = limits) => planAccess(model, facts, within);

const payRole = (actions: readonly string[]) => ({
  actions,
  resources: { resourceType: "namespaces", resourceIds: ["n1"], allowAll: false },
});

describe("planAccess", () => {
  it("gives the Namespace level that holds nothing beyond what rows name", () => {
    const { changes } = planOf(withRow("namespace:write"));
    assert.deepEqual(changes, [
      {
        kind: "set-access",
        holder: { kind: "group", id: "g1", name: "Payments" },
        access: { accountRole: null, customRoles: [], namespaces: onNamespaces("n1:write"), projects: [] },
        newRoles: [],
      },
    ]);
  });

  it("gives no level beside Account Owner or Global Admin, where none may stand", () => {
    for (const accountRole of ["owner", "admin"] as const)
      assert.deepEqual(
        planOf(withRow("namespace:write", { groups: [group("g1", "Payments", { accountRole })] })).changes,
        [],
      );
  });

  it("puts what levels cannot say into a custom role of the team, on its Namespaces only", () => {
    const [make, set] = planOf(withRow("namespace:read cloud.namespace.update")).changes;
    assert.ok(make?.kind === "create-role" && set?.kind === "set-access");
    assert.equal(make.role.name, "remit-payments");
    assert.match(make.role.description, /Compiled from the responsibility matrix for team payments/);
    assert.deepEqual(make.role.permissions, [payRole(["cloud.namespace.update"])]);
    assert.deepEqual(set.newRoles, ["remit-payments"]);
    assert.deepEqual(set.access.namespaces, onNamespaces("n1:read"));
  });

  it("gives a role on a project that the team owns as a whole, and no level beside it", () => {
    const owner = team("payments", { groups: ["g1"], owns: { namespaces: [], projects: ["p1"], tags: [] } });
    const { changes, problems } = planOf(withRow("project:read", { teams: [owner] }));
    const [set] = changes;
    assert.ok(set?.kind === "set-access");
    assert.deepEqual(set.access.projects, [{ project: "p1", role: "read" }]);
    assert.deepEqual(set.access.namespaces, []);
    assert.deepEqual(problems, []);
  });

  it("gives no role on a project in which another team owns a Namespace", () => {
    const owner = team("payments", { groups: ["g1"], owns: { namespaces: [], projects: ["p1"], tags: [] } });
    const other = team("other", { owns: { namespaces: ["pay"], projects: [], tags: [] } });
    const { changes } = planOf(withRow("project:read", { teams: [owner, other] }));
    for (const change of changes) if (change.kind === "set-access") assert.deepEqual(change.access.projects, []);
  });

  it("gives a team for the account everything of a type, by custom roles alone", () => {
    const platform = team("platform", { kind: "platform", groups: ["g1"] });
    const rows = [row("run", { platform: "namespace:read cloud.user.create" })];
    const { changes } = planOf(withRow("", { teams: [platform], rows }));
    const [make, set] = changes;
    assert.ok(make?.kind === "create-role" && set?.kind === "set-access");
    const all = make.role.permissions.map(({ resources }) => [resources?.resourceType, resources?.allowAll]);
    assert.deepEqual(all, [
      ["accounts", true],
      ["namespaces", true],
    ]);
    assert.deepEqual(set.access.namespaces, []);
  });

  it("shares one role among teams for the account that need the same", () => {
    const teams = ["sre", "security"].map((id) => team(id, { kind: "platform", groups: [`g-${id}`] }));
    const groups = teams.map(({ id }) => group(`g-${id}`, id));
    const rows = [row("run", { platform: "cloud.user.create" })];
    const { changes } = planOf(withRow("", { teams, groups, rows }));
    assert.deepEqual(
      changes.flatMap((change) => (change.kind === "create-role" ? [change.role.name] : [])),
      ["remit-platform"],
    );
    assert.deepEqual(
      changes.flatMap((change) => (change.kind === "set-access" ? change.newRoles : [])),
      ["remit-platform", "remit-platform"],
    );
  });

  it("keeps the account role of a group and the custom roles that others made", () => {
    const held = { accountRole: "read", customRoles: ["r1"], namespaces: onNamespaces("n2:admin") } as const;
    const plan = planOf(
      withRow("namespace:read", { groups: [group("g1", "Payments", held)], roles: [role("r1", "auditor", [])] }),
    );
    const [set] = plan.changes;
    assert.ok(set?.kind === "set-access");
    assert.equal(set.access.accountRole, "read");
    assert.deepEqual(set.access.customRoles, ["r1"]);
    assert.deepEqual(set.access.namespaces, onNamespaces("n1:read"));
  });

  it("puts back a compiled role that was changed by hand, and deletes one that no team needs", () => {
    const stale = role("r1", "remit-payments", [
      { actions: ["cloud.namespace.delete"], resourceType: "namespaces", allowAll: true, resourceIds: [] },
    ]);
    const { changes } = planOf(
      withRow("cloud.namespace.update", {
        roles: [stale, role("r2", "remit-gone", []), role("r3", "auditor", [])],
        groups: [group("g1", "Payments", { customRoles: ["r1"] })],
      }),
    );
    assert.deepEqual(
      changes.map((change) => [change.kind, "roleId" in change ? change.roleId : ""]),
      [
        ["update-role", "r1"],
        ["delete-role", "r2"],
      ],
    );
  });

  it("says who gains and who loses what", () => {
    const before = withRow("namespace:read", {
      groups: [group("g1", "Payments", { namespaces: onNamespaces("n2:read") })],
      people: [person("ann", ["g1"]), person("bob", ["g1"], { namespaces: onNamespaces("n1:admin", "n2:admin") })],
    });
    const [ann, ...others] = planOf(before).effects;
    assert.equal(ann?.principal, "ann");
    const on = (id: string) => ({ kind: "resource", resource: { type: "namespaces", id } }) as const;
    assert.ok(
      ann.gains.length > 0 && ann.gains.every(({ scope }) => JSON.stringify(scope) === JSON.stringify(on("n1"))),
    );
    assert.ok(ann.loses.some(({ operation }) => operation === "cloud.namespace.get"));
    // Bob holds both by himself: nothing changes for him.
    assert.deepEqual(others, []);
  });

  it("does not make a group that is missing: it says so", () => {
    const { changes, problems } = planOf(withRow("namespace:read", { groups: [] }));
    assert.deepEqual(changes, []);
    assert.deepEqual(
      problems.map(({ kind, team: id, text }) => [kind, id, text]),
      [["not-found", "payments", "group g1 is not there"]],
    );
  });

  it("names the predefined role that carries what no custom role can", () => {
    const { problems } = planOf(withRow("cloud.apikey.create"));
    assert.deepEqual(
      problems.map(({ kind, text, responsibilities }) => [kind, text, responsibilities]),
      [
        [
          "not-grantable",
          "no custom role can carry cloud.apikey.create; Namespace Admin, Project Admin or Global Admin can",
          ["run"],
        ],
      ],
    );
  });

  it("has no such problem when the members of a team for the account are Global Admins", () => {
    const platform = team("platform", { kind: "platform", groups: ["g1"] });
    const rows = [row("run", { platform: "cloud.user.update" })];
    const people = (admin: boolean) => [
      person("ann", ["g1"], { accountRole: "admin" }),
      person("bob", ["g1"], { accountRole: admin ? "admin" : "read" }),
    ];
    const kindsOf = (admin: boolean) =>
      planOf(withRow("", { teams: [platform], rows, people: people(admin) })).problems.map(({ kind }) => kind);
    assert.deepEqual(kindsOf(true), []);
    assert.deepEqual(kindsOf(false), ["not-grantable"]);
  });

  it("says what has no meaning on Namespaces, and who could do it", () => {
    const { problems } = planOf(withRow("cloud.auditlog.list cloud.namespace.create"));
    assert.deepEqual(
      problems.map(({ kind, operations, text }) => [kind, operations, text]),
      [
        [
          "does-not-fit",
          ["cloud.namespace.create"],
          "cloud.namespace.create cannot be done on what the team owns; it would have to own a project",
        ],
        [
          "does-not-fit",
          ["cloud.auditlog.list"],
          "cloud.auditlog.list cannot be done on what the team owns; a team of scope account can, or Global Admin",
        ],
      ],
    );
  });

  it("counts nothing that a hidden row or a row of another team names", () => {
    const rows = [
      row("hidden", { application: "namespace:read" }, { hidden: true }),
      row("theirs", { application: { operations: ["namespace:read"], team: "other" } }),
    ];
    assert.deepEqual(planOf(withRow("", { rows })).changes, []);
  });

  it("names the limit that is in the way and by how much, and leaves that team as it is", () => {
    const held = { namespaces: onNamespaces("n1:write", "n2:write") };
    const full = withRow("namespace:read cloud.namespace.update", {
      groups: [group("g1", "Payments", held)],
      roles: [role("r1", "auditor", []), role("r2", "finance", [])],
    });
    const { changes, problems } = planOf(full, { ...limits, customRolesPerAccount: 2 });
    assert.deepEqual(changes, []);
    assert.deepEqual(
      problems.map(({ kind, text }) => [kind, text]),
      [["over-limit", "of 2 custom roles of the account 2 are taken, it needs 1: 1 too many"]],
    );
  });

  it("counts the roles that others gave a group", () => {
    const roles = Array.from({ length: 3 }, (_, at) => role(`r${at}`, `role-${at}`, []));
    const groups = [group("g1", "Payments", { customRoles: roles.map(({ id }) => id) })];
    const { problems } = planOf(withRow("cloud.namespace.update", { roles, groups }), {
      ...limits,
      customRolesPerPrincipal: 3,
    });
    assert.match(problems[0]?.text ?? "", /of 3 custom roles of one group 3 are taken, it needs 1: 1 too many/);
  });

  it("cuts a role where it has too many permissions, under names that no other team has", () => {
    const teams = [
      team("pay", { groups: ["g1"], owns: { namespaces: ["pay"], projects: ["p2"], tags: [] } }),
      team("pay-2", { groups: [], owns: { namespaces: [], projects: [], tags: [] } }),
    ];
    const other = team("other", { owns: { namespaces: ["fraud"], projects: [], tags: [] } });
    const { changes } = planOf(withRow("cloud.namespace.update cloud.namespace.create", { teams: [...teams, other] }), {
      ...limits,
      permissionsPerRole: 1,
    });
    const made = changes.flatMap((change) => (change.kind === "create-role" ? [change.role.name] : []));
    assert.deepEqual(made, ["remit-other", "remit-pay", "remit-pay-3"]);
  });

  it("prefers a team that has its role to a new one when there is room for one", () => {
    const teams = ["a-new", "payments"].map((id, at) =>
      team(id, { groups: [`g${at}`], owns: { namespaces: [at === 0 ? "fraud" : "pay"], projects: [], tags: [] } }),
    );
    const here = withRow("cloud.namespace.update", {
      teams,
      groups: [group("g0", "New"), group("g1", "Payments", { customRoles: ["r1"] })],
      roles: [
        role("r1", "remit-payments", [
          { actions: ["cloud.namespace.update"], resourceType: "namespaces", allowAll: false, resourceIds: ["n1"] },
        ]),
      ],
    });
    const { changes, problems } = planOf(here, { ...limits, customRolesPerAccount: 1 });
    assert.deepEqual(changes, []);
    assert.deepEqual(
      problems.map(({ team: id }) => id),
      ["a-new"],
    );
  });

  it("deletes a role before it makes one where the account is full", () => {
    const here = withRow("cloud.namespace.update", { roles: [role("r1", "remit-gone", [])] });
    const order = planOf(here, { ...limits, customRolesPerAccount: 1 }).changes.map(({ kind }) => kind);
    assert.deepEqual(order, ["delete-role", "create-role", "set-access"]);
  });

  it("is carried out by applyPlan, new roles held by their groups", () => {
    const { model, facts } = withRow("cloud.namespace.update");
    const after = applyPlan(facts, planAccess(model, facts, limits));
    const [made] = after.policy.customRoles;
    assert.equal(made?.name, "remit-payments");
    assert.deepEqual(after.policy.groups[0]?.access, access({ customRoles: [made?.id ?? ""] }));
  });
});
