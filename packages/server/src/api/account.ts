import { create, fromBinary } from "@bufbuild/protobuf";
import {
  type Account,
  AccountSchema,
  AccountSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/account/v1/message_pb.ts";
import type { GetAccountRequest } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { getAccount, updateAccount } from "../resources/account.ts";
import type { Deps } from "../resources/call.ts";
import type { AccountRow } from "../store/account.ts";
import { type CloudHandlers, read, write } from "./handlers.ts";

export const account = (deps: Deps): CloudHandlers => ({
  getAccount: read(deps, async (_, call, _request: GetAccountRequest) => ({
    account: toAccount(await getAccount(deps, call), deps.billing.baseUrl()),
  })),
  updateAccount: write(deps, updateAccount),
});

/** `metrics` stays unset while the account's metrics are off: clients read its uri as "configured". */
function toAccount(row: AccountRow, baseUrl: string): Account {
  const spec = fromBinary(AccountSpecSchema, row.spec);
  return create(AccountSchema, {
    id: row.id,
    spec,
    resourceVersion: String(row.version),
    state: ResourceState.ACTIVE,
    asyncOperationId: row.async_operation_id,
    ...(spec.metrics !== undefined && baseUrl !== "" && { metrics: { uri: `${baseUrl}/v1/metrics` } }),
  });
}
