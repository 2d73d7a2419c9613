// The stage that decides, over a database that a control plane has left behind: as every call passes it, without the ports.
import { fromJson } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import { registry } from "@remit/protocol";
import { pino } from "pino";
import { authorize } from "../../../packages/server/src/authorize/authorize.ts";
import { cloudMethods } from "../../../packages/server/src/authorize/methods.ts";
import { Snapshots } from "../../../packages/server/src/authorize/snapshots.ts";
import { RemitError } from "../../../packages/server/src/errors.ts";
import { openPGlite } from "../../../packages/server/src/store/pglite.ts";
import type { JsonObject } from "../../rpcs/step.ts";
import { methodOf } from "../../rpcs/tell.ts";
import type { Verdict } from "./expect.ts";

/** @param stack closes it */
export async function openStage(directory: string, stack: AsyncDisposableStack) {
  const database = stack.adopt(await openPGlite(directory), (opened) => opened.close());
  const snapshots = stack.adopt(await Snapshots.start(database, pino({ level: "silent" })), (started) =>
    started.stop(),
  );

  return async function decide(rpc: string, principalId: string, request: JsonObject): Promise<Verdict> {
    const [row, method] = [cloudMethods[rpc], methodOf(rpc)];
    if (row === undefined) throw new Error(`${rpc} has no row`);
    const message = fromJson(method.input, request as never, { registry });
    try {
      const view = snapshots.current();
      await authorize({ row, method, message, view, principalId, reader: database.db, now: Date.now() });
      return "allowed";
    } catch (error) {
      if (!(error instanceof RemitError)) throw error;
      if (error.code === Code.PermissionDenied) return "refused";
      if (error.code === Code.NotFound) return "gone";
      throw error;
    }
  };
}
