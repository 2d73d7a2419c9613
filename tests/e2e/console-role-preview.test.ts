// The preview on the page where a role is written equals what the server decides once it is saved, for random roles.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Code } from "@connectrpc/connect";
import { findPermission, type Resource, type RoleSpec, resourceTypes, type Scope } from "@remit/policy";
import type { DiffRoleResponse_Change } from "@remit/protocol/gen/remit/v1/access_pb.ts";
import {
  NamespaceAccess_Permission as Permission,
  ProjectAccess_ProjectRole as ProjectRole,
  AccountAccess_Role as Role,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { toRoleMessage } from "@remit/protocol/role-message";
import fc from "fast-check";
import { validRole } from "../../packages/console/src/pages/custom-roles/draft/random-role.test-support.ts";
import {
  type PreviewLine,
  previewRole,
  toHeld,
  toScope,
  type World,
} from "../../packages/console/src/pages/custom-roles/draft/role-preview.ts";
import { startPlane, type TestPlane } from "../harness/control-plane.ts";
import { makeUser, type TestPrincipal } from "../harness/principals.ts";
import { refused, refusedField } from "../harness/refusals.ts";

const runs = 25;
const key = (operation: string, scope: Scope): string => `${operation} ${JSON.stringify(scope)}`;
const keyOfLine = ({ operation, scope }: PreviewLine): string => key(operation, scope);
const keyOfChange = ({ operation, scope, allOfType }: DiffRoleResponse_Change): string => {
  const where = toScope(scope?.resourceType ?? "", scope?.resourceId ?? "", allOfType);
  assert.ok(where);
  return key(operation, where);
};
const linesWith = (lines: readonly PreviewLine[], effect: PreviewLine["effect"]): string[] =>
  lines
    .filter((line) => line.effect === effect)
    .map(keyOfLine)
    .sort();

describe("the preview of a role", () => {
  let plane: TestPlane;
  let world: World;
  let roleId = "";
  /** Holds the role and nothing else; holds more by other ways. */
  let bare: TestPrincipal;
  let mixed: TestPrincipal;

  before(async () => {
    plane = await startPlane();
    world = await makeWorld(plane);
    const start = { name: "role", permissions: [{ actions: ["cloud.region.list"], resources: all("accounts") }] };
    ({ roleId } = await plane.owner.cloud.createCustomRole({ spec: start }));
    bare = await makeUser(plane, { accountAccess: { customRoles: [roleId] } });
    mixed = await makeUser(plane, {
      accountAccess: { role: Role.READ, customRoles: [roleId] },
      projectAccesses: { [world.projects[0] ?? ""]: { role: ProjectRole.WRITE } },
      namespaceAccesses: { [world.namespaces.at(-1)?.id ?? ""]: { permission: Permission.READ } },
    });
  });
  after(() => plane[Symbol.asyncDispose]());

  const heldBy = async ({ id }: TestPrincipal) => {
    const principal = { ref: { case: "id" as const, value: id } };
    return toHeld(await plane.owner.access.effectivePermissions({ principal }));
  };
  const save = async (spec: RoleSpec) => {
    const { customRole } = await plane.owner.cloud.getCustomRole({ roleId });
    const resourceVersion = customRole?.resourceVersion ?? "";
    await plane.owner.cloud.updateCustomRole({ roleId, spec: toRoleMessage(spec), resourceVersion });
  };
  const role = () => validRole(idsOf(world)).map((spec) => ({ ...spec, description: `${Math.random()}` }));

  it("is all that somebody holds who holds nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(role(), async (spec) => {
        const given = previewRole(spec, null, [], world).map(keyOfLine).sort();
        await save(spec);
        const held = (await heldBy(bare)).map(({ operation, scope }) => key(operation, scope)).sort();
        assert.deepEqual(held, given);
      }),
      { numRuns: runs },
    );
  });

  it("allows exactly what the server then allows, resource by resource", async () => {
    const question = fc.record({ spec: role(), seed: fc.nat() });
    await fc.assert(
      fc.asyncProperty(question, async ({ spec, seed }) => {
        const lines = previewRole(spec, null, [], world);
        await save(spec);
        for (const { operation, resource } of askAbout(spec, world, seed)) {
          const { allowed } = await bare.access.explain({
            operation,
            resource: { resourceType: resource.type, resourceId: resource.id },
          });
          const expected = lines.some((line) => line.operation === operation && reaches(line.scope, resource, world));
          assert.equal(allowed, expected, `${operation} on ${resource.type}/${resource.id}`);
        }
      }),
      { numRuns: runs },
    );
  });

  it("says of a holder what they gain and lose as the server does, before and after", async () => {
    await fc.assert(
      fc.asyncProperty(role(), async (spec) => {
        const before = await heldBy(mixed);
        const preview = previewRole(spec, roleId, before, world);
        const { changes } = await plane.owner.access.diffRole({ roleId, spec: toRoleMessage(spec) });
        const change = changes.find(({ principal }) => principal?.id === mixed.id);
        assert.deepEqual(linesWith(preview, "gains"), (change?.gains ?? []).map(keyOfChange).sort());
        assert.deepEqual(linesWith(preview, "loses"), (change?.losses ?? []).map(keyOfChange).sort());
        await save(spec);
        const after = new Set((await heldBy(mixed)).map(({ operation, scope }) => key(operation, scope)));
        for (const line of preview) assert.equal(after.has(keyOfLine(line)), line.effect !== "loses", keyOfLine(line));
      }),
      { numRuns: runs },
    );
  });

  it("says of a group what somebody may do who is in it alone, as the server decides it", async () => {
    const member = await makeUser(plane, {});
    const groupId = await makeGroupWithMember(plane, member, roleId);
    const heldByGroup = async () => toHeld(await plane.owner.access.groupPermissions({ groupId }));
    const question = fc.record({ spec: role(), seed: fc.nat() });
    await fc.assert(
      fc.asyncProperty(question, async ({ spec, seed }) => {
        const preview = previewRole(spec, roleId, await heldByGroup(), world);
        await save(spec);
        const kept = preview.filter(({ effect }) => effect !== "loses");
        const after = await heldByGroup();
        assert.deepEqual(after.map(({ operation, scope }) => key(operation, scope)).sort(), kept.map(keyOfLine).sort());
        assert.deepEqual(await heldBy(member), after);
        for (const { operation, resource } of askAbout(spec, world, seed)) {
          const { allowed } = await member.access.explain({
            operation,
            resource: { resourceType: resource.type, resourceId: resource.id },
          });
          const expected = kept.some((line) => line.operation === operation && reaches(line.scope, resource, world));
          assert.equal(allowed, expected, `${operation} on ${resource.type}/${resource.id}`);
        }
      }),
      { numRuns: runs },
    );
  });

  it("shows what a group gives only to who may see everybody's access, though they are in it", async () => {
    const member = await makeUser(plane, { accountAccess: { role: Role.DEVELOPER } });
    const groupId = await makeGroupWithMember(plane, member, roleId);
    await refused(member.access.groupPermissions({ groupId }), Code.PermissionDenied);
    await refused(plane.owner.access.groupPermissions({ groupId: "nowhere" }), Code.NotFound);
    await refusedField(plane.owner.access.groupPermissions({}), "group_id");
  });

  it("says of somebody who does not hold it what they would gain", async () => {
    const outsider = await makeUser(plane, { accountAccess: { role: Role.DEVELOPER } });
    await fc.assert(
      fc.asyncProperty(role(), async (spec) => {
        const preview = previewRole(spec, roleId, await heldBy(outsider), world);
        assert.deepEqual(linesWith(preview, "loses"), []);
        const given = previewRole(spec, null, [], world).map(keyOfLine).sort();
        assert.deepEqual([...linesWith(preview, "gains"), ...linesWith(preview, "keeps")].sort(), given);
        for (const { effect, by } of preview) assert.equal(by.length > 0, effect === "keeps");
      }),
      { numRuns: 10 },
    );
  });
});

/** Holds what the groups give that it is put into, and nothing else. */
async function makeGroupWithMember({ owner }: TestPlane, member: TestPrincipal, roleId: string): Promise<string> {
  const spec = {
    displayName: `group-of-${member.id}`,
    access: { accountAccess: { customRoles: [roleId] } },
    groupType,
  };
  const { groupId } = await owner.cloud.createUserGroup({ spec });
  await owner.cloud.addUserGroupMember({ groupId, memberId: { memberType: { case: "userId", value: member.id } } });
  return groupId;
}

const groupType = { case: "cloudGroup" as const, value: {} };

const all = (resourceType: string) => ({ resourceType, allowAll: true, resourceIds: [] as string[] });

/** As the page sees it: by what the lists of the API say. */
async function makeWorld({ owner, accountId }: TestPlane): Promise<World> {
  const { cloud } = owner;
  const { projectId } = await cloud.createProject({ spec: { displayName: "Payments" } });
  const spec = { regions: ["aws-us-east-1"], retentionDays: 3, apiKeyAuth: { enabled: true } };
  for (const [name, project] of [
    ["orders", ""],
    ["payments", projectId],
    ["refunds", projectId],
  ] as const) {
    await cloud.createNamespace({ spec: { ...spec, name }, projectId: project });
  }
  await cloud.createConnectivityRule({
    spec: { connectionType: { case: "publicRule", value: {} } },
    projectId,
  });
  const { projects } = await cloud.getProjects({});
  const { namespaces } = await cloud.getNamespaces({});
  const { endpoints } = await cloud.getNexusEndpoints({});
  const { connectivityRules } = await cloud.getConnectivityRules({});
  assert.ok(projects.length === 2 && namespaces.length === 3 && connectivityRules.length === 1);
  return {
    account: accountId,
    projects: projects.map(({ id }) => id),
    namespaces: namespaces.map(({ namespace, projectId: project }) => ({ id: namespace, project })),
    nexusEndpoints: endpoints.map(({ id, projectId: project }) => ({ id, project })),
    connectivityRules: connectivityRules.map(({ id, projectId: project }) => ({ id, project })),
    customRoles: [],
  };
}

const idsOf = (world: World) => ({
  accounts: [world.account],
  projects: world.projects,
  namespaces: world.namespaces.map(({ id }) => id),
  "nexus-endpoints": world.nexusEndpoints.map(({ id }) => id),
  "connectivity-rules": world.connectivityRules.map(({ id }) => id),
});

/** Some operations that the role names, on every resource of their types, and one that it may not name. */
function askAbout(spec: RoleSpec, world: World, seed: number): { operation: string; resource: Resource }[] {
  const named = [...new Set(spec.permissions.flatMap(({ actions }) => actions))];
  const operations = [
    named[seed % named.length] ?? "",
    named[(seed + 1) % named.length] ?? "",
    "cloud.namespace.update",
  ];
  const ids: Readonly<Partial<Record<Resource["type"], readonly string[]>>> = idsOf(world);
  return operations.flatMap((operation) =>
    resourceTypes
      .filter((type) => findPermission(operation)?.resourceTypes.includes(type))
      .flatMap((type) => (ids[type] ?? []).map((id) => ({ operation, resource: { type, id } }))),
  );
}

/** Written here once more, and plainly: what a scope reaches. */
function reaches(scope: Scope, { type, id }: Resource, world: World): boolean {
  const children = [...world.namespaces, ...world.nexusEndpoints, ...world.connectivityRules];
  const inProject =
    type === "projects" || type === "namespaces" || type === "nexus-endpoints" || type === "connectivity-rules";
  if (scope.kind === "all") {
    return scope.type === "accounts" || scope.type === type || (scope.type === "projects" && inProject);
  }
  if (scope.kind === "resource") return scope.resource.type === type && scope.resource.id === id;
  return type === "projects"
    ? id === scope.project
    : children.some((child) => child.id === id && child.project === scope.project);
}
