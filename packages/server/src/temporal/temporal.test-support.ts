// Shared by this folder's tests: one connection per file to a real server, and Namespaces that nobody else uses.
import { randomBytes } from "node:crypto";
import { after, before, it, type TestContext } from "node:test";
import type { Connection } from "@temporalio/client";
import { type TestServer, temporalForTest } from "../../../../tools/temporal-for-test.ts";
import { connectTemporal } from "./connect.ts";

/** Call once at the top of the file; the returned `it` skips with the reason when no server can be had. */
export function describeServer() {
  let server: TestServer | string = "not started";
  let connection: Connection | undefined;
  before(async () => {
    server = await temporalForTest();
    if (typeof server !== "string") connection = connectTemporal({ address: server.address });
  });
  after(async () => {
    await connection?.close();
    if (typeof server !== "string") await server.stop();
  });
  return function onServer(promise: string, prove: (connection: Connection) => Promise<void>): void {
    it(promise, async (t: TestContext) => {
      if (typeof server === "string") t.skip(server);
      else if (connection) await prove(connection);
    });
  };
}

export function freshName(prefix = "test"): string {
  return `${prefix}-${randomBytes(5).toString("hex")}.abc123`;
}
