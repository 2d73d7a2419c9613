import assert from "node:assert/strict";
import { describe } from "node:test";
import { Code } from "@connectrpc/connect";
import { Client, type Connection } from "@temporalio/client";
import { RemitError } from "../errors.ts";
import { deleteNamespace, describeNamespace, registerNamespace, updateNamespace } from "./namespaces.ts";
import { registerSystemNamespace, systemNamespace } from "./system-namespace.ts";
import { describeServer, freshName } from "./temporal.test-support.ts";

const failsWith = (code: Code) => (error: unknown) => error instanceof RemitError && error.code === code;

async function startWorkflow(connection: Connection, namespace: string, workflowId: string): Promise<void> {
  await new Client({ connection, namespace }).workflow.start("Any", { taskQueue: "none", workflowId });
}

async function countWorkflows(connection: Connection, namespace: string): Promise<number> {
  const { count } = await connection.workflowService.countWorkflowExecutions({ namespace });
  return Number(count);
}

describe("Namespaces on a real server", () => {
  const onServer = describeServer();

  onServer("registers what was asked for, usable at once even if it was asked for before", async (connection) => {
    const name = freshName();
    await assert.rejects(startWorkflow(connection, name, "too-early"));
    const made = await registerNamespace(connection, {
      name,
      retentionDays: 3,
      description: "Orders",
      data: { "remit.uid": "1" },
    });
    await startWorkflow(connection, name, "first");
    assert.deepEqual(made, {
      name,
      id: made.id,
      retentionDays: 3,
      description: "Orders",
      data: { "remit.uid": "1" },
    });
    assert.match(made.id, /^[0-9a-f-]{36}$/);
  });

  onServer("takes a repeated registration for the first one and completes it", async (connection) => {
    const name = freshName();
    const data = { "remit.uid": "1" };
    const first = await registerNamespace(connection, { name, retentionDays: 3, data });
    const second = await registerNamespace(connection, { name, retentionDays: 5, data });
    assert.equal(second.id, first.id);
    assert.equal(second.retentionDays, 5);
  });

  onServer("leaves a Namespace of the same name that is somebody else's alone", async (connection) => {
    const name = freshName();
    await registerNamespace(connection, { name, retentionDays: 3, data: { "remit.uid": "1" } });
    const other = { name, retentionDays: 9, data: { "remit.uid": "2" } };
    await assert.rejects(registerNamespace(connection, other), failsWith(Code.AlreadyExists));
    assert.equal((await describeNamespace(connection, name))?.retentionDays, 3);
  });

  onServer("changes only what is named", async (connection) => {
    const name = freshName();
    await registerNamespace(connection, { name, retentionDays: 3, description: "Orders", data: { a: "1" } });
    await updateNamespace(connection, name, { retentionDays: 90 });
    await updateNamespace(connection, name, { data: { b: "2" } });
    const found = await describeNamespace(connection, name);
    assert.deepEqual([found?.retentionDays, found?.description, found?.data], [90, "Orders", { a: "1", b: "2" }]);
    await assert.rejects(updateNamespace(connection, freshName(), { retentionDays: 1 }), failsWith(Code.NotFound));
  });

  onServer(
    "frees the name on deletion: workflows started under it later never reach the old one",
    async (connection) => {
      const name = freshName();
      const first = await registerNamespace(connection, { name, retentionDays: 1 });
      await startWorkflow(connection, name, "old");
      await deleteNamespace(connection, name);
      assert.equal(await describeNamespace(connection, name), null);
      const second = await registerNamespace(connection, { name, retentionDays: 1 });
      assert.notEqual(second.id, first.id);
      assert.equal(await countWorkflows(connection, name), 0);
      await startWorkflow(connection, name, "new");
      const history = connection.workflowService.getWorkflowExecutionHistory({
        namespace: name,
        execution: { workflowId: "old" },
      });
      await assert.rejects(history);
    },
  );

  onServer("deletes only the named incarnation, and one that is gone counts as deleted", async (connection) => {
    const name = freshName();
    const { id } = await registerNamespace(connection, { name, retentionDays: 1 });
    await deleteNamespace(connection, name, { id });
    await deleteNamespace(connection, name, { id });
    const second = await registerNamespace(connection, { name, retentionDays: 1 });
    await deleteNamespace(connection, name, { id });
    assert.equal((await describeNamespace(connection, name))?.id, second.id);
    await deleteNamespace(connection, freshName());
  });

  onServer("survives two deletions and two registrations at once", async (connection) => {
    const name = freshName();
    const both = [1, 2].map(() => registerNamespace(connection, { name, retentionDays: 1, data: { uid: "1" } }));
    const [one, other] = await Promise.all(both);
    assert.equal(one?.id, other?.id);
    await Promise.all([deleteNamespace(connection, name), deleteNamespace(connection, name)]);
    assert.equal(await describeNamespace(connection, name), null);
  });

  onServer("deletes several Namespaces at once, each of them", async (connection) => {
    const names = [1, 2, 3, 4, 5].map(() => freshName());
    await Promise.all(names.map((name) => registerNamespace(connection, { name, retentionDays: 1 })));
    await Promise.all(names.map((name) => deleteNamespace(connection, name)));
    const left = await Promise.all(names.map((name) => describeNamespace(connection, name)));
    assert.deepEqual(left, [null, null, null, null, null]);
  });

  onServer("has the control plane's own Namespace however often it is asked for", async (connection) => {
    const first = await registerSystemNamespace(connection);
    const second = await registerSystemNamespace(connection);
    assert.equal(first.name, systemNamespace);
    assert.equal(second.id, first.id);
  });

  onServer("passes on why the server refuses", async (connection) => {
    await assert.rejects(registerNamespace(connection, { name: freshName(), retentionDays: 0 }), (error: unknown) => {
      assert.ok(error instanceof RemitError);
      assert.equal(error.code, Code.FailedPrecondition);
      assert.match(error.message, /retention/);
      return true;
    });
  });
});
