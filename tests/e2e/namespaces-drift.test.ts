// Namespaces that somebody deleted or took over on the Temporal server, past the control plane.
import assert from "node:assert/strict";
import { describe } from "node:test";
import { NamespaceSpec_SearchAttributeType as Type } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { AsyncOperation_State } from "@remit/protocol/gen/temporal/api/cloud/operation/v1/message_pb.ts";
import {
  deleteNamespace,
  describeNamespace,
  registerNamespace,
} from "../../packages/server/src/temporal/namespaces.ts";
import { listSearchAttributes } from "../../packages/server/src/temporal/search-attributes.ts";
import type { Caller } from "../harness/control-plane.ts";
import { changeNamespace, makeNamespace, readNamespace, removeNamespace, withChange } from "../harness/namespaces.ts";
import { untilEnded } from "../harness/operations.ts";
import { sharePlaneOnTemporal } from "../harness/plane-for-file.ts";

describe("a namespace that was deleted on the server behind our back", () => {
  const onTemporal = sharePlaneOnTemporal();

  onTemporal("is made again with its search attributes by the next update", async ({ owner }, { connection }) => {
    const { namespace } = await makeNamespace(owner, { searchAttributes: { Customer: Type.KEYWORD } });
    await deleteNamespace(connection, namespace);
    await changeNamespace(owner, namespace, { retentionDays: 9 });
    assert.equal((await describeNamespace(connection, namespace))?.retentionDays, 9);
    assert.deepEqual(await listSearchAttributes(connection, namespace), { Customer: "Keyword" });
  });

  onTemporal("can be deleted all the same", async ({ owner }, { connection }) => {
    const { namespace } = await makeNamespace(owner);
    await deleteNamespace(connection, namespace);
    await removeNamespace(owner, namespace);
  });

  onTemporal("and that somebody made again is theirs: an update leaves it alone", async ({ owner }, { connection }) => {
    const { namespace } = await makeNamespace(owner);
    await deleteNamespace(connection, namespace);
    await registerNamespace(connection, { name: namespace, retentionDays: 3 });
    const { state, failureReason } = await update(owner, namespace, 9);
    assert.equal(state, AsyncOperation_State.FAILED);
    assert.match(failureReason, /not ours/);
    assert.equal((await describeNamespace(connection, namespace))?.retentionDays, 3);
    await removeNamespace(owner, namespace);
    assert.equal((await describeNamespace(connection, namespace))?.retentionDays, 3);
  });
});

async function update(owner: Caller, namespace: string, retentionDays: number) {
  const before = await readNamespace(owner, namespace);
  const spec = withChange(before, { retentionDays });
  const request = { namespace, spec, resourceVersion: before.resourceVersion };
  return untilEnded(owner, await owner.cloud.updateNamespace(request));
}
