// Namespaces and Nexus endpoints go from project to project, and access by project goes with them.
import assert from "node:assert/strict";
import { describe } from "node:test";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import {
  ConnectivityRuleIDsSchema,
  type MoveNamespaceToProjectRequestSchema,
  NoConnectivityRulesSchema,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import {
  ProjectAccess_ProjectRole as ProjectRole,
  AccountAccess_Role as Role,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { AsyncOperation_State } from "@remit/protocol/gen/temporal/api/cloud/operation/v1/message_pb.ts";
import type { Caller, TestPlane } from "../harness/control-plane.ts";
import { connectToGateway } from "../harness/gateway-clients.ts";
import { refusalOrNull } from "../harness/gateway-roles.ts";
import { freshName, makeNamespace, readNamespace } from "../harness/namespaces.ts";
import { fulfilled } from "../harness/operations.ts";
import { sharePlaneOnTemporal } from "../harness/plane-for-file.ts";
import { makeServiceAccount } from "../harness/principals.ts";
import { refused, refusedField } from "../harness/refusals.ts";

const makeProject = async ({ owner }: TestPlane): Promise<string> =>
  (await owner.cloud.createProject({ spec: { displayName: freshName("project") } })).projectId;

const makeRule = async ({ owner }: TestPlane, projectId: string): Promise<string> => {
  const spec = { connectionType: { case: "publicRule" as const, value: {} } };
  return (await owner.cloud.createConnectivityRule({ projectId, spec })).connectivityRuleId;
};

/** A service account with the least role of the account and these roles in projects. */
const makeMember = (plane: TestPlane, roles: Readonly<Record<string, ProjectRole>>) =>
  makeServiceAccount(plane, {
    accountAccess: { role: Role.METRICS_READ },
    projectAccesses: Object.fromEntries(Object.entries(roles).map(([id, role]) => [id, { role }])),
  });

type MoveInit = MessageInitShape<typeof MoveNamespaceToProjectRequestSchema>;

async function moveOf({ owner }: TestPlane, namespace: string, destinationProjectId: string): Promise<MoveInit> {
  const { projectId, resourceVersion } = await readNamespace(owner, namespace);
  return { namespace, destinationProjectId, expectedSourceProjectId: projectId, resourceVersion };
}

async function endpointTo(caller: Caller, namespaceId: string, projectId: string): Promise<string> {
  const targetSpec = { variant: { case: "workerTargetSpec" as const, value: { namespaceId, taskQueue: "orders" } } };
  const spec = { name: freshName("Endpoint"), targetSpec };
  return (await fulfilled(caller, caller.cloud.createNexusEndpoint({ spec, projectId }))).endpointId;
}

describe("moves between projects", () => {
  const onTemporal = sharePlaneOnTemporal({
    gateway: {},
    limits: { projectsPerAccount: 0, namespacesPerProject: 2, nexusEndpointsPerProject: 1 },
  });

  onTemporal("take a namespace along at once, for people and for the gateway", async (plane) => {
    const [from, to] = [await makeProject(plane), await makeProject(plane)];
    const { namespace } = await makeNamespace(plane.owner, {}, from);
    const [old, fresh] = [
      await makeMember(plane, { [from]: ProjectRole.WRITE }),
      await makeMember(plane, { [to]: ProjectRole.WRITE }),
    ];
    await refused(fresh.cloud.getNamespace({ namespace }), Code.PermissionDenied);
    const { asyncOperation } = await plane.owner.cloud.moveNamespaceToProject(await moveOf(plane, namespace, to));
    assert.equal(asyncOperation?.state, AsyncOperation_State.FULFILLED);
    assert.equal((await readNamespace(fresh, namespace)).projectId, to);
    await refused(old.cloud.getNamespace({ namespace }), Code.PermissionDenied);
    const listed = await fresh.cloud.getNamespaces({ projectId: to });
    assert.deepEqual(
      listed.namespaces.map((one) => one.namespace),
      [namespace],
    );
    for (const [{ key }, code] of [
      [fresh, null],
      [old, 7],
    ] as const) {
      await using gateway = await connectToGateway(plane.gatewayAddress, key, namespace);
      const refusal = await refusalOrNull(gateway.connection.workflowService.describeNamespace({ namespace }));
      assert.equal(refusal?.code ?? null, code);
    }
    const { logs } = await plane.owner.cloud.getAuditLogs({ pageSize: 1000 });
    const record = logs.find(({ operation }) => operation === "MoveNamespaceToProject");
    assert.deepEqual(JSON.parse(JSON.stringify(record?.rawDetails)).after, {
      project_id: to,
      connectivity_rule_ids: [],
    });
  });

  onTemporal("ask for the project, the version and the destination that the mover knows", async (plane) => {
    const { cloud } = plane.owner;
    const [from, to] = [await makeProject(plane), await makeProject(plane)];
    const { namespace } = await makeNamespace(plane.owner, {}, from);
    const move = await moveOf(plane, namespace, to);
    const trying = (change: MoveInit) => cloud.moveNamespaceToProject({ ...move, ...change } as MoveInit);
    await refused(trying({ destinationProjectId: "" }), Code.NotFound);
    await refusedField(trying({ expectedSourceProjectId: "" }), "expected_source_project_id");
    await refusedField(trying({ resourceVersion: "" }), "resource_version");
    await refused(trying({ resourceVersion: "1" }), Code.FailedPrecondition, "version");
    await refused(trying({ expectedSourceProjectId: to }), Code.FailedPrecondition, "expected_source_project_id");
    await refused(trying({ destinationProjectId: from }), Code.InvalidArgument, "nothing to change");
    await refused(trying({ destinationProjectId: "nowhere" }), Code.NotFound);
    await refused(trying({ namespace: "nothing" }), Code.NotFound);
    assert.equal((await readNamespace(plane.owner, namespace)).resourceVersion, move.resourceVersion);
    for (let full = 0; full < 2; full++) await makeNamespace(plane.owner, {}, to);
    await refused(trying({}), Code.FailedPrecondition, "namespacesPerProject");
  });

  onTemporal("say which connectivity rules the namespace has from then on", async (plane) => {
    const { cloud } = plane.owner;
    const [from, to] = [await makeProject(plane), await makeProject(plane)];
    const [before, after] = [await makeRule(plane, from), await makeRule(plane, to)];
    const { namespace } = await makeNamespace(plane.owner, { connectivityRuleIds: [before] }, from);
    const move = await moveOf(plane, namespace, to);
    const withRules = (...connectivityRuleIds: string[]): MoveInit => ({
      ...move,
      destinationConnectivityRules: {
        case: "ruleIds",
        value: create(ConnectivityRuleIDsSchema, { connectivityRuleIds }),
      },
    });
    await refusedField(cloud.moveNamespaceToProject(move), "rule_ids");
    await refusedField(cloud.moveNamespaceToProject(withRules()), "rule_ids.connectivity_rule_ids");
    await refusedField(cloud.moveNamespaceToProject(withRules(before)), "rule_ids.connectivity_rule_ids");
    await cloud.moveNamespaceToProject(withRules(after, after));
    const moved = await readNamespace(plane.owner, namespace);
    assert.deepEqual([moved.projectId, moved.spec?.connectivityRuleIds], [to, [after]]);
    const { resourceVersion } =
      (await cloud.getConnectivityRule({ connectivityRuleId: before })).connectivityRule ?? {};
    await cloud.deleteConnectivityRule({ connectivityRuleId: before, resourceVersion: resourceVersion ?? "" });
    await cloud.moveNamespaceToProject({
      ...(await moveOf(plane, namespace, from)),
      destinationConnectivityRules: { case: "unrestricted", value: create(NoConnectivityRulesSchema) },
    });
    assert.deepEqual((await readNamespace(plane.owner, namespace)).spec?.connectivityRuleIds, []);
  });

  onTemporal(
    "are made by an admin of the one project who may create in the other, and answer a retry alike",
    async (plane) => {
      const [from, to] = [await makeProject(plane), await makeProject(plane)];
      const { namespace } = await makeNamespace(plane.owner, {}, from);
      const move = { ...(await moveOf(plane, namespace, to)), asyncOperationId: freshName("move") };
      for (const roles of [
        { [from]: ProjectRole.ADMIN },
        { [from]: ProjectRole.WRITE, [to]: ProjectRole.ADMIN },
        { [from]: ProjectRole.ADMIN, [to]: ProjectRole.READ },
      ]) {
        const { cloud } = await makeMember(plane, roles);
        await refused(cloud.moveNamespaceToProject(move), Code.PermissionDenied);
      }
      const mover = await makeMember(plane, { [from]: ProjectRole.ADMIN, [to]: ProjectRole.CONTRIBUTE });
      await makeMember(plane, { [to]: ProjectRole.ADMIN });
      const first = await mover.cloud.moveNamespaceToProject(move);
      await refused(mover.cloud.getNamespace({ namespace }), Code.PermissionDenied);
      const again = await mover.cloud.moveNamespaceToProject(move);
      assert.equal(again.asyncOperation?.id, first.asyncOperation?.id);
      const another = { ...move, asyncOperationId: freshName("move") };
      await refused(mover.cloud.moveNamespaceToProject(another), Code.PermissionDenied);
    },
  );

  onTemporal("take an endpoint along, if its mover is an admin of where it leads", async (plane) => {
    const { cloud } = plane.owner;
    const [from, to] = [await makeProject(plane), await makeProject(plane)];
    const { namespace } = await makeNamespace(plane.owner, {}, to);
    const endpointId = await endpointTo(plane.owner, namespace, from);
    const { endpoint } = await cloud.getNexusEndpoint({ endpointId });
    const resourceVersion = endpoint?.resourceVersion ?? "";
    const move = { endpointId, destinationProjectId: to, expectedSourceProjectId: from, resourceVersion };
    const stranger = await makeMember(plane, { [from]: ProjectRole.ADMIN, [to]: ProjectRole.WRITE });
    await refused(stranger.cloud.moveNexusEndpointToProject(move), Code.PermissionDenied);
    const wrongSource = { ...move, expectedSourceProjectId: to };
    await refused(cloud.moveNexusEndpointToProject(wrongSource), Code.FailedPrecondition);
    const staying = { ...move, destinationProjectId: from };
    await refused(cloud.moveNexusEndpointToProject(staying), Code.InvalidArgument, "nothing to change");
    const mover = await makeMember(plane, { [from]: ProjectRole.ADMIN, [to]: ProjectRole.ADMIN });
    await mover.cloud.moveNexusEndpointToProject(move);
    const moved = (await cloud.getNexusEndpoint({ endpointId })).endpoint;
    assert.equal(moved?.projectId, to);
    await refused(cloud.moveNexusEndpointToProject(move), Code.FailedPrecondition, "version");
    const second = await endpointTo(plane.owner, namespace, from);
    const version = (await cloud.getNexusEndpoint({ endpointId: second })).endpoint?.resourceVersion ?? "";
    const full = cloud.moveNexusEndpointToProject({ ...move, endpointId: second, resourceVersion: version });
    await refused(full, Code.FailedPrecondition, "nexusEndpointsPerProject");
  });

  onTemporal("empty a project, so that it can go", async (plane) => {
    const { cloud } = plane.owner;
    const [from, to] = [await makeProject(plane), await makeProject(plane)];
    const { namespace } = await makeNamespace(plane.owner, {}, from);
    const endpointId = await endpointTo(plane.owner, namespace, from);
    const { project } = await cloud.getProject({ projectId: from });
    const deletion = { projectId: from, resourceVersion: project?.resourceVersion ?? "" };
    await refused(cloud.deleteProject(deletion), Code.FailedPrecondition, "1 namespaces, 1 Nexus endpoints");
    await cloud.moveNamespaceToProject(await moveOf(plane, namespace, to));
    await refused(cloud.deleteProject(deletion), Code.FailedPrecondition, "1 Nexus endpoints");
    const { endpoint } = await cloud.getNexusEndpoint({ endpointId });
    await cloud.moveNexusEndpointToProject({
      endpointId,
      destinationProjectId: to,
      expectedSourceProjectId: from,
      resourceVersion: endpoint?.resourceVersion ?? "",
    });
    await cloud.deleteProject(deletion);
    await refused(cloud.getProject({ projectId: from }), Code.NotFound);
    assert.equal((await readNamespace(plane.owner, namespace)).projectId, to);
  });
});
