// Billing reports: what was used, and what it costs where there is a price list, as a file.
import { fromBinary, toBinary, toJson } from "@bufbuild/protobuf";
import { BillingReportSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/billing/v1/message_pb.ts";
import type { CreateBillingReportRequest } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { notFound } from "../errors.ts";
import {
  type BillingReportRow,
  finishBillingReport,
  insertBillingReport,
  readBillingReport,
} from "../store/billing-reports.ts";
import { newId } from "../store/ids.ts";
import { makeReportFile } from "./billing-report-file.ts";
import { completeReportSpec, readReportSpec } from "./billing-report-spec.ts";
import type { Call, Deps } from "./call.ts";
import { requireSpec } from "./checks.ts";
import type { Mutation, Outcome } from "./mutation.ts";
import { type TransitionDeps, transition } from "./transition.ts";

/** A report, with a link to its file that begins to run now. */
export interface ReportWithLink extends BillingReportRow {
  /** Null while there is no file. */
  readonly link: { readonly url: string; readonly expiresAt: Date } | null;
}

export async function getBillingReport(deps: Deps, call: Call, id: string): Promise<ReportWithLink> {
  const row = await readBillingReport(deps.database.db, id);
  if (row === undefined) throw notFound("billing report", id);
  if (row.state !== "generated") return { ...row, link: null };
  const { linkMs } = readReportSpec(fromBinary(BillingReportSpecSchema, row.spec));
  const { links, baseUrl } = deps.billing;
  const expiresAt = new Date(Math.floor((call.now.getTime() + linkMs) / 1_000) * 1_000);
  return { ...row, link: { url: `${baseUrl()}${links.sign(id, expiresAt)}`, expiresAt } };
}

export async function createBillingReport(mutation: Mutation, request: CreateBillingReportRequest): Promise<Outcome> {
  const spec = completeReportSpec(requireSpec(BillingReportSpecSchema, request.spec), mutation.now);
  const id = newId();
  await insertBillingReport(mutation.tx, {
    id,
    state: "in-progress",
    spec: toBinary(BillingReportSpecSchema, spec),
    async_operation_id: mutation.operationId,
    requested_at: mutation.now,
  });
  mutation.needsTemporal = true;
  mutation.about("billing-reports", id, { after: toJson(BillingReportSpecSchema, spec) });
  return { billingReportId: id };
}

/** Makes the file and ends the operation with it; may be repeated. */
export async function generateBillingReport(
  deps: TransitionDeps & Pick<Deps, "billing">,
  { uid, resource_id: id }: { readonly uid: string; readonly resource_id: string },
): Promise<void> {
  const row = await readBillingReport(deps.database.db, id);
  if (row === undefined) throw notFound("billing report", id);
  const range = readReportSpec(fromBinary(BillingReportSpecSchema, row.spec));
  const file = await makeReportFile(deps.database.db, range, deps.billing.prices, deps.now());
  await transition(deps, { uid, writes: "data", failure: null }, ({ tx, now }) =>
    finishBillingReport(tx, id, {
      state: "generated",
      generated_at: now,
      csv_gzip: file.gzip,
      csv_bytes: file.bytes,
    }),
  );
}

export const billingReportFailed = (deps: TransitionDeps, uid: string, reason: string): Promise<void> =>
  transition(deps, { uid, writes: "data", failure: reason }, ({ tx, operation }) =>
    finishBillingReport(tx, operation.resource_id, {
      state: "failed",
      generated_at: null,
      csv_gzip: null,
      csv_bytes: 0,
    }),
  );
