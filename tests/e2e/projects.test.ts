import assert from "node:assert/strict";
import { describe } from "node:test";
import { Code } from "@connectrpc/connect";
import {
  ProjectAccess_ProjectRole as ProjectRole,
  AccountAccess_Role as Role,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { Caller } from "../harness/control-plane.ts";
import { specOf } from "../harness/namespaces.ts";
import { sharePlane } from "../harness/plane-for-file.ts";
import { makeServiceAccount, makeUser } from "../harness/principals.ts";
import { refused, refusedField } from "../harness/refusals.ts";

async function readProject({ cloud }: Caller, projectId: string) {
  const { project } = await cloud.getProject({ projectId });
  if (project === undefined) throw new Error("GetProject answered without a project");
  return project;
}

async function listIds({ cloud }: Caller, projectIds: string[] = []): Promise<string[]> {
  return (await cloud.getProjects({ projectIds })).projects.map(({ id }) => id);
}

describe("projects", () => {
  const onPlane = sharePlane();

  onPlane(
    "begin with a default one, protected, that cannot go: neither as the last nor beside others",
    async ({ owner }) => {
      const [only, ...others] = (await owner.cloud.getProjects({})).projects;
      assert.deepEqual(others, []);
      assert.equal(only?.spec?.lifecycle?.enableDeleteProtection, true);
      const { id: projectId, resourceVersion } = only;
      await refused(owner.cloud.deleteProject({ projectId, resourceVersion }), Code.FailedPrecondition, "protected");
      const spec = { displayName: "default", lifecycle: { enableDeleteProtection: false } };
      await owner.cloud.updateProject({ projectId, spec, resourceVersion });
      const unprotected = await readProject(owner, projectId);
      const deletion = { projectId, resourceVersion: unprotected.resourceVersion };
      await refused(owner.cloud.deleteProject(deletion), Code.FailedPrecondition, "last project");
      await owner.cloud.createProject({ spec: { displayName: "beside" } });
      await refused(owner.cloud.deleteProject(deletion), Code.FailedPrecondition, "default project");
      const { namespace } = await owner.cloud.createNamespace({ spec: specOf() });
      assert.equal((await owner.cloud.getNamespace({ namespace })).namespace?.projectId, projectId);
    },
  );

  onPlane("are created, read, changed and deleted", async ({ owner }) => {
    const { projectId } = await owner.cloud.createProject({ spec: { displayName: "shop", description: "All of it" } });
    const made = await readProject(owner, projectId);
    assert.deepEqual([made.spec?.displayName, made.spec?.description], ["shop", "All of it"]);
    assert.equal(made.lastModifiedTime, undefined);
    await refused(owner.cloud.createProject({ spec: { displayName: "shop" } }), Code.AlreadyExists);
    const same = {
      projectId,
      resourceVersion: made.resourceVersion,
      spec: { displayName: "shop", description: "All of it", lifecycle: {} },
    };
    await refused(owner.cloud.updateProject(same), Code.InvalidArgument, "nothing to change");
    await owner.cloud.updateProject({
      projectId,
      resourceVersion: made.resourceVersion,
      spec: { displayName: "store" },
    });
    const changed = await readProject(owner, projectId);
    assert.deepEqual([changed.spec?.displayName, changed.spec?.description], ["store", ""]);
    assert.ok(changed.lastModifiedTime);
    await refused(
      owner.cloud.deleteProject({ projectId, resourceVersion: made.resourceVersion }),
      Code.FailedPrecondition,
      "version",
    );
    await owner.cloud.deleteProject({ projectId, resourceVersion: changed.resourceVersion });
    await refused(owner.cloud.getProject({ projectId }), Code.NotFound);
    await refused(owner.cloud.deleteProject({ projectId, resourceVersion: changed.resourceVersion }), Code.NotFound);
    await owner.cloud.createProject({ spec: { displayName: "store" } });
  });

  onPlane("have a display name that shows, and no other project's", async ({ owner }) => {
    for (const displayName of ["", " ", " a", "a ", "a\nb", "a".repeat(65)]) {
      await refusedField(owner.cloud.createProject({ spec: { displayName } }), "spec.display_name");
    }
    await refusedField(
      owner.cloud.createProject({ spec: { displayName: "a", description: "a".repeat(256) } }),
      "spec.description",
    );
    await refusedField(owner.cloud.createProject({}), "spec");
    const { projectId } = await owner.cloud.createProject({ spec: { displayName: "Größe 7" } });
    await owner.cloud.createProject({ spec: { displayName: "taken" } });
    const { resourceVersion } = await readProject(owner, projectId);
    const rename = { projectId, resourceVersion, spec: { displayName: "taken" } };
    await refused(owner.cloud.updateProject(rename), Code.AlreadyExists);
  });

  onPlane("are deleted only when nothing lies in them", async ({ owner }) => {
    const { projectId } = await owner.cloud.createProject({ spec: { displayName: "used" } });
    await owner.cloud.createNamespace({ spec: specOf(), projectId });
    const rule = await owner.cloud.createConnectivityRule({
      projectId,
      spec: { connectionType: { case: "publicRule", value: {} } },
    });
    await owner.cloud.createServiceAccount({
      spec: { name: "in-project", projectScopedAccess: { projectId, access: { role: ProjectRole.READ } } },
    });
    const { resourceVersion } = await readProject(owner, projectId);
    const says = /1 namespaces, 1 connectivity rules, 1 service accounts/;
    await refused(owner.cloud.deleteProject({ projectId, resourceVersion }), Code.FailedPrecondition, says);
    assert.ok(rule.connectivityRuleId);
  });

  onPlane("are listed by id, only those that the caller may get", async (plane) => {
    const { owner } = plane;
    const mine = await owner.cloud.createProject({ spec: { displayName: "mine" } });
    const all = await listIds(owner);
    assert.deepEqual(all, [...all].sort());
    assert.deepEqual(await listIds(owner, [mine.projectId, "nothing"]), [mine.projectId]);
    const member = await makeServiceAccount(plane, {
      accountAccess: { role: Role.READ },
      projectAccesses: { [mine.projectId]: { role: ProjectRole.MEMBER } },
    });
    assert.deepEqual(await listIds(member), [mine.projectId]);
    const other = all.find((id) => id !== mine.projectId) ?? "";
    await refused(member.cloud.getProject({ projectId: other }), Code.PermissionDenied);
    await refused(member.cloud.createProject({ spec: { displayName: "x" } }), Code.PermissionDenied);
    const { resourceVersion } = await readProject(member, mine.projectId);
    await refused(member.cloud.deleteProject({ projectId: mine.projectId, resourceVersion }), Code.PermissionDenied);
  });

  onPlane("take the access to them with them", async (plane) => {
    const { owner } = plane;
    const { projectId } = await owner.cloud.createProject({ spec: { displayName: "short" } });
    const user = await makeUser(plane, {
      accountAccess: { role: Role.READ },
      projectAccesses: { [projectId]: { role: ProjectRole.ADMIN } },
    });
    const { resourceVersion } = await readProject(user, projectId);
    await user.cloud.deleteProject({ projectId, resourceVersion });
    const { user: after } = await owner.cloud.getUser({ userId: user.id });
    assert.deepEqual(after?.spec?.access?.projectAccesses, {});
  });

  onPlane("are listed to a bare member, who holds no account role", async (plane) => {
    const { projectId } = await plane.owner.cloud.createProject({ spec: { displayName: "members" } });
    const member = await makeUser(plane, { projectAccesses: { [projectId]: { role: ProjectRole.MEMBER } } });
    assert.deepEqual(await listIds(member), [projectId]);
    const stranger = await makeUser(plane, { accountAccess: { role: Role.METRICS_READ } });
    await refused(stranger.cloud.getProjects({}), Code.PermissionDenied);
  });
});
