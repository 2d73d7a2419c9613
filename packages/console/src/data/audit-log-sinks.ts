// Where the audit log is sent: its sinks, and how far each place has got, the streams of the settings among them.
import { useQuery } from "@connectrpc/connect-query";
import { ActivityService, type AuditStream } from "@remit/protocol/gen/remit/v1/activity_pb.ts";
import type { AuditLogSink } from "@remit/protocol/gen/temporal/api/cloud/account/v1/message_pb.ts";
import type { GetAccountAuditLogSinksResponse } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import { useWholeList, type WholeList } from "./all-pages.ts";
import { askAgainAfter } from "./query-client.ts";

const pickSinks = ({ sinks }: GetAccountAuditLogSinksResponse): readonly AuditLogSink[] => sinks;

export const useAuditLogSinks = (): WholeList<AuditLogSink> =>
  useWholeList(CloudService.method.getAccountAuditLogSinks, {}, pickSinks);

/** Asked again while the page can be seen: the sooner, the more there is to see. */
export const useAuditStreams = () =>
  useQuery(
    ActivityService.method.getAuditStreams,
    {},
    {
      refetchInterval: ({ state: { error, data } }) =>
        askAgainAfter(error, data?.streams.some(isMoving) === true) || 15_000,
    },
  );

const isMoving = ({ enabled, lagRecords }: AuditStream): boolean => enabled && lagRecords > 0n;

/** "3 records, for 2 minutes" */
export function describeLag({ lagRecords, lagSeconds }: Pick<AuditStream, "lagRecords" | "lagSeconds">): string {
  if (lagRecords === 0n) return "Nothing";
  const records = lagRecords === 1n ? "1 record" : `${lagRecords.toLocaleString("en")} records`;
  const waited = describeSeconds(Number(lagSeconds));
  return waited === "" ? records : `${records}, for ${waited}`;
}

const units = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** Empty for less than a minute. */
function describeSeconds(seconds: number): string {
  const [unit, length] = units.find(([, each]) => seconds >= each) ?? [null, 1];
  if (unit === null) return "";
  const count = Math.floor(seconds / length);
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
