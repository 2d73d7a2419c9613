// tcld: API version v0.10.0, a date before there were versions, and services that nobody but Temporal serves.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { connect } from "node:http2";
import { describe } from "node:test";
import { clone } from "@bufbuild/protobuf";
import {
  AccountAccess_Role as Role,
  UserGroupSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { TestPlane } from "../harness/control-plane.ts";
import { sharePlane } from "../harness/plane-for-file.ts";
import { ownerThrough } from "./clients.ts";

const unique = (): string => randomUUID().slice(0, 12);

async function makeRole({ owner }: TestPlane): Promise<string> {
  const permissions = [{ actions: ["cloud.namespace.get"], resources: { resourceType: "namespaces", allowAll: true } }];
  return (await owner.cloud.createCustomRole({ spec: { name: `tcld-${unique()}`, permissions } })).roleId;
}

describe("tcld", () => {
  const onPlane = sharePlane();

  onPlane("sets a group's access by changing what it read, which must be there", async (plane) => {
    const { cloud } = ownerThrough(plane, "tcld");
    const { groupId } = await cloud.createUserGroup({
      spec: { displayName: `tcld-${unique()}`, groupType: { case: "cloudGroup", value: {} } },
    });
    const { group } = await cloud.getUserGroup({ groupId });
    assert.ok(group?.spec?.access);
    const spec = clone(UserGroupSpecSchema, group.spec);
    spec.access = {
      ...group.spec.access,
      accountAccess: {
        $typeName: "temporal.api.cloud.identity.v1.AccountAccess",
        role: Role.READ,
        roleDeprecated: "",
        customRoles: [],
      },
    };
    await cloud.updateUserGroup({ groupId, spec, resourceVersion: group.resourceVersion });
    assert.equal((await cloud.getUserGroup({ groupId })).group?.spec?.access?.accountAccess?.role, Role.READ);
  });

  onPlane("does not take custom roles away from a group, which its version cannot express", async (plane) => {
    const { cloud } = ownerThrough(plane, "tcld");
    const roleId = await makeRole(plane);
    const base = { displayName: `tcld-${unique()}`, groupType: { case: "cloudGroup" as const, value: {} } };
    const access = { accountAccess: { role: Role.READ, customRoles: [roleId] } };
    const { groupId } = await plane.owner.cloud.createUserGroup({ spec: { ...base, access } });
    const { resourceVersion = "" } = (await cloud.getUserGroup({ groupId })).group ?? {};
    await cloud.updateUserGroup({
      groupId,
      spec: { ...base, access: { accountAccess: { role: Role.DEVELOPER } } },
      resourceVersion,
    });
    const after = (await plane.owner.cloud.getUserGroup({ groupId })).group?.spec?.access?.accountAccess;
    assert.equal(after?.role, Role.DEVELOPER);
    assert.deepEqual(after?.customRoles, [roleId]);
  });

  onPlane("with a date for a version may write the roles' old names", async (plane) => {
    const { cloud } = ownerThrough(plane, "dated");
    const { userId } = await cloud.createUser({
      spec: { email: `${unique()}@example.com`, access: { accountAccess: { roleDeprecated: "developer" } } },
    });
    const { user } = await cloud.getUser({ userId });
    assert.equal(user?.spec?.access?.accountAccess?.role, Role.DEVELOPER);
    assert.equal(user?.spec?.access?.accountAccess?.roleDeprecated, "developer");
  });

  onPlane("sends no operation id and gets one", async (plane) => {
    const { asyncOperation } = await ownerThrough(plane, "tcld").cloud.createUser({
      spec: { email: `${unique()}@example.com` },
    });
    assert.ok(asyncOperation?.id);
  });

  onPlane("lists connectivity rules of a namespace that has none as an empty list", async (plane) => {
    const { connectivityRules } = await ownerThrough(plane, "tcld").cloud.getConnectivityRules({
      namespace: `none.${plane.accountId}`,
    });
    assert.deepEqual(connectivityRules, []);
  });

  onPlane("looks a Nexus endpoint up by name in the list and gets an empty one for an unknown name", async (plane) => {
    assert.deepEqual((await ownerThrough(plane, "tcld").cloud.getNexusEndpoints({ name: "absent" })).endpoints, []);
  });

  for (const path of [
    "/temporal.api.cloud.cloudservice.v1.CloudService/GetMigrations",
    "/temporal.api.namespaceservice.v1.NamespaceService/GetNamespaces",
    "/temporal.api.authservice.v1.AuthService/GetUsers",
    "/temporal.api.requestservice.v1.RequestService/GetRequestStatus",
  ]) {
    onPlane(`gets Unimplemented for ${path}`, async ({ url, ownerKey }) => {
      assert.equal(await rawGrpcStatus(url, path, ownerKey), "12");
    });
  }
});

/** The status of an empty gRPC call to any path. */
function rawGrpcStatus(url: string, path: string, key: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const session = connect(url).once("error", reject);
    const headers = {
      ":method": "POST",
      ":path": path,
      "content-type": "application/grpc",
      te: "trailers",
      authorization: `Bearer ${key}`,
    };
    const stream = session.request(headers);
    let status = "";
    const note = (fields: Record<string, unknown>): void => {
      const sent = fields["grpc-status"];
      if (typeof sent === "string") status = sent;
    };
    stream.on("response", note).on("trailers", note).on("error", reject);
    stream.on("end", () => {
      session.close();
      resolve(status);
    });
    stream.resume();
    stream.end(Buffer.alloc(5));
  });
}
