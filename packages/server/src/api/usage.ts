import { create } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import type { GetUsageRequest } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import {
  GroupByKey,
  RecordType,
  RecordUnit,
  type Summary,
  SummarySchema,
} from "@remit/protocol/gen/temporal/api/cloud/usage/v1/message_pb.ts";
import type { Deps } from "../resources/call.ts";
import { listUsage, mergeProjects, type UsageDay } from "../resources/usage.ts";
import type { UsageRow } from "../store/usage.ts";
import { type CloudHandlers, read } from "./handlers.ts";

export const usage = (deps: Deps): CloudHandlers => ({
  getUsage: read(deps, async (_, call, request: GetUsageRequest) => {
    const { items, nextPageToken } = await listUsage(deps, call, request);
    return { summaries: items.map(toSummary), nextPageToken };
  }),
});

const toSummary = ({ from, until, rows, incomplete }: UsageDay): Summary =>
  create(SummarySchema, {
    startTime: timestampFromDate(from),
    endTime: timestampFromDate(until),
    recordGroups: mergeProjects(rows).map((row) => ({
      groupBys: [{ key: GroupByKey.NAMESPACE, value: row.namespace }],
      records: toRecords(row),
    })),
    incomplete,
  });

/** Storage that nobody looked at has no record: 0 would say that nothing is stored. */
function toRecords({ actions, activeByteSeconds, retainedByteSeconds, storageSeconds }: UsageRow) {
  const { BYTE_SECONDS, NUMBER } = RecordUnit;
  return [
    { type: RecordType.ACTIONS, unit: NUMBER, value: actions },
    ...(storageSeconds === 0
      ? []
      : [
          { type: RecordType.ACTIVE_STORAGE, unit: BYTE_SECONDS, value: activeByteSeconds },
          { type: RecordType.RETAINED_STORAGE, unit: BYTE_SECONDS, value: retainedByteSeconds },
        ]),
  ];
}
