import assert from "node:assert/strict";
import { describe } from "node:test";
import type { MessageInitShape } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import type { WantedNamespaceSchema } from "@remit/protocol/gen/remit/v1/requests_pb.ts";
import { AccountAccess_Role as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { describeNamespace, registerNamespace } from "../../packages/server/src/temporal/namespaces.ts";
import type { TestPlane } from "../harness/control-plane.ts";
import { freshName, makeNamespace, readNamespace, removeNamespace, specOf } from "../harness/namespaces.ts";
import { fulfilled, untilEnded } from "../harness/operations.ts";
import { sharePlaneOnTemporal } from "../harness/plane-for-file.ts";
import { makeUser } from "../harness/principals.ts";
import { refused, refusedField } from "../harness/refusals.ts";
import {
  ask,
  type Deciders,
  joinGroup,
  makeDeciders,
  makeDeveloper,
  onNamespace,
  readRequest,
} from "../harness/requests.ts";
import { makeTeam, readTeam } from "../harness/teams.ts";

let office: Deciders | undefined;
const decidersOf = async (plane: TestPlane): Promise<Deciders> => (office ??= await makeDeciders(plane));

const wantedFor = (
  teamId: string,
  name = freshName(),
  more: MessageInitShape<typeof WantedNamespaceSchema> = {},
): MessageInitShape<typeof WantedNamespaceSchema> => ({
  name,
  region: "aws-us-east-1",
  retentionDays: 14,
  teamId,
  dataClassification: "internal",
  codecEndpoint: "https://codec.example/payments",
  ...more,
});

describe("a Namespace that is asked for", () => {
  const onTemporal = sharePlaneOnTemporal();

  onTemporal("is made on its server with all that was said, and becomes its team's", async (plane, { connection }) => {
    const { members } = await decidersOf(plane);
    const { owner, accountId } = plane;
    await makeTeam(owner, "orders", { name: "Orders", kind: "application" });
    const developer = await makeDeveloper(plane);
    const wanted = wantedFor("orders");
    const reason = "the order service moves here";
    const { requestId } = await developer.requests.requestNamespace({ namespace: wanted, reason });
    await fulfilled(owner, members[0].requests.approveRequest({ requestId, comment: "welcome" }));
    const id = `${wanted.name}.${accountId}`;
    const request = await readRequest(developer, requestId);
    assert.deepEqual([request.state, request.namespaceId], ["approved", id]);
    assert.match(request.note, /belongs to team orders; nobody was given access to it/);
    assert.equal((await describeNamespace(connection, id))?.retentionDays, 14);
    const made = await readNamespace(owner, id);
    assert.deepEqual(made.tags, { team: "orders", "data-classification": "internal" });
    assert.equal(made.spec?.codecServer?.endpoint, "https://codec.example/payments");
    assert.deepEqual((await readTeam(owner, "orders")).spec?.owns?.namespaces, [id]);
    await refused(developer.cloud.getNamespace({ namespace: id }), Code.PermissionDenied);
    const { users } = await owner.cloud.getUserNamespaceAssignments({ namespace: id });
    assert.deepEqual(
      users.filter(({ inheritedAccess }) => !inheritedAccess),
      [],
      "neither who asked nor who approved holds anything for it",
    );
    const { logs } = await owner.cloud.getAuditLogs({ pageSize: 1000 });
    const approval = logs.find(({ operation }) => operation === "ApproveRequest");
    const told = JSON.stringify(approval?.rawDetails);
    for (const text of [requestId, id, developer.id, "welcome"]) assert.ok(told.includes(text), text);
  });

  onTemporal("leaves a team's spec as it is where its tags claim the Namespace", async (plane) => {
    const { members } = await decidersOf(plane);
    const owns = { tags: [{ key: "team", value: "stock" }] };
    const before = await makeTeam(plane.owner, "stock", { name: "Stock", kind: "application", owns });
    const developer = await makeDeveloper(plane);
    const { requestId } = await developer.requests.requestNamespace({ namespace: wantedFor("stock"), reason: "x" });
    await fulfilled(plane.owner, members[0].requests.approveRequest({ requestId }));
    assert.equal((await readTeam(plane.owner, "stock")).resourceVersion, before.resourceVersion);
  });

  onTemporal("is approved only by somebody who might create it", async (plane) => {
    const { groupId, members } = await decidersOf(plane);
    const reader = await makeUser(plane, { accountAccess: { role: Role.READ } });
    await joinGroup(plane, groupId, reader.id);
    await makeTeam(plane.owner, "fraud", { name: "Fraud", kind: "application" });
    const developer = await makeDeveloper(plane);
    const namespace = wantedFor("fraud");
    const { requestId } = await developer.requests.requestNamespace({ namespace, reason: "x" });
    await refused(reader.requests.approveRequest({ requestId }), Code.PermissionDenied, "cloud.namespace.create");
    await refused(developer.requests.approveRequest({ requestId }), Code.PermissionDenied, "their own");
    await makeNamespace(plane.owner, { name: namespace.name ?? "" });
    await refused(members[0].requests.approveRequest({ requestId }), Code.AlreadyExists);
    assert.equal((await readRequest(developer, requestId)).state, "pending");
    await members[0].requests.declineRequest({ requestId, comment: "there is one" });
  });

  onTemporal("reads failed, with the reason, when its server refuses it", async (plane, { connection }) => {
    const { members } = await decidersOf(plane);
    await makeTeam(plane.owner, "ledger", { name: "Ledger", kind: "application" });
    const developer = await makeDeveloper(plane);
    const wanted = wantedFor("ledger");
    await registerNamespace(connection, { name: `${wanted.name}.${plane.accountId}`, retentionDays: 1 });
    const { requestId } = await developer.requests.requestNamespace({ namespace: wanted, reason: "x" });
    await untilEnded(plane.owner, await members[0].requests.approveRequest({ requestId }));
    const failed = await readRequest(developer, requestId);
    assert.equal(failed.state, "failed");
    assert.match(failed.note, /exists/);
  });

  onTemporal("is refused with the field of the request that is wrong", async (plane) => {
    await decidersOf(plane);
    await makeTeam(plane.owner, "mobile", { name: "Mobile", kind: "application" });
    const developer = await makeDeveloper(plane);
    const wrong = (more: MessageInitShape<typeof WantedNamespaceSchema>) =>
      developer.requests.requestNamespace({ namespace: wantedFor("mobile", freshName(), more), reason: "x" });
    await refusedField(wrong({ name: "Not A Name" }), "namespace.name");
    await refusedField(wrong({ region: "aws-nowhere-1" }), "namespace.region");
    await refusedField(wrong({ retentionDays: 1_000 }), "namespace.retention_days");
    await refusedField(wrong({ teamId: "nobody" }), "namespace.team_id");
    await refusedField(wrong({ teamId: "deciders" }), "namespace.team_id");
    await refusedField(wrong({ dataClassification: "" }), "namespace.data_classification");
    await refusedField(wrong({ codecEndpoint: "http://plain.example" }), "namespace.codec_endpoint");
    await refusedField(developer.requests.requestNamespace({ reason: "x" }), "namespace");
  });
});

describe("access to a Namespace that is deleted and made again", () => {
  const onTemporal = sharePlaneOnTemporal();

  onTemporal("is not inherited: neither what was granted nor what was asked for", async (plane) => {
    const { members } = await makeDeciders(plane);
    const spec = specOf();
    const { namespace } = await makeNamespace(plane.owner, spec);
    const developer = await makeDeveloper(plane);
    const granted = await ask(developer, onNamespace(namespace));
    const open = await ask(developer, onNamespace(namespace, "write"));
    await members[0].requests.approveRequest({ requestId: granted });
    await developer.cloud.getNamespace({ namespace });
    await removeNamespace(plane.owner, namespace);
    await makeNamespace(plane.owner, spec);
    await refused(developer.cloud.getNamespace({ namespace }), Code.PermissionDenied);
    assert.equal((await readRequest(developer, granted)).state, "ended");
    const late = members[0].requests.approveRequest({ requestId: open });
    await refused(late, Code.FailedPrecondition, "is not what it was");
  });
});
