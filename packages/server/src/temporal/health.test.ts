import assert from "node:assert/strict";
import { it } from "node:test";
import { findFreePort } from "../../../../tools/free-port.ts";
import { connectTemporal } from "./connect.ts";
import { isHealthy } from "./health.ts";
import { describeServer } from "./temporal.test-support.ts";

const onServer = describeServer();

onServer("a server that does its work is healthy", async (connection) => {
  assert.equal(await isHealthy(connection), true);
});

it("a server that nobody finds is not", async () => {
  const connection = connectTemporal({ address: `127.0.0.1:${await findFreePort()}` });
  try {
    assert.equal(await isHealthy(connection), false);
  } finally {
    await connection.close();
  }
});
