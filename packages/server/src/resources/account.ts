// The account: one per deployment.
import { fromBinary, toBinary, toJson } from "@bufbuild/protobuf";
import { AccountSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/account/v1/message_pb.ts";
import type { UpdateAccountRequest } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { type AccountRow, readAccount, readAccountForUpdate, updateAccount as updateRow } from "../store/account.ts";
import { nextVersion } from "../store/ids.ts";
import { shortenSessions } from "../store/sessions.ts";
import { keepNewerFields } from "./api-version.ts";
import type { Call, Deps } from "./call.ts";
import { requireCertificates } from "./certificates.ts";
import { requireChange, requireSpec, requireVersion } from "./checks.ts";
import type { Mutation, Outcome } from "./mutation.ts";

export const getAccount = (deps: Deps, _call: Call): Promise<AccountRow> => readAccount(deps.database.db);

export async function updateAccount(mutation: Mutation, request: UpdateAccountRequest): Promise<Outcome> {
  const { tx, deps, call } = mutation;
  const spec = requireSpec(AccountSpecSchema, request.spec);
  if (spec.metrics !== undefined)
    requireCertificates(spec.metrics.acceptedClientCa, "spec.metrics.accepted_client_ca", deps.limits);
  const row = await readAccountForUpdate(tx);
  requireVersion("account", row.version, request.resourceVersion);
  const stored = fromBinary(AccountSpecSchema, row.spec);
  keepNewerFields(AccountSpecSchema, stored, spec, call.apiVersion);
  requireChange(AccountSpecSchema, stored, spec, "the account");
  await updateRow(tx, {
    spec: toBinary(AccountSpecSchema, spec),
    version: await nextVersion(tx),
    async_operation_id: mutation.operationId,
    updated_at: mutation.now,
  });
  // At once, for whoever is signed in already.
  if (spec.authenticationSettings?.restrictSessionLifetimes) await shortenSessions(tx, deps.sessions.restrictedMs);
  mutation.about("accounts", row.id, {
    before: toJson(AccountSpecSchema, stored),
    after: toJson(AccountSpecSchema, spec),
  });
  return {};
}
