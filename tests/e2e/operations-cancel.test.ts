// What people do about operations that do not end by themselves: look, take back, try again now.
import assert from "node:assert/strict";
import { after, before, describe, it, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Code, ConnectError } from "@connectrpc/connect";
import type { Operation } from "@remit/protocol/gen/remit/v1/activity_pb.ts";
import {
  NamespaceAccess_Permission as Level,
  AccountAccess_Role as Role,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { AsyncOperation_State as State } from "@remit/protocol/gen/temporal/api/cloud/operation/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { type TestServer, temporalForTest } from "../../tools/temporal-for-test.ts";
import { type Caller, startPlane, type TestPlane } from "../harness/control-plane.ts";
import { makeNamespace, readNamespace, specOf, withChange } from "../harness/namespaces.ts";
import { untilEnded } from "../harness/operations.ts";
import { sharePlane } from "../harness/plane-for-file.ts";
import { makeServiceAccount } from "../harness/principals.ts";
import { refused, refusedField } from "../harness/refusals.ts";
import { remitAs } from "../harness/run-remit.ts";

async function readOperation({ activity }: Caller, operationId: string): Promise<Operation> {
  const [operation] = (await activity.getOperations({ operationId })).operations;
  return operation ?? assert.fail(`GetOperations does not know ${operationId}`);
}

/** Asks until it is as wanted. */
async function until(caller: Caller, id: string, wanted: (operation: Operation) => boolean): Promise<Operation> {
  for (;;) {
    const operation = await readOperation(caller, id);
    if (wanted(operation)) return operation;
    await sleep(50);
  }
}

describe("an operation that nobody has begun", () => {
  const onPlane = sharePlane();

  onPlane("is taken back whole, by who could start it and by who may change the account", async (plane) => {
    const { owner } = plane;
    const developer = await makeServiceAccount(plane, { accountAccess: { role: Role.DEVELOPER } });
    const admin = await makeServiceAccount(plane, { accountAccess: { role: Role.ADMIN } });
    const reader = await makeServiceAccount(plane, { accountAccess: { role: Role.READ } });
    for (const canceller of [developer, admin, owner]) {
      const { namespace, asyncOperation } = await developer.cloud.createNamespace({ spec: specOf() });
      const operationId = asyncOperation?.id ?? "";
      assert.equal((await readOperation(developer, operationId)).cancellable, true);
      await refused(reader.activity.cancelOperation({ operationId }), Code.PermissionDenied);
      const { operation } = await canceller.activity.cancelOperation({ operationId });
      assert.equal(operation?.state, State.CANCELLED);
      const read = await owner.cloud.getAsyncOperation({ asyncOperationId: operationId });
      assert.deepEqual(
        [read.asyncOperation?.state, read.asyncOperation?.failureReason],
        [State.CANCELLED, "it was cancelled"],
      );
      assert.equal((await readNamespace(owner, namespace)).state, ResourceState.ACTIVATION_FAILED);
      await refused(owner.activity.cancelOperation({ operationId }), Code.FailedPrecondition, "has ended: CANCELLED");
      await refused(owner.activity.retryOperation({ operationId }), Code.FailedPrecondition, "has ended");
      assert.equal((await readOperation(owner, operationId)).cancellable, false);
    }
    const { records } = await owner.activity.getAuditRecords({ operation: "CancelOperation", pageSize: 10 });
    assert.equal(records.filter(({ status }) => status === "OK").length, 3);
  });

  onPlane("is not for who lost the right to start it", async (plane) => {
    const { cloud } = plane.owner;
    const maker = await makeServiceAccount(plane, { accountAccess: { role: Role.DEVELOPER } });
    const { asyncOperation } = await maker.cloud.createNamespace({ spec: specOf() });
    const { serviceAccount } = await cloud.getServiceAccount({ serviceAccountId: maker.id });
    await cloud.updateServiceAccount({
      serviceAccountId: maker.id,
      spec: { name: serviceAccount?.spec?.name ?? "", access: { accountAccess: { role: Role.READ } } },
      resourceVersion: serviceAccount?.resourceVersion ?? "",
    });
    const request = { operationId: asyncOperation?.id ?? "" };
    await refused(maker.activity.cancelOperation(request), Code.PermissionDenied);
    await refused(maker.activity.retryOperation(request), Code.PermissionDenied);
    assert.equal((await readOperation(plane.owner, request.operationId)).operation?.state, State.PENDING);
  });

  onPlane("is listed, shown and taken back by the command", async (plane) => {
    const remit = remitAs(plane, plane.ownerKey);
    const { namespace, asyncOperation } = await plane.owner.cloud.createNamespace({ spec: specOf() });
    const id = asyncOperation?.id ?? "none";
    const listed = await remit(["operations", "list"]);
    assert.match(listed.out, new RegExp(`^${id} +CreateNamespace +pending +0 +\\S+ +namespaces ${namespace}$`, "m"));
    assert.deepEqual(await remit(["operations", "list", "--stuck"]), {
      exitCode: 0,
      out: "Nothing is stuck.",
      err: "",
    });
    const shown = await remit(["operations", "get", id]);
    assert.match(shown.out, /^State: +pending\n(?:.*\n)*Cancellable: +yes/m);
    const cancelled = await remit(["operations", "cancel", id]);
    assert.deepEqual([cancelled.exitCode, cancelled.out], [0, `Cancelled: ${id}`]);
    const again = await remit(["operations", "retry", id]);
    assert.equal(again.exitCode, 2);
    assert.match(again.err, /has ended: CANCELLED/);
    const json = await remit(["operations", "get", id, "-o", "json"]);
    assert.equal(JSON.parse(json.out).operation.state, "STATE_CANCELLED");
    assert.equal((await remit(["operations", "get", "nothing"])).exitCode, 2);
  });

  onPlane("is named by its id, and is one that waits for a server", async ({ owner }) => {
    await refusedField(owner.activity.cancelOperation({}), "operation_id");
    await refused(owner.activity.cancelOperation({ operationId: "nothing" }), Code.NotFound);
    await refused(owner.activity.retryOperation({ operationId: "nothing" }), Code.NotFound);
    const { asyncOperation } = await owner.cloud.createProject({ spec: { displayName: "data" } });
    const operationId = asyncOperation?.id ?? "";
    await refused(owner.activity.cancelOperation({ operationId }), Code.FailedPrecondition, "FULFILLED");
  });
});

describe("an operation on a server", () => {
  let server: TestServer | string = "not started";
  let plane: TestPlane | undefined;
  before(async () => {
    server = await temporalForTest();
    if (typeof server === "string") return;
    plane = await startPlane({
      temporalAddress: server.address,
      temporal: { servers: { default: { address: server.address }, away: { address: "127.0.0.1:1" } } },
      regions: [
        { id: "aws-us-east-1", server: "default" },
        { id: "aws-us-west-2", server: "away" },
      ],
      operations: { stuckAfterMinutes: 0 },
    });
  });
  after(async () => {
    await plane?.[Symbol.asyncDispose]();
    if (typeof server !== "string") await server.stop();
  });
  function onServers(promise: string, prove: (plane: TestPlane) => Promise<void>): void {
    it(promise, async (t: TestContext) => {
      if (plane === undefined) return t.skip(typeof server === "string" ? server : "not started");
      await prove(plane);
    });
  }

  onServers(
    "that is away shows its attempts, is tried again on demand, and is taken back between them",
    async (plane) => {
      const { owner } = plane;
      const spec = specOf({
        replicas: [{ $typeName: "temporal.api.cloud.namespace.v1.ReplicaSpec", region: "aws-us-west-2" }],
      });
      const { namespace, asyncOperation } = await owner.cloud.createNamespace({ spec });
      const operationId = asyncOperation?.id ?? "";
      const tried = await until(owner, operationId, ({ failedAttempts }) => failedAttempts.length >= 2);
      assert.equal(tried.stuck, true);
      assert.deepEqual(
        tried.failedAttempts.slice(0, 2).map(({ number }) => number),
        [1, 2],
      );
      for (const { error, endedTime } of tried.failedAttempts) {
        assert.ok(endedTime !== undefined && error !== "");
        assert.doesNotMatch(error, /127\.0\.0\.1/, "what another system said is not shown");
      }
      const waiting = await until(owner, operationId, ({ nextAttemptTime }) => nextAttemptTime !== undefined);
      await accepted(() => owner.activity.retryOperation({ operationId }));
      await until(owner, operationId, ({ attempts }) => attempts > waiting.attempts);
      await accepted(() => owner.activity.cancelOperation({ operationId }));
      const ended = await readOperation(owner, operationId);
      assert.deepEqual(
        [ended.operation?.state, ended.stuck, ended.nextAttemptTime],
        [State.CANCELLED, false, undefined],
      );
      assert.equal((await readNamespace(owner, namespace)).state, ResourceState.ACTIVATION_FAILED);
    },
  );

  onServers("ends once, whether it is carried out or taken back first", async ({ owner }) => {
    for (let round = 0; round < 8; round++) {
      const made = await makeNamespace(owner);
      const { namespace, resourceVersion } = made;
      const asyncOperationId = `race-${round}-${namespace}`;
      const spec = withChange(made, { retentionDays: 11 });
      const updating = owner.cloud.updateNamespace({ namespace, spec, resourceVersion, asyncOperationId });
      const cancelling = cancelAsSoonAsKnown(owner, asyncOperationId);
      const operation = await untilEnded(owner, await updating);
      const won = await cancelling;
      assert.equal(operation.state, won ? State.CANCELLED : State.FULFILLED);
      const after = await readNamespace(owner, namespace);
      assert.equal(after.spec?.retentionDays, won ? 7 : 11);
      assert.equal(after.state, ResourceState.ACTIVE);
    }
  });

  onServers("on its way to a deletion is not taken back once it has begun", async (plane) => {
    const { owner } = plane;
    const { namespace } = await makeNamespace(owner);
    const member = await makeServiceAccount(plane, {
      accountAccess: { role: Role.READ },
      namespaceAccesses: { [namespace]: { permission: Level.ADMIN } },
    });
    const { resourceVersion } = await readNamespace(member, namespace);
    const operation = await untilEnded(member, await member.cloud.deleteNamespace({ namespace, resourceVersion }));
    assert.equal(operation.state, State.FULFILLED);
    const request = { operationId: operation.id };
    await refused(owner.activity.cancelOperation(request), Code.FailedPrecondition, "has ended");
  });
});

/** Until the operation rests: in the midst of an attempt nothing is taken back. */
async function accepted(call: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await call();
      return;
    } catch (error) {
      assert.match(ConnectError.from(error).message, /at this moment/);
      await sleep(20);
    }
  }
}

/** Whether it was taken back. */
async function cancelAsSoonAsKnown({ activity }: Caller, operationId: string): Promise<boolean> {
  for (;;) {
    try {
      await activity.cancelOperation({ operationId });
      return true;
    } catch (error) {
      const { code, message } = ConnectError.from(error);
      if (code === Code.FailedPrecondition && message.includes("has ended")) return false;
      if (code !== Code.NotFound && !message.includes("at this moment")) throw error;
    }
  }
}
