import { create, fromBinary } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import {
  type BillingReport,
  BillingReportSchema,
  BillingReportSpecSchema,
  BillingReport_Download_FileFormat as FileFormat,
  BillingReport_BillingReportState as State,
} from "@remit/protocol/gen/temporal/api/cloud/billing/v1/message_pb.ts";
import type { GetBillingReportRequest } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { createBillingReport, getBillingReport, type ReportWithLink } from "../resources/billing-reports.ts";
import type { Deps } from "../resources/call.ts";
import { type CloudHandlers, read, write } from "./handlers.ts";

export const billingReports = (deps: Deps): CloudHandlers => ({
  createBillingReport: write(deps, createBillingReport),
  getBillingReport: read(deps, async (_, call, { billingReportId }: GetBillingReportRequest) => ({
    billingReport: toBillingReport(await getBillingReport(deps, call, billingReportId)),
  })),
});

const states = { "in-progress": State.IN_PROGRESS, generated: State.GENERATED, failed: State.FAILED };

const toBillingReport = (row: ReportWithLink): BillingReport =>
  create(BillingReportSchema, {
    id: row.id,
    state: states[row.state],
    spec: fromBinary(BillingReportSpecSchema, row.spec),
    downloadInfo:
      row.link === null
        ? []
        : [
            {
              url: row.link.url,
              urlExpirationTime: timestampFromDate(row.link.expiresAt),
              fileFormat: FileFormat.CSV,
              fileSizeBytes: BigInt(row.csv_bytes),
            },
          ],
    requestedTime: timestampFromDate(row.requested_at),
    asyncOperationId: row.async_operation_id,
    ...(row.generated_at && { generatedTime: timestampFromDate(row.generated_at) }),
  });
