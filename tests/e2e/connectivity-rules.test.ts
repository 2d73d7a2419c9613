import assert from "node:assert/strict";
import { describe } from "node:test";
import { Code } from "@connectrpc/connect";
import { AccountAccess_Role as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { AsyncOperation_State } from "@remit/protocol/gen/temporal/api/cloud/operation/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import type { Caller } from "../harness/control-plane.ts";
import { makeNamespace, readNamespace, specOf, withChange } from "../harness/namespaces.ts";
import { sharePlaneOnTemporal } from "../harness/plane-for-file.ts";
import { makeServiceAccount } from "../harness/principals.ts";
import { refused, refusedField } from "../harness/refusals.ts";

const publicRule = { connectionType: { case: "publicRule" as const, value: {} } };
const privateRule = (more = {}) => ({
  connectionType: {
    case: "privateRule" as const,
    value: { connectionId: "vpce-testconnid", region: "aws-us-west-2", ...more },
  },
});

async function makeRule(
  { cloud }: Caller,
  spec: typeof publicRule | ReturnType<typeof privateRule>,
  projectId = "",
): Promise<string> {
  const { connectivityRuleId, asyncOperation } = await cloud.createConnectivityRule({ spec, projectId });
  assert.equal(asyncOperation?.state, AsyncOperation_State.FULFILLED);
  return connectivityRuleId;
}

async function readRule({ cloud }: Caller, connectivityRuleId: string) {
  const { connectivityRule } = await cloud.getConnectivityRule({ connectivityRuleId });
  if (connectivityRule === undefined) throw new Error("GetConnectivityRule answered without a rule");
  return connectivityRule;
}

describe("connectivity rules", () => {
  const onTemporal = sharePlaneOnTemporal();

  onTemporal("come back as they were sent, an empty public rule too", async ({ owner }) => {
    const open = await readRule(owner, await makeRule(owner, publicRule));
    assert.equal(open.spec?.connectionType.case, "publicRule");
    assert.equal(open.state, ResourceState.ACTIVE);
    assert.ok(open.createdTime && open.projectId && open.resourceVersion);
    const closed = await readRule(owner, await makeRule(owner, privateRule()));
    assert.deepEqual(closed.spec?.connectionType.value, {
      $typeName: "temporal.api.cloud.connectivityrule.v1.PrivateConnectivityRule",
      connectionId: "vpce-testconnid",
      region: "aws-us-west-2",
      gcpProjectId: "",
      azurePeResourceId: "",
    });
  });

  onTemporal("are refused where they say nothing or name what is not there", async ({ owner }) => {
    await refusedField(owner.cloud.createConnectivityRule({}), "spec");
    await refusedField(owner.cloud.createConnectivityRule({ spec: {} }), "spec");
    const empty = owner.cloud.createConnectivityRule({ spec: privateRule({ connectionId: "" }) });
    await refusedField(empty, "spec.private_rule.connection_id");
    await refusedField(
      owner.cloud.createConnectivityRule({ spec: privateRule({ region: "" }) }),
      "spec.private_rule.region",
    );
    await refusedField(
      owner.cloud.createConnectivityRule({ spec: privateRule({ region: "mars" }) }),
      "spec.private_rule.region",
    );
    await refused(owner.cloud.createConnectivityRule({ spec: publicRule, projectId: "nowhere" }), Code.NotFound);
    await refused(owner.cloud.getConnectivityRule({ connectivityRuleId: "nothing" }), Code.NotFound);
  });

  onTemporal("are attached to namespaces of their own project, and cannot be deleted meanwhile", async ({ owner }) => {
    const { projectId } = await owner.cloud.createProject({ spec: { displayName: "other" } });
    const elsewhere = await makeRule(owner, publicRule, projectId);
    const mine = await makeRule(owner, privateRule());
    await refusedField(
      owner.cloud.createNamespace({ spec: specOf({ connectivityRuleIds: [elsewhere] }) }),
      "spec.connectivity_rule_ids",
    );
    const made = await makeNamespace(owner, { connectivityRuleIds: [mine, mine] });
    assert.deepEqual(made.spec?.connectivityRuleIds, [mine]);
    assert.deepEqual(
      made.connectivityRules.map(({ id, spec }) => [id, spec?.connectionType.case]),
      [[mine, "privateRule"]],
    );
    const listed = await owner.cloud.getConnectivityRules({ namespace: made.namespace });
    assert.deepEqual(
      listed.connectivityRules.map(({ id }) => id),
      [mine],
    );
    const { resourceVersion } = await readRule(owner, mine);
    const deletion = { connectivityRuleId: mine, resourceVersion };
    await refused(owner.cloud.deleteConnectivityRule(deletion), Code.FailedPrecondition, "attached");
    const spec = withChange(made, { connectivityRuleIds: [] });
    await owner.cloud.updateNamespace({ namespace: made.namespace, spec, resourceVersion: made.resourceVersion });
    assert.deepEqual((await readNamespace(owner, made.namespace)).connectivityRules, []);
    await owner.cloud.deleteConnectivityRule(deletion);
    await refused(owner.cloud.getConnectivityRule({ connectivityRuleId: mine }), Code.NotFound);
    await refused(owner.cloud.deleteConnectivityRule(deletion), Code.NotFound);
  });

  onTemporal("are listed by project, only where the caller may get them", async (plane) => {
    const { owner } = plane;
    const { projectId } = await owner.cloud.createProject({ spec: { displayName: "rules" } });
    const ids = [await makeRule(owner, publicRule, projectId), await makeRule(owner, privateRule(), projectId)].sort();
    const page = await owner.cloud.getConnectivityRules({ projectId, pageSize: 1 });
    const rest = await owner.cloud.getConnectivityRules({ projectId, pageSize: 1, pageToken: page.nextPageToken });
    assert.deepEqual(
      [...page.connectivityRules, ...rest.connectivityRules].map(({ id }) => id),
      ids,
    );
    const reader = await makeServiceAccount(plane, { accountAccess: { role: Role.READ } });
    await refused(reader.cloud.getConnectivityRules({ projectId }), Code.PermissionDenied);
    await refused(reader.cloud.getConnectivityRule({ connectivityRuleId: ids[0] ?? "" }), Code.PermissionDenied);
    const developer = await makeServiceAccount(plane, { accountAccess: { role: Role.DEVELOPER } });
    assert.deepEqual((await developer.cloud.getConnectivityRules({})).connectivityRules.length > 1, true);
    await refused(developer.cloud.createConnectivityRule({ spec: publicRule }), Code.PermissionDenied);
  });

  onTemporal("are so many per project and no more", async ({ owner }) => {
    const { projectId } = await owner.cloud.createProject({ spec: { displayName: "six" } });
    for (let count = 0; count < 6; count++) await makeRule(owner, privateRule(), projectId);
    await refused(
      owner.cloud.createConnectivityRule({ spec: privateRule(), projectId }),
      Code.FailedPrecondition,
      "limit connectivityRulesPerProject",
    );
  });

  onTemporal("are public once per project, and as often as one likes in the default one", async ({ owner }) => {
    const { projectId } = await owner.cloud.createProject({ spec: { displayName: "one public" } });
    const first = await makeRule(owner, publicRule, projectId);
    await refused(
      owner.cloud.createConnectivityRule({ spec: publicRule, projectId }),
      Code.FailedPrecondition,
      "limit publicConnectivityRulesPerProject",
    );
    await makeRule(owner, privateRule(), projectId);
    const { resourceVersion } = await readRule(owner, first);
    await owner.cloud.deleteConnectivityRule({ connectivityRuleId: first, resourceVersion });
    await makeRule(owner, publicRule, projectId);
    for (let count = 0; count < 2; count++) await makeRule(owner, publicRule);
  });
});
