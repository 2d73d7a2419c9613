import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Code } from "@connectrpc/connect";
import { findFreePort } from "../../../../tools/free-port.ts";
import { RemitError } from "../errors.ts";
import { isRetryable } from "./call-server.ts";
import { connectTemporal, waitUntilReady } from "./connect.ts";
import { describeNamespace } from "./namespaces.ts";
import { describeServer } from "./temporal.test-support.ts";

describe("a connection to Temporal", () => {
  const onServer = describeServer();

  onServer("is ready when the named Namespace exists", async (connection) => {
    await waitUntilReady(connection, { namespace: "default" });
    assert.equal((await describeNamespace(connection, "default"))?.name, "default");
  });

  onServer("is not ready while the named Namespace is missing", async (connection) => {
    const waiting = waitUntilReady(connection, { namespace: "never-made", timeoutMs: 200 });
    await assert.rejects(waiting, (error) => error instanceof RemitError && error.code === Code.Unavailable);
  });

  it("fails as unavailable, which may pass, when nothing listens", async () => {
    const connection = connectTemporal({ address: `127.0.0.1:${await findFreePort()}` });
    await assert.rejects(waitUntilReady(connection, { timeoutMs: 100 }), (error) => isRetryable(error));
    await connection.close();
  });
});
