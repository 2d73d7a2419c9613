import assert from "node:assert/strict";
import { describe } from "node:test";
import { Code } from "@connectrpc/connect";
import { Client, type Connection } from "@temporalio/client";
import { defineSearchAttributeKey, SearchAttributeType as SdkType } from "@temporalio/common";
import { RemitError } from "../errors.ts";
import { registerNamespace } from "./namespaces.ts";
import { searchAttributeLimits, searchAttributeRoom } from "./search-attribute-room.ts";
import { addSearchAttributes, listSearchAttributes, renameSearchAttribute } from "./search-attributes.ts";
import { describeServer, freshName } from "./temporal.test-support.ts";

const failsWith = (code: Code) => (error: unknown) => error instanceof RemitError && error.code === code;

async function freshNamespace(connection: Connection): Promise<string> {
  return (await registerNamespace(connection, { name: freshName(), retentionDays: 1 })).name;
}

describe("search attributes on a real server", () => {
  const onServer = describeServer();

  onServer("adds attributes of every type once, however often it is asked", async (connection) => {
    const name = await freshNamespace(connection);
    const wanted = {
      Flag: "Bool",
      When: "Datetime",
      Ratio: "Double",
      Count: "Int",
      Customer: "Keyword",
      Labels: "KeywordList",
      Note: "Text",
    } as const;
    await addSearchAttributes(connection, name, wanted);
    await addSearchAttributes(connection, name, { ...wanted, "Order id.v2/@x": "Keyword" });
    assert.deepEqual(await listSearchAttributes(connection, name), { ...wanted, "Order id.v2/@x": "Keyword" });
  });

  onServer("refuses another type for an attribute that exists", async (connection) => {
    const name = await freshNamespace(connection);
    await addSearchAttributes(connection, name, { Customer: "Keyword" });
    await assert.rejects(
      addSearchAttributes(connection, name, { Customer: "Int" }),
      failsWith(Code.FailedPrecondition),
    );
  });

  onServer("keeps what was recorded when an attribute is renamed", async (connection) => {
    const name = await freshNamespace(connection);
    await addSearchAttributes(connection, name, { Customer: "Keyword", Other: "Keyword" });
    const client = new Client({ connection, namespace: name });
    const key = defineSearchAttributeKey("Customer", SdkType.KEYWORD);
    await client.workflow.start("Any", {
      taskQueue: "none",
      workflowId: "one",
      typedSearchAttributes: [{ key, value: "acme" }],
    });
    await renameSearchAttribute(connection, name, "Customer", "Buyer");
    await renameSearchAttribute(connection, name, "Customer", "Buyer");
    assert.deepEqual(await listSearchAttributes(connection, name), { Buyer: "Keyword", Other: "Keyword" });
    await waitForCount(client, 'Buyer = "acme"', 1);
  });

  onServer("finishes a rename that was interrupted between its two steps", async (connection) => {
    const name = await freshNamespace(connection);
    await addSearchAttributes(connection, name, { Customer: "Keyword" });
    const { config } = await connection.workflowService.describeNamespace({ namespace: name });
    const [column] = Object.keys(config?.customSearchAttributeAliases ?? {});
    assert.ok(column);
    await connection.workflowService.updateNamespace({
      namespace: name,
      config: { customSearchAttributeAliases: { [column]: "" } },
      updateInfo: { data: { "remit.search-attribute-rename": `${column} Customer` } },
    });
    await renameSearchAttribute(connection, name, "Customer", "Buyer");
    const after = await connection.workflowService.describeNamespace({ namespace: name });
    assert.deepEqual(after.config?.customSearchAttributeAliases, { [column]: "Buyer" });
  });

  onServer("refuses to rename what is not there, or to a name that is taken", async (connection) => {
    const name = await freshNamespace(connection);
    await addSearchAttributes(connection, name, { Customer: "Keyword", Other: "Keyword" });
    await assert.rejects(renameSearchAttribute(connection, name, "Nothing", "Buyer"), failsWith(Code.NotFound));
    await assert.rejects(
      renameSearchAttribute(connection, name, "Customer", "Other"),
      failsWith(Code.FailedPrecondition),
    );
    assert.deepEqual(await listSearchAttributes(connection, name), { Customer: "Keyword", Other: "Keyword" });
  });

  onServer("knows the server's room: what it calls free can be added, and one more cannot", async (connection) => {
    const name = await freshNamespace(connection);
    await addSearchAttributes(connection, name, { First: "Int" });
    const room = await searchAttributeRoom(connection, name);
    assert.deepEqual(room?.Int, { limit: 3, free: 2 });
    assert.deepEqual(room?.Keyword, { limit: 10, free: 10 });
    assert.equal((await searchAttributeLimits(connection))?.KeywordList, 3);
    await addSearchAttributes(connection, name, { Second: "Int", Third: "Int" });
    await assert.rejects(addSearchAttributes(connection, name, { Fourth: "Int" }), failsWith(Code.FailedPrecondition));
  });
});

/** Visibility follows writes with a delay, so the count is asked for until it is there. */
async function waitForCount(client: Client, query: string, wanted: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if ((await client.workflow.count(query)).count === wanted) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`never counted ${wanted} for ${query}`);
}
