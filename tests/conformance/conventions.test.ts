// What holds for every RPC of its kind, found by walking the descriptors: lists, operation ids, versions, headers.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe } from "node:test";
import { type DescMessage, type DescMethod, toBinary, toJson } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import { CloudService } from "@remit/protocol";
import {
  ProjectAccess_ProjectRole as ProjectRole,
  AccountAccess_Role as Role,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { cloudMethods } from "../../packages/server/src/authorize/methods.ts";
import type { Caller, TestPlane } from "../harness/control-plane.ts";
import { specOf } from "../harness/namespaces.ts";
import { sharePlane } from "../harness/plane-for-file.ts";
import { refused } from "../harness/refusals.ts";
import { ownerThrough } from "./clients.ts";

const unique = (): string => randomUUID().slice(0, 12);
const served = CloudService.methods.filter(({ name }) => cloudMethods[name]?.served);
const has = (message: DescMessage, field: string): boolean => message.fields.some(({ name }) => name === field);
const lists = served.filter(({ input }) => has(input, "page_token"));
const mutations = served.filter(({ input, name }) => has(input, "async_operation_id") && name !== "GetAsyncOperation");

/** Calls any RPC with a request of a few members, and ids that name nothing. */
function call(caller: Caller, method: DescMethod, request: Record<string, unknown>): Promise<unknown> {
  const rpc = caller.cloud[method.localName as keyof Caller["cloud"]] as (request: unknown) => Promise<unknown>;
  return rpc(request);
}

/** Lists inside a namespace, project or group need one that is there. */
async function parentOf(plane: TestPlane, { input }: DescMethod): Promise<Record<string, unknown>> {
  if (has(input, "group_id")) {
    const { groupId } = await plane.owner.cloud.createUserGroup({
      spec: { displayName: `all-${unique()}`, groupType: { case: "cloudGroup", value: {} } },
    });
    return { groupId };
  }
  if (input.name.includes("ProjectAssignments") || input.name.includes("ProjectScoped")) {
    const { projects } = await plane.owner.cloud.getProjects({});
    return { projectId: projects[0]?.id };
  }
  return {};
}

const inNamespace = ({ input }: DescMethod): boolean => /NamespaceAssignments|NamespaceExportSinks/.test(input.name);

const onPlane = sharePlane();

describe("every list", () => {
  for (const method of lists.filter((candidate) => !inNamespace(candidate))) {
    onPlane(`${method.name} refuses a page of more than 1000 and a token that it did not give`, async (plane) => {
      const parent = await parentOf(plane, method);
      await refused(call(plane.owner, method, { ...parent, pageSize: 1001 }), Code.InvalidArgument, "page_size");
      await refused(call(plane.owner, method, { ...parent, pageSize: -1 }), Code.InvalidArgument, "page_size");
      await refused(call(plane.owner, method, { ...parent, pageToken: "made up" }), Code.InvalidArgument, "page_token");
      await call(plane.owner, method, { ...parent, pageSize: 1000 });
    });
  }

  onPlane("goes through all of it once, in pages of one, in the documented order", async (plane) => {
    const names = [1, 2, 3].map(() => `page-${unique()}`);
    for (const displayName of names)
      await plane.owner.cloud.createUserGroup({ spec: { displayName, groupType: { case: "cloudGroup", value: {} } } });
    const seen: string[] = [];
    let pageToken = "";
    do {
      const page = await plane.owner.cloud.getUserGroups({ pageSize: 1, pageToken });
      seen.push(...page.groups.map(({ spec }) => spec?.displayName ?? ""));
      ({ nextPageToken: pageToken } = page);
    } while (pageToken !== "");
    assert.deepEqual(seen, seen.toSorted());
    assert.deepEqual(
      seen.filter((name) => names.includes(name)),
      names.toSorted(),
    );
  });

  onPlane("refuses a token of its own that was tampered with, and is never at fault", async ({ owner }) => {
    await owner.cloud.createUser({ spec: { email: `${unique()}@example.com` } });
    await owner.cloud.createProject({ spec: { displayName: unique() } });
    for (const method of lists) {
      const page = await call(owner, method, { pageSize: 1 }).catch(() => undefined);
      const { nextPageToken = "" } = (page ?? {}) as { nextPageToken?: string };
      if (nextPageToken === "") continue;
      const [list] = JSON.parse(Buffer.from(nextPageToken, "base64url").toString()) as string[];
      for (const time of ["", "abc", "-1", "8640000000000000", "1e400", "\ud800"]) {
        const pageToken = Buffer.from(JSON.stringify([list, time, "x"])).toString("base64url");
        const code = await call(owner, method, { pageSize: 1, pageToken }).then(
          () => Code.Canceled,
          (error: { code?: Code }) => error.code ?? Code.Unknown,
        );
        assert.ok([Code.Canceled, Code.InvalidArgument].includes(code), `${method.name} ${time}: ${Code[code]}`);
        if (method.name === "GetAuditLogs") assert.equal(code, Code.InvalidArgument, time);
      }
    }
  });

  onPlane("sends pages that a Go client receives, and all of them, however large the items are", async ({ owner }) => {
    const value = "x".repeat(1000);
    const filter = { commonName: value, organization: value, organizationalUnit: value, subjectAlternativeName: value };
    const mtlsAuth = { enabled: true, certificateFilters: Array.from({ length: 25 }, () => filter) };
    const names = await Promise.all(
      Array.from({ length: 45 }, async () => {
        const { namespace } = await owner.cloud.createNamespace({ spec: specOf({ mtlsAuth }) });
        return namespace;
      }),
    );
    const limit = 4 * 1024 * 1024;
    const seen: string[] = [];
    let logs = 0;
    for (let pageToken = "", more = true; more; more = pageToken !== "") {
      const page = await owner.cloud.getNamespaces({ pageToken });
      assert.ok(toBinary(CloudService.method.getNamespaces.output, page).length < limit);
      seen.push(...page.namespaces.map(({ namespace }) => namespace));
      pageToken = page.nextPageToken;
    }
    for (let pageToken = "", more = true; more; more = pageToken !== "") {
      const page = await owner.cloud.getAuditLogs({ pageToken });
      assert.ok(toBinary(CloudService.method.getAuditLogs.output, page).length < limit);
      logs += page.logs.filter(({ operation }) => operation === "CreateNamespace").length;
      pageToken = page.nextPageToken;
    }
    assert.deepEqual(seen, names.toSorted());
    assert.equal(logs, names.length);
  });

  onPlane("answers a filter that matches nothing with an empty list", async ({ owner, accountId }) => {
    assert.deepEqual((await owner.cloud.getUsers({ email: "absent@example.com" })).users, []);
    assert.deepEqual((await owner.cloud.getNamespaces({ name: "absent" })).namespaces, []);
    assert.deepEqual((await owner.cloud.getUserGroups({ displayName: "absent" })).groups, []);
    assert.deepEqual((await owner.cloud.getUsers({ namespace: `absent.${accountId}` })).users, []);
  });
});

describe("every mutation", () => {
  onPlane(
    "refuses an operation id that is too long or has other characters, and changes nothing",
    async ({ owner }) => {
      assert.ok(mutations.length > 30);
      const before = (await owner.cloud.getUsers({})).users.length;
      for (const method of mutations) {
        for (const asyncOperationId of ["x".repeat(129), "with space", "snowman ☃"]) {
          const outcome = await call(owner, method, { asyncOperationId, spec: {} }).then(
            () => "accepted",
            (error: { code?: Code }) => Code[error.code ?? Code.Unknown],
          );
          // What names nothing that exists may be answered so; it must never be accepted or be our fault.
          assert.ok(
            ["InvalidArgument", "NotFound", "PermissionDenied"].includes(outcome),
            `${method.name}: ${outcome}`,
          );
        }
      }
      assert.equal((await owner.cloud.getUsers({})).users.length, before);
    },
  );

  onPlane(
    "with an operation id that was used gives the first answer again, without a second effect",
    async ({ owner }) => {
      const request = { spec: { email: `${unique()}@example.com` }, asyncOperationId: randomUUID() };
      const [first, second] = [await owner.cloud.createUser(request), await owner.cloud.createUser(request)];
      assert.equal(second.userId, first.userId);
      assert.equal(second.asyncOperation?.id, first.asyncOperation?.id);
      assert.equal((await owner.cloud.getUsers({ email: request.spec.email })).users.length, 1);
    },
  );

  onPlane(
    "with an operation id that was used gives the first answer though the version has moved on",
    async ({ owner }) => {
      const spec = { name: `all-${unique()}`, access: { accountAccess: { role: Role.READ } } };
      const { serviceAccountId } = await owner.cloud.createServiceAccount({ spec });
      const { resourceVersion = "" } = (await owner.cloud.getServiceAccount({ serviceAccountId })).serviceAccount ?? {};
      const request = {
        serviceAccountId,
        spec: { ...spec, description: "changed" },
        resourceVersion,
        asyncOperationId: randomUUID(),
      };
      const first = await owner.cloud.updateServiceAccount(request);
      const second = await owner.cloud.updateServiceAccount(request);
      assert.equal(second.asyncOperation?.id, first.asyncOperation?.id);
    },
  );

  onPlane(
    "with an operation id that was used gives the first answer in whatever order a retry sends maps",
    async (plane) => {
      const projectIds = await Promise.all(
        [1, 2].map(async () => (await plane.owner.cloud.createProject({ spec: { displayName: unique() } })).projectId),
      );
      const [email, asyncOperationId] = [`${unique()}@example.com`, randomUUID()];
      const send = (ids: readonly string[]) => {
        const projectAccesses = Object.fromEntries(ids.map((id) => [id, { role: ProjectRole.READ }]));
        return plane.owner.cloud.createUser({ spec: { email, access: { projectAccesses } }, asyncOperationId });
      };
      assert.equal((await send(projectIds)).userId, (await send(projectIds.toReversed())).userId);
    },
  );

  onPlane("refuses an operation id that was used for another request", async ({ owner }) => {
    const asyncOperationId = randomUUID();
    await owner.cloud.createUser({ spec: { email: `${unique()}@example.com` }, asyncOperationId });
    await refused(
      owner.cloud.createUser({ spec: { email: `${unique()}@example.com` }, asyncOperationId }),
      Code.InvalidArgument,
    );
  });

  onPlane("at a version that has passed fails in a way that no client retries", async ({ owner }) => {
    const { userId } = await owner.cloud.createUser({ spec: { email: `${unique()}@example.com` } });
    const stale = { userId, spec: { email: `${unique()}@example.com` }, resourceVersion: "1" };
    await refused(owner.cloud.deleteUser(stale), Code.FailedPrecondition, "version");
  });

  onPlane("shows when it was last changed only after it was", async ({ owner }) => {
    const spec = { displayName: `all-${unique()}`, groupType: { case: "cloudGroup" as const, value: {} } };
    const { groupId } = await owner.cloud.createUserGroup({ spec });
    const { group } = await owner.cloud.getUserGroup({ groupId });
    assert.ok(group?.createdTime);
    assert.equal(group.lastModifiedTime, undefined);
    await owner.cloud.updateUserGroup({
      groupId,
      spec: { ...spec, displayName: `all-${unique()}` },
      resourceVersion: group.resourceVersion,
    });
    assert.ok((await owner.cloud.getUserGroup({ groupId })).group?.lastModifiedTime);
  });
});

describe("every caller", () => {
  for (const client of ["terraform", "cli", "tcld", "dated", "goSdk", "typescript", "future"] as const) {
    onPlane(`is answered the same whatever version it names: ${client}`, async (plane) => {
      const { account } = await ownerThrough(plane, client).cloud.getAccount({});
      assert.equal(account?.id, plane.accountId);
    });
  }

  onPlane("without a key, or with a wrong one, is not authenticated", async (plane) => {
    await refused(plane.as(null).cloud.getAccount({}), Code.Unauthenticated);
    await refused(plane.as("not-a-key").cloud.getAccount({}), Code.Unauthenticated);
  });

  onPlane("never hears of our fault, whatever empty request it sends", async ({ owner }) => {
    for (const method of served) {
      const code = await call(owner, method, {}).then(
        () => Code.Canceled,
        (error: { code?: Code }) => error.code ?? Code.Unknown,
      );
      assert.ok(
        ![Code.Internal, Code.Unknown, Code.DataLoss, Code.Aborted, Code.ResourceExhausted].includes(code),
        `${method.name}: ${Code[code]}`,
      );
    }
  });

  onPlane("sees who it is, with the key that it used and without that key's secret", async ({ owner, ownerKey }) => {
    const identity = await owner.cloud.getCurrentIdentity({});
    assert.equal(identity.principal.case, "user");
    assert.ok(identity.principalApiKey?.id);
    const text = JSON.stringify(toJson(CloudService.method.getCurrentIdentity.output, identity));
    assert.ok(!text.includes(ownerKey));
  });
});
