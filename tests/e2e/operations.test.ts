// Operations between processes: on one Postgres, with the API and the work apart, two of each.
import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { AsyncOperation_State } from "@remit/protocol/gen/temporal/api/cloud/operation/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { Client } from "@temporalio/client";
import { temporalForTest } from "../../tools/temporal-for-test.ts";
import { startPlane } from "../harness/control-plane.ts";
import { sharePostgres } from "../harness/databases.ts";
import { makeNamespace, readNamespace, specOf, withChange } from "../harness/namespaces.ts";
import { untilEnded } from "../harness/operations.ts";
import { sharePlaneOnTemporal } from "../harness/plane-for-file.ts";

describe("operations of several processes", () => {
  const freshDatabase = sharePostgres();

  it("are all carried out once, whichever process took them up", async (t: TestContext) => {
    const server = await temporalForTest();
    if (typeof server === "string") return t.skip(server);
    await using stack = new AsyncDisposableStack();
    stack.defer(() => server.stop());
    const database = await freshDatabase();
    if (typeof database === "string") return t.skip(database);
    stack.use(database);
    const common = { temporalAddress: server.address, store: { kind: "postgres", url: database.url } } as const;
    const first = stack.use(await startPlane({ ...common, roles: new Set(["api"]) }));
    // Nobody carries anything out yet: what is accepted waits.
    const early = await first.owner.cloud.createNamespace({ spec: specOf() });
    assert.equal(early.asyncOperation?.state, AsyncOperation_State.PENDING);
    stack.use(await startPlane({ ...common, roles: new Set(["operations"]) }));
    stack.use(await startPlane({ ...common, roles: new Set(["operations"]) }));
    const second = stack.use(await startPlane({ ...common, roles: new Set(["api"]) }));
    const apis = [first.owner, second.as(first.ownerKey)];
    const callers = Array.from({ length: 5 }, () => apis).flat();
    const accepted = await Promise.all(callers.map(({ cloud }) => cloud.createNamespace({ spec: specOf() })));
    for (const answer of [early, ...accepted]) {
      assert.equal((await untilEnded(first.owner, answer)).state, AsyncOperation_State.FULFILLED);
      assert.equal((await readNamespace(first.owner, answer.namespace)).state, ResourceState.ACTIVE);
    }
    const { logs } = await first.owner.cloud.getAuditLogs({ pageSize: 1000 });
    assert.equal(logs.filter(({ operation }) => operation === "CreateNamespace").length, 11);
  });
});

describe("who reaches remit-system", () => {
  const onTemporal = sharePlaneOnTemporal();

  onTemporal("can start nothing of value", async ({ owner, accountId }, { connection }) => {
    const made = await makeNamespace(owner);
    const spec = withChange(made, { retentionDays: 9 });
    const { namespace, resourceVersion } = made;
    const ended = await untilEnded(owner, await owner.cloud.updateNamespace({ namespace, spec, resourceVersion }));
    const before = await readNamespace(owner, namespace);
    const client = new Client({ connection, namespace: "remit-system" });
    const taskQueue = `remit-operations-${accountId}`;
    for (const argument of ["made-up", ended.id, "", { uid: "x" }, null]) {
      const workflowId = `forged-${Math.random()}`;
      const handle = await client.workflow.start("carryOutOperation", { taskQueue, workflowId, args: [argument] });
      await Promise.race([handle.result().catch(() => {}), sleep(5_000, undefined, { ref: false })]);
      await handle.terminate().catch(() => {});
    }
    assert.deepEqual(await readNamespace(owner, namespace), before);
  });
});
