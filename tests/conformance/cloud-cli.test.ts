// The `temporal cloud` CLI: API version v0.19.1, every deprecated field erased before an answer is used.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe } from "node:test";
import { toJson } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import { registry } from "@remit/protocol";
import {
  GetAsyncOperationResponseSchema,
  GetNamespaceResponseSchema,
  GetNexusEndpointResponseSchema,
  GetUserResponseSchema,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { AccountAccess_Role as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { makeCertificate } from "../harness/certificates.ts";
import { freshName } from "../harness/namespaces.ts";
import { fulfilled } from "../harness/operations.ts";
import { sharePlaneOnTemporal } from "../harness/plane-for-file.ts";
import { refused } from "../harness/refusals.ts";
import { eraseDeprecated, ownerThrough } from "./clients.ts";

const unique = (): string => randomUUID().slice(0, 12);

describe("the temporal cloud CLI", () => {
  const onTemporal = sharePlaneOnTemporal();

  onTemporal("finds the regions of a namespace in the replicas, which is all that it keeps", async (plane) => {
    const { cloud, ...cli } = ownerThrough(plane, "cli");
    const spec = {
      name: freshName("cli"),
      replicas: [{ region: "aws-us-east-1" }],
      retentionDays: 3,
      apiKeyAuth: { enabled: true },
    };
    const { namespace } = await fulfilled({ cloud }, cloud.createNamespace({ spec }));
    const read = eraseDeprecated(GetNamespaceResponseSchema, await cloud.getNamespace({ namespace })).namespace;
    assert.deepEqual(read?.spec?.regions, []);
    assert.deepEqual(
      read.spec.replicas.map(({ region }) => region),
      ["aws-us-east-1"],
    );
    assert.deepEqual(
      read.replicas.map(({ region, isPrimary }) => [region, isPrimary]),
      [["aws-us-east-1", true]],
    );
    assert.equal(read.state, ResourceState.ACTIVE);

    // What was read goes back changed, and arrives with its region.
    const changed = { ...read.spec, retentionDays: 4 };
    await fulfilled(
      { cloud, ...cli },
      cloud.updateNamespace({ namespace, spec: changed, resourceVersion: read.resourceVersion }),
    );
    const after = (await cloud.getNamespace({ namespace })).namespace;
    assert.deepEqual(after?.spec?.regions, ["aws-us-east-1"]);
    const { resourceVersion } = after;
    await fulfilled({ cloud }, cloud.deleteNamespace({ namespace, resourceVersion }));
  });

  onTemporal("turns a repeated create, update and delete of a namespace into success by their codes", async (plane) => {
    const { cloud } = ownerThrough(plane, "cli");
    const spec = {
      name: freshName("cli"),
      replicas: [{ region: "aws-us-east-1" }],
      retentionDays: 3,
      apiKeyAuth: { enabled: true },
    };
    const { namespace } = await fulfilled({ cloud }, cloud.createNamespace({ spec }));
    await refused(cloud.createNamespace({ spec }), Code.AlreadyExists);
    const { resourceVersion = "", spec: read } = (await cloud.getNamespace({ namespace })).namespace ?? {};
    await refused(
      cloud.updateNamespace({ namespace, resourceVersion, ...(read && { spec: read }) }),
      Code.InvalidArgument,
      "nothing to change",
    );
    await refused(cloud.updateNamespaceTags({ namespace }), Code.InvalidArgument);
    await fulfilled({ cloud }, cloud.deleteNamespace({ namespace, resourceVersion }));
    await refused(cloud.getNamespace({ namespace }), Code.NotFound);
    await refused(cloud.deleteNamespace({ namespace, resourceVersion }), Code.NotFound);
  });

  onTemporal("removes the last CA by leaving mTLS out, which turns it off", async (plane) => {
    const { cloud } = ownerThrough(plane, "cli");
    const mtlsAuth = { enabled: true, acceptedClientCa: Buffer.from(await makeCertificate()) };
    const base = {
      name: freshName("cli"),
      replicas: [{ region: "aws-us-east-1" }],
      retentionDays: 3,
      apiKeyAuth: { enabled: true },
    };
    const { namespace } = await fulfilled({ cloud }, cloud.createNamespace({ spec: { ...base, mtlsAuth } }));
    const { resourceVersion = "" } = (await cloud.getNamespace({ namespace })).namespace ?? {};
    await fulfilled({ cloud }, cloud.updateNamespace({ namespace, spec: base, resourceVersion }));
    const after = (await cloud.getNamespace({ namespace })).namespace;
    assert.equal(after?.spec?.mtlsAuth?.enabled ?? false, false);
    assert.equal(after?.spec?.mtlsAuth?.acceptedClientCa.length ?? 0, 0);
    await fulfilled({ cloud }, cloud.deleteNamespace({ namespace, resourceVersion: after?.resourceVersion ?? "" }));
  });

  onTemporal("keeps certificate filters of a namespace whose mTLS is off and without a CA", async (plane) => {
    const { cloud } = ownerThrough(plane, "cli");
    const mtlsAuth = { enabled: false, certificateFilters: [{ commonName: "worker" }] };
    const spec = {
      name: freshName("cli"),
      replicas: [{ region: "aws-us-east-1" }],
      retentionDays: 3,
      apiKeyAuth: { enabled: true },
      mtlsAuth,
    };
    const { namespace } = await fulfilled({ cloud }, cloud.createNamespace({ spec }));
    const { spec: read, resourceVersion = "" } = (await cloud.getNamespace({ namespace })).namespace ?? {};
    assert.deepEqual(
      read?.mtlsAuth?.certificateFilters.map(({ commonName }) => commonName),
      ["worker"],
    );
    await fulfilled({ cloud }, cloud.deleteNamespace({ namespace, resourceVersion }));
  });

  onTemporal("reads states, roles and descriptions without their deprecated twins", async (plane) => {
    const { cloud } = ownerThrough(plane, "cli");
    const access = { accountAccess: { role: Role.DEVELOPER } };
    const { userId } = await cloud.createUser({ spec: { email: `${unique()}@example.com`, access } });
    const { user } = eraseDeprecated(GetUserResponseSchema, await cloud.getUser({ userId }));
    assert.equal(user?.state, ResourceState.ACTIVE);
    assert.equal(user.spec?.access?.accountAccess?.role, Role.DEVELOPER);
  });

  onTemporal("prints every operation as JSON, whose input must resolve or be absent", async (plane) => {
    const { cloud } = ownerThrough(plane, "cli");
    const { asyncOperation } = await cloud.createUser({ spec: { email: `${unique()}@example.com` } });
    const answer = await cloud.getAsyncOperation({ asyncOperationId: asyncOperation?.id ?? "" });
    assert.doesNotThrow(() => toJson(GetAsyncOperationResponseSchema, answer, { registry }));
  });

  onTemporal("can read the operation of something that is gone", async (plane) => {
    const { cloud } = ownerThrough(plane, "cli");
    const { userId } = await cloud.createUser({ spec: { email: `${unique()}@example.com` } });
    const { resourceVersion = "" } = (await cloud.getUser({ userId })).user ?? {};
    const { asyncOperation } = await cloud.deleteUser({ userId, resourceVersion });
    const { asyncOperation: read } = await cloud.getAsyncOperation({ asyncOperationId: asyncOperation?.id ?? "" });
    assert.equal(read?.id, asyncOperation?.id);
    await refused(cloud.getAsyncOperation({ asyncOperationId: "never-heard-of" }), Code.NotFound);
  });

  onTemporal("knows a group member that was added twice or is not there by the codes", async (plane) => {
    const { cloud } = ownerThrough(plane, "cli");
    const { userId } = await cloud.createUser({ spec: { email: `${unique()}@example.com` } });
    const { groupId } = await cloud.createUserGroup({
      spec: { displayName: `cli-${unique()}`, groupType: { case: "cloudGroup", value: {} } },
    });
    const memberId = { memberType: { case: "userId" as const, value: userId } };
    await cloud.addUserGroupMember({ groupId, memberId });
    await refused(cloud.addUserGroupMember({ groupId, memberId }), Code.AlreadyExists);
    await cloud.removeUserGroupMember({ groupId, memberId });
    await refused(cloud.removeUserGroupMember({ groupId, memberId }), Code.NotFound);
    await refused(cloud.addUserGroupMember({ groupId: "absent", memberId }), Code.NotFound);
  });

  onTemporal("lists projects a thousand at a time, or the ones that it names", async (plane) => {
    const { cloud } = ownerThrough(plane, "cli");
    const { projectId } = await cloud.createProject({ spec: { displayName: `cli-${unique()}` } });
    const all = await cloud.getProjects({ pageSize: 1000 });
    assert.equal(all.nextPageToken, "");
    assert.ok(all.projects.length >= 2);
    const { projects } = await cloud.getProjects({ pageSize: 1000, projectIds: [projectId] });
    assert.deepEqual(
      projects.map(({ id }) => id),
      [projectId],
    );
  });

  onTemporal("takes access to a project away with an access that is not set", async (plane) => {
    const { cloud } = ownerThrough(plane, "cli");
    const { projectId } = await cloud.createProject({ spec: { displayName: `cli-${unique()}` } });
    const { userId } = await cloud.createUser({
      spec: { email: `${unique()}@example.com`, access: { accountAccess: { role: Role.READ } } },
    });
    const version = async () => (await cloud.getUser({ userId })).user?.resourceVersion ?? "";
    const first = await version();
    await cloud.setUserProjectAccess({ projectId, userId, access: { role: 3 }, resourceVersion: first });
    assert.notEqual(await version(), first, "the principal's version moves");
    assert.ok((await cloud.getUserProjectAssignments({ projectId })).users.some(({ id }) => id === userId));
    await cloud.setUserProjectAccess({ projectId, userId, resourceVersion: await version() });
    assert.ok(!(await cloud.getUserProjectAssignments({ projectId })).users.some(({ id }) => id === userId));
  });

  onTemporal("lists service accounts in a field that is named in the singular", async (plane) => {
    const { cloud } = ownerThrough(plane, "cli");
    const { serviceAccountId } = await cloud.createServiceAccount({
      spec: { name: `cli-${unique()}`, access: { accountAccess: { role: Role.READ } } },
    });
    const { serviceAccount } = await cloud.getServiceAccounts({ pageSize: 1000 });
    assert.ok(serviceAccount.some(({ id }) => id === serviceAccountId));
  });

  onTemporal("applies a custom role by its name, of which there is one", async (plane) => {
    const { cloud } = ownerThrough(plane, "cli");
    const permissions = [
      { actions: ["cloud.namespace.get"], resources: { resourceType: "namespaces", allowAll: true } },
    ];
    const name = `cli-${unique()}`;
    await cloud.createCustomRole({ spec: { name, permissions } });
    await refused(cloud.createCustomRole({ spec: { name, permissions } }), Code.AlreadyExists);
    const { customRoles } = await cloud.getCustomRoles({ pageSize: 1000 });
    assert.equal(customRoles.filter((role) => role.spec?.name === name).length, 1);
  });

  onTemporal("keeps a Nexus endpoint's description in each of its three forms: unset, empty, text", async (plane) => {
    const { cloud } = ownerThrough(plane, "cli");
    const spec = {
      name: freshName("cli"),
      replicas: [{ region: "aws-us-east-1" }],
      retentionDays: 3,
      apiKeyAuth: { enabled: true },
    };
    const { namespace } = await fulfilled({ cloud }, cloud.createNamespace({ spec }));
    const targetSpec = {
      variant: { case: "workerTargetSpec" as const, value: { namespaceId: namespace, taskQueue: "orders" } },
    };
    for (const text of [null, "", "what it is for"]) {
      const payload = { metadata: { encoding: Buffer.from("json/plain") }, data: Buffer.from(JSON.stringify(text)) };
      const endpoint = { name: freshName("cli"), targetSpec, ...(text !== null && { description: payload }) };
      const { endpointId } = await fulfilled({ cloud }, cloud.createNexusEndpoint({ spec: endpoint }));
      const { endpoint: read } = eraseDeprecated(
        GetNexusEndpointResponseSchema,
        await cloud.getNexusEndpoint({ endpointId }),
      );
      const description = read?.spec?.description;
      assert.equal(
        description && Buffer.from(description.data).toString(),
        text === null ? undefined : JSON.stringify(text),
      );
      assert.equal(
        description && Buffer.from(description.metadata.encoding ?? []).toString(),
        text === null ? undefined : "json/plain",
      );
      await fulfilled(
        { cloud },
        cloud.deleteNexusEndpoint({ endpointId, resourceVersion: read?.resourceVersion ?? "" }),
      );
      await refused(cloud.getNexusEndpoint({ endpointId }), Code.NotFound);
    }
    const { resourceVersion = "" } = (await cloud.getNamespace({ namespace })).namespace ?? {};
    await fulfilled({ cloud }, cloud.deleteNamespace({ namespace, resourceVersion }));
  });
});
