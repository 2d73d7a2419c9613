// One control plane for all tests of a file, with or without a Temporal server behind it.
import { after, before, it, type TestContext } from "node:test";
import { connectTemporal } from "../../packages/server/src/temporal/connect.ts";
import { type TestServer, temporalForTest } from "../../tools/temporal-for-test.ts";
import { startPlane, type TestPlane, type TestPlaneOptions } from "./control-plane.ts";

/** The client of the server package: another copy of the SDK would have other types. */
export type Connection = ReturnType<typeof connectTemporal>;

export interface Temporal {
  readonly address: string;
  /** To look at what is really on the server. */
  readonly connection: Connection;
}

/** Call once at the top of a file; the returned `it` skips with the reason when no Temporal server can be had. */
export function sharePlaneOnTemporal(options: TestPlaneOptions = {}) {
  let server: TestServer | string = "not started";
  let plane: TestPlane | undefined;
  let connection: Connection | undefined;
  before(async () => {
    server = await temporalForTest();
    if (typeof server === "string") return;
    connection = connectTemporal({ address: server.address });
    plane = await startPlane({ temporalAddress: server.address, ...options });
  });
  after(async () => {
    await plane?.[Symbol.asyncDispose]();
    await connection?.close();
    if (typeof server !== "string") await server.stop();
  });
  return function onTemporal(promise: string, prove: (plane: TestPlane, temporal: Temporal) => Promise<void>): void {
    it(promise, async (t: TestContext) => {
      if (plane === undefined || connection === undefined)
        return t.skip(typeof server === "string" ? server : "the control plane did not start");
      await prove(plane, { address: typeof server === "string" ? "" : server.address, connection });
    });
  };
}

/** The same without a Temporal server: what needs one stays pending. */
export function sharePlane(options: TestPlaneOptions = {}) {
  let plane: TestPlane | undefined;
  before(async () => {
    plane = await startPlane(options);
  });
  after(async () => {
    await plane?.[Symbol.asyncDispose]();
  });
  return function onPlane(promise: string, prove: (plane: TestPlane) => Promise<void>): void {
    it(promise, async () => {
      if (plane === undefined) throw new Error("the control plane did not start");
      await prove(plane);
    });
  };
}
