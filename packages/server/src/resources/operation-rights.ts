// Who may cancel an operation or try it again: whoever could start it now, and whoever may change the account. To have
// started it once is not enough; rights go.
import { fromBinary } from "@bufbuild/protobuf";
import { check } from "@remit/policy";
import { services } from "@remit/protocol";
import { authorize } from "../authorize/authorize.ts";
import { methods } from "../authorize/methods.ts";
import { ruleDenied } from "../authorize/refusal.ts";
import { RemitError } from "../errors.ts";
import type { OperationRow } from "../store/operations.ts";
import type { Mutation } from "./mutation.ts";

/** @throws RemitError PERMISSION_DENIED */
export async function requireMayStart(mutation: Mutation, operation: OperationRow): Promise<void> {
  const { view, principalId, nowMs } = mutation;
  const account = { type: "accounts", id: view.account } as const;
  if (check(view.snapshot, principalId, "cloud.account.update", account, nowMs)) return;
  if (await couldStart(mutation, operation)) return;
  const message = "only who could start the operation, and who may change the account, may do that.";
  throw ruleDenied(message, "cloud.account.update");
}

async function couldStart({ view, principalId, nowMs, tx }: Mutation, operation: OperationRow): Promise<boolean> {
  const method = services.flatMap((service) => service.methods).find(({ name }) => name === operation.rpc);
  const row = method && methods.get(`${method.parent.typeName}/${method.name}`);
  if (method === undefined || row === undefined || operation.request === null) return false;
  // Where the rule of the RPC itself decides, and not its row, only who was let through by it once.
  if (row.operation === null) return operation.principal_id === principalId;
  const message = fromBinary(method.input, operation.request);
  // An id would make a retry of it, which asks for less.
  Object.assign(message, { asyncOperationId: "" });
  try {
    await authorize({ row, method, message, view, principalId, reader: tx, now: nowMs });
    return true;
  } catch (error) {
    if (error instanceof RemitError) return false;
    throw error;
  }
}
