import type { JsonObject } from "@bufbuild/protobuf";
import type { LogRecord } from "@remit/protocol/gen/temporal/api/cloud/auditlog/v1/message_pb.ts";
import type { GetAuditLogsResponse } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import { useWholeList, type WholeList } from "./all-pages.ts";

const pick = ({ logs }: GetAuditLogsResponse): readonly LogRecord[] => logs;

/** The last thirty days, oldest first, as the API gives them. */
export const useAuditLogs = (): WholeList<LogRecord> => useWholeList(CloudService.method.getAuditLogs, {}, pick);

/** What a record says it was about. */
export const targetOf = ({ rawDetails }: LogRecord): { readonly type: string; readonly id: string } => ({
  type: textIn(rawDetails, "resource_type"),
  id: textIn(rawDetails, "resource_id"),
});

export const textIn = (details: JsonObject | undefined, field: string): string => {
  const value = details?.[field];
  return typeof value === "string" ? value : "";
};
