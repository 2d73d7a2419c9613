import type { GetAuditLogsRequest } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { toLogRecord } from "../audit/log-record.ts";
import { listAuditLogs } from "../resources/audit-logs.ts";
import type { Deps } from "../resources/call.ts";
import { type CloudHandlers, read } from "./handlers.ts";

export const auditLogs = (deps: Deps): CloudHandlers => ({
  getAuditLogs: read(deps, async (_, call, request: GetAuditLogsRequest) => {
    const { items, nextPageToken } = await listAuditLogs(deps, call, request);
    return { logs: items.map(toLogRecord), nextPageToken };
  }),
});
