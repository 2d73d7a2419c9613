// Nexus endpoints on a real Temporal server: what is stored, who may point one where, and how they end.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe } from "node:test";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import {
  NamespaceAccess_Permission as Level,
  AccountAccess_Role as Role,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import {
  AllowedCloudNamespacePolicySpecSchema,
  type Endpoint,
  type EndpointPolicySpec,
  EndpointPolicySpecSchema,
  type EndpointSpec,
  EndpointSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/nexus/v1/message_pb.ts";
import { AsyncOperation_State } from "@remit/protocol/gen/temporal/api/cloud/operation/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { createNexusEndpoint, listNexusEndpoints } from "../../packages/server/src/temporal/nexus-endpoints.ts";
import type { Caller } from "../harness/control-plane.ts";
import { makeNamespace, readNamespace, removeNamespace } from "../harness/namespaces.ts";
import { fulfilled, untilEnded } from "../harness/operations.ts";
import { sharePlaneOnTemporal } from "../harness/plane-for-file.ts";
import { makeServiceAccount } from "../harness/principals.ts";
import { refused, refusedField } from "../harness/refusals.ts";

type SpecInit = MessageInitShape<typeof EndpointSpecSchema>;

const freshEndpoint = (): string => `Endpoint-${randomBytes(5).toString("hex")}`;
const payload = (json: string) => ({
  metadata: { encoding: Buffer.from("json/plain"), note: Buffer.from([0, 255]) },
  data: Buffer.from(json),
});
const allow = (...ids: string[]): EndpointPolicySpec[] =>
  ids.map((namespaceId) => {
    const value = create(AllowedCloudNamespacePolicySpecSchema, { namespaceId });
    return create(EndpointPolicySpecSchema, { variant: { case: "allowedCloudNamespacePolicySpec", value } });
  });

function specTo(namespaceId: string, more: SpecInit = {}): EndpointSpec {
  const targetSpec = { variant: { case: "workerTargetSpec" as const, value: { namespaceId, taskQueue: "orders" } } };
  return create(EndpointSpecSchema, { name: freshEndpoint(), targetSpec, ...more } as SpecInit);
}

async function makeEndpoint(caller: Caller, spec: EndpointSpec, projectId = ""): Promise<Endpoint> {
  const { endpointId } = await fulfilled(caller, caller.cloud.createNexusEndpoint({ spec, projectId }));
  return readEndpoint(caller, endpointId);
}

async function readEndpoint({ cloud }: Caller, endpointId: string): Promise<Endpoint> {
  const { endpoint } = await cloud.getNexusEndpoint({ endpointId });
  if (endpoint === undefined) throw new Error("GetNexusEndpoint answered without an endpoint");
  return endpoint;
}

async function change(caller: Caller, id: string, with_: (spec: EndpointSpec) => void): Promise<Endpoint> {
  const { spec, resourceVersion } = await readEndpoint(caller, id);
  if (spec === undefined) throw new Error("an endpoint was read without a spec");
  with_(spec);
  await fulfilled(caller, caller.cloud.updateNexusEndpoint({ endpointId: id, spec, resourceVersion }));
  return readEndpoint(caller, id);
}

describe("Nexus endpoints", () => {
  const onTemporal = sharePlaneOnTemporal();

  onTemporal(
    "are on the server when their creation is fulfilled, and gone from it after their deletion",
    async ({ owner }, { connection }) => {
      const { namespace, projectId } = await makeNamespace(owner);
      const made = await makeEndpoint(owner, specTo(namespace, { policySpecs: allow(namespace) }));
      const name = made.spec?.name ?? "";
      assert.equal(made.state, ResourceState.ACTIVE);
      assert.equal(made.projectId, projectId);
      assert.ok(made.createdTime);
      const [onServer] = await listNexusEndpoints(connection, name);
      assert.deepEqual(onServer?.target, { namespace, taskQueue: "orders" });
      const { id, resourceVersion } = made;
      await fulfilled(owner, owner.cloud.deleteNexusEndpoint({ endpointId: id, resourceVersion }));
      await refused(owner.cloud.getNexusEndpoint({ endpointId: id }), Code.NotFound);
      assert.deepEqual(await listNexusEndpoints(connection, name), []);
      await makeEndpoint(owner, specTo(namespace, { name }));
    },
  );

  onTemporal("leave their name to others when they get another", async ({ owner }, { connection }) => {
    const { namespace } = await makeNamespace(owner);
    const name = freshEndpoint();
    for (let round = 0; round < 3; round++) {
      const { id } = await makeEndpoint(owner, specTo(namespace, { name }));
      await change(owner, id, (spec) => {
        spec.name = `${name}-${round}`;
      });
    }
    const found = (await listNexusEndpoints(connection)).map((endpoint) => endpoint.name);
    assert.deepEqual(
      found.filter((each) => each.startsWith(name) || each.startsWith("Remit")).sort(),
      [0, 1, 2].map((round) => `${name}-${round}`),
    );
  });

  onTemporal("do not take the name of one that is on the server alone", async ({ owner }, { connection }) => {
    const { namespace } = await makeNamespace(owner);
    const theirs = { name: freshEndpoint(), target: { namespace, taskQueue: "theirs" } };
    const { id: theirId } = await createNexusEndpoint(connection, theirs);
    const { id, spec, resourceVersion } = await makeEndpoint(owner, specTo(namespace));
    const renamed = create(EndpointSpecSchema, { ...spec, name: theirs.name } as SpecInit);
    const request = { endpointId: id, spec: renamed, resourceVersion };
    const ended = await untilEnded(owner, await owner.cloud.updateNexusEndpoint(request));
    assert.equal(ended.state, AsyncOperation_State.FAILED);
    assert.match(ended.failureReason, /already exists/);
    assert.deepEqual(
      (await listNexusEndpoints(connection, theirs.name)).map((endpoint) => endpoint.id),
      [theirId],
    );
  });

  onTemporal("keep a description byte for byte, and tell none from an empty one", async ({ owner }, { connection }) => {
    const { namespace } = await makeNamespace(owner);
    const none = await makeEndpoint(owner, specTo(namespace));
    assert.deepEqual([none.spec?.description, none.spec?.descriptionDeprecated], [undefined, ""]);
    const empty = await makeEndpoint(owner, specTo(namespace, { description: payload('""') }));
    assert.equal(Buffer.from(empty.spec?.description?.data ?? []).toString(), '""');
    const full = await makeEndpoint(owner, specTo(namespace, { description: payload('"Orders of the shop"') }));
    assert.equal(full.spec?.descriptionDeprecated, "Orders of the shop");
    assert.deepEqual([...(full.spec?.description?.metadata.note ?? [])], [0, 255]);
    const [onServer] = await listNexusEndpoints(connection, full.spec?.name ?? "-");
    assert.deepEqual([...(onServer?.description?.metadata.note ?? [])], [0, 255]);
    const old = await makeEndpoint(owner, specTo(namespace, { descriptionDeprecated: "old" }));
    assert.equal(Buffer.from(old.spec?.description?.data ?? []).toString(), '"old"');
    const cleared = await change(owner, full.id, (spec) => {
      delete spec.description;
      spec.descriptionDeprecated = "";
    });
    assert.equal(cleared.spec?.description, undefined);
  });

  onTemporal(
    "change their name, target and description on the server, and their callers without it",
    async ({ owner }, { connection }) => {
      const from = await makeNamespace(owner);
      const to = await makeNamespace(owner);
      const made = await makeEndpoint(owner, specTo(from.namespace));
      const name = freshEndpoint();
      const moved = await change(owner, made.id, (spec) =>
        Object.assign(spec, specTo(to.namespace, { name, description: payload('"new"') })),
      );
      assert.equal(moved.spec?.name, name);
      assert.notEqual(moved.resourceVersion, made.resourceVersion);
      assert.equal((await listNexusEndpoints(connection, name))[0]?.target.namespace, to.namespace);
      const { endpoints } = await owner.cloud.getNexusEndpoints({ targetNamespaceId: to.namespace });
      assert.deepEqual(
        endpoints.map(({ id }) => id),
        [made.id],
      );
      const opened = create(EndpointSpecSchema, {
        ...moved.spec,
        policySpecs: allow(from.namespace, to.namespace),
      } as SpecInit);
      const { resourceVersion } = moved;
      const answer = await owner.cloud.updateNexusEndpoint({ endpointId: made.id, spec: opened, resourceVersion });
      assert.equal(answer.asyncOperation?.state, AsyncOperation_State.FULFILLED, "who may call is data");
      const turned = create(EndpointSpecSchema, {
        ...moved.spec,
        policySpecs: allow(to.namespace, from.namespace),
      } as SpecInit);
      const version = (await readEndpoint(owner, made.id)).resourceVersion;
      const again = owner.cloud.updateNexusEndpoint({ endpointId: made.id, spec: turned, resourceVersion: version });
      await refused(again, Code.InvalidArgument, "nothing to change");
    },
  );

  onTemporal("are found by all filters together, page by page, only where the caller may get them", async (plane) => {
    const { owner } = plane;
    const { projectId } = await owner.cloud.createProject({ spec: { displayName: `nexus-${Date.now()}` } });
    const target = await makeNamespace(owner, {}, projectId);
    const other = await makeNamespace(owner);
    const made = [];
    for (let count = 0; count < 3; count++) made.push(await makeEndpoint(owner, specTo(target.namespace), projectId));
    await makeEndpoint(owner, specTo(other.namespace));
    const [first] = made;
    const find = async (filter: Parameters<Caller["cloud"]["getNexusEndpoints"]>[0]) =>
      (await owner.cloud.getNexusEndpoints(filter)).endpoints.map(({ id }) => id);
    const ids = made.map(({ id }) => id).sort();
    assert.deepEqual(await find({ projectId }), ids);
    assert.deepEqual(await find({ targetNamespaceId: target.namespace, targetTaskQueue: "orders" }), ids);
    assert.deepEqual(await find({ name: first?.spec?.name ?? "", targetNamespaceId: other.namespace }), []);
    assert.deepEqual(await find({ name: first?.spec?.name ?? "" }), [first?.id]);
    assert.deepEqual(await find({ targetNamespaceId: "no-such.thing" }), []);
    const one = await owner.cloud.getNexusEndpoints({ projectId, pageSize: 2 });
    const two = await owner.cloud.getNexusEndpoints({ projectId, pageSize: 2, pageToken: one.nextPageToken });
    assert.deepEqual(
      [...one.endpoints, ...two.endpoints].map(({ id }) => id),
      ids,
    );
    assert.equal(two.nextPageToken, "");
    const resources = { resourceType: "nexus-endpoints", resourceIds: [first?.id ?? ""] };
    const list = { resourceType: "accounts", allowAll: true };
    const permissions = [
      { actions: ["cloud.nexusendpoint.get"], resources },
      { actions: ["cloud.nexusendpoint.list"], resources: list },
    ];
    const { roleId } = await owner.cloud.createCustomRole({ spec: { name: `one-${Date.now()}`, permissions } });
    const some = await makeServiceAccount(plane, { accountAccess: { customRoles: [roleId] } });
    assert.deepEqual(
      (await some.cloud.getNexusEndpoints({})).endpoints.map(({ id }) => id),
      [first?.id],
    );
  });

  onTemporal("are pointed at a namespace, and away from it, only by its admins", async (plane) => {
    const { owner } = plane;
    const developer = await makeServiceAccount(plane, { accountAccess: { role: Role.DEVELOPER } });
    const own = await makeNamespace(developer);
    const foreign = await makeNamespace(owner);
    const made = await makeEndpoint(developer, specTo(own.namespace));
    const toForeign = specTo(foreign.namespace);
    await refused(developer.cloud.createNexusEndpoint({ spec: toForeign }), Code.PermissionDenied, "Namespace Admin");
    const alike = async (id: string) =>
      (
        await refused(developer.cloud.createNexusEndpoint({ spec: specTo(id) }), Code.PermissionDenied)
      ).message.replaceAll(id, "ID");
    assert.equal(await alike(foreign.namespace), await alike(`nothing.${plane.accountId}`));
    const { id: endpointId, resourceVersion } = made;
    const spec = create(EndpointSpecSchema, { ...specTo(foreign.namespace), name: made.spec?.name ?? "" } as SpecInit);
    await refused(developer.cloud.updateNexusEndpoint({ endpointId, spec, resourceVersion }), Code.PermissionDenied);
    const others = await makeEndpoint(owner, specTo(foreign.namespace));
    await refused(
      developer.cloud.deleteNexusEndpoint({ endpointId: others.id, resourceVersion: others.resourceVersion }),
      Code.PermissionDenied,
      "Namespace Admin",
    );
    const writer = await makeServiceAccount(plane, {
      accountAccess: { role: Role.DEVELOPER },
      namespaceAccesses: { [foreign.namespace]: { permission: Level.WRITE } },
    });
    await refused(writer.cloud.createNexusEndpoint({ spec: specTo(foreign.namespace) }), Code.PermissionDenied);
    const hidden = specTo(own.namespace, { policySpecs: allow(foreign.namespace) });
    const field = "spec.policy_specs[0].allowed_cloud_namespace_policy_spec.namespace_id";
    await refusedField(developer.cloud.createNexusEndpoint({ spec: hidden }), field);
    await refusedField(
      owner.cloud.createNexusEndpoint({ spec: specTo("nothing.abc") }),
      "spec.target_spec.worker_target_spec.namespace_id",
    );
  });

  onTemporal("do not say where they lead to who may delete but not read them", async (plane) => {
    const target = await makeNamespace(plane.owner);
    const { id: endpointId, resourceVersion } = await makeEndpoint(plane.owner, specTo(target.namespace));
    const resources = { resourceType: "nexus-endpoints", allowAll: true };
    const permissions = [{ actions: ["cloud.nexusendpoint.delete"], resources }];
    const { roleId } = await plane.owner.cloud.createCustomRole({ spec: { name: "deletes-endpoints", permissions } });
    const deleter = await makeServiceAccount(plane, { accountAccess: { customRoles: [roleId] } });
    const deletion = deleter.cloud.deleteNexusEndpoint({ endpointId, resourceVersion });
    const { message } = await refused(deletion, Code.PermissionDenied, "Namespace Admin");
    assert.ok(!message.includes(target.namespace), message);
  });

  onTemporal("keep their target from being deleted, and forget callers that are", async ({ owner }) => {
    const target = await makeNamespace(owner);
    const caller = await makeNamespace(owner);
    const made = await makeEndpoint(
      owner,
      specTo(target.namespace, { policySpecs: allow(caller.namespace, target.namespace) }),
    );
    const { namespace, resourceVersion } = await readNamespace(owner, target.namespace);
    await refused(
      owner.cloud.deleteNamespace({ namespace, resourceVersion }),
      Code.FailedPrecondition,
      "Nexus endpoints",
    );
    await removeNamespace(owner, caller.namespace);
    const after = await readEndpoint(owner, made.id);
    assert.deepEqual(
      after.spec?.policySpecs.map(({ variant }) => variant.value?.namespaceId),
      [target.namespace],
    );
  });

  onTemporal("say what is wrong with a spec, and that a name is taken", async ({ owner }) => {
    const { namespace } = await makeNamespace(owner);
    const refusals: readonly (readonly [string, SpecInit])[] = [
      ["spec.name", { name: "" }],
      ["spec.name", { name: "a" }],
      ["spec.name", { name: "1a" }],
      ["spec.name", { name: "a_b" }],
      ["spec.name", { name: "ab-" }],
      ["spec.name", { name: "a".repeat(201) }],
      ["spec.target_spec.worker_target_spec", { targetSpec: {} }],
      [
        "spec.target_spec.worker_target_spec.task_queue",
        { targetSpec: { variant: { case: "workerTargetSpec", value: { namespaceId: namespace } } } },
      ],
      ["spec.policy_specs[0].allowed_cloud_namespace_policy_spec", { policySpecs: [{}] }],
      ["spec.description", { description: payload(`"${"a".repeat(20_000)}"`) }],
    ];
    for (const [field, more] of refusals)
      await refusedField(owner.cloud.createNexusEndpoint({ spec: specTo(namespace, more) }), field);
    await refusedField(owner.cloud.createNexusEndpoint({}), "spec");
    const made = await makeEndpoint(owner, specTo(namespace));
    const taken = specTo(namespace, { name: made.spec?.name ?? "" });
    await refused(owner.cloud.createNexusEndpoint({ spec: taken }), Code.AlreadyExists);
    const other = await makeEndpoint(owner, specTo(namespace));
    const renamed = owner.cloud.updateNexusEndpoint({
      endpointId: other.id,
      spec: taken,
      resourceVersion: other.resourceVersion,
    });
    await refused(renamed, Code.AlreadyExists);
    await refused(
      owner.cloud.updateNexusEndpoint({ endpointId: "nothing", spec: taken, resourceVersion: "1" }),
      Code.NotFound,
    );
    const stale = owner.cloud.deleteNexusEndpoint({ endpointId: made.id, resourceVersion: "1" });
    await refused(stale, Code.FailedPrecondition, "version");
  });

  onTemporal(
    "fail to be created where the server has another of the name, and can be deleted then",
    async ({ owner }, { connection }) => {
      const { namespace } = await makeNamespace(owner);
      const spec = specTo(namespace);
      const foreign = { name: spec.name, target: { worker: { namespace, taskQueue: "somebody-elses" } } };
      await connection.operatorService.createNexusEndpoint({ spec: foreign });
      const accepted = await owner.cloud.createNexusEndpoint({ spec });
      const operation = await untilEnded(owner, accepted);
      assert.equal(operation.state, AsyncOperation_State.FAILED);
      assert.match(operation.failureReason, /already exists/);
      const failed = await readEndpoint(owner, accepted.endpointId);
      assert.equal(failed.state, ResourceState.ACTIVATION_FAILED);
      await fulfilled(
        owner,
        owner.cloud.deleteNexusEndpoint({ endpointId: failed.id, resourceVersion: failed.resourceVersion }),
      );
      assert.equal((await listNexusEndpoints(connection, spec.name)).length, 1, "the other one is left alone");
    },
  );
});
