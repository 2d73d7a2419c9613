// Where the audit log is sent, and how far each place has got.
import { toJson } from "@bufbuild/protobuf";
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { describeDelivery } from "@remit/client";
import {
  type AuditStream,
  type GetAuditStreamsResponse,
  GetAuditStreamsResponseSchema,
} from "@remit/protocol/gen/remit/v1/activity_pb.ts";
import { requireServed } from "../model-file/find-model.ts";
import { renderTable } from "../table.ts";
import { type Run, toJsonText } from "./context.ts";

/** Exit code 1: records do not arrive somewhere. */
export const auditStreams: Run<object> = async (context) => {
  const answer = await requireServed(context, context.clients.activity.getAuditStreams({}));
  context.print(context.json ? toJsonText(streamsToJson(answer)) : renderStreams(answer));
  return answer.streams.some(({ enabled, healthy }) => enabled && !healthy) ? 1 : 0;
};

const streamsToJson = (answer: GetAuditStreamsResponse): unknown =>
  toJson(GetAuditStreamsResponseSchema, answer, { useProtoFieldName: true, alwaysEmitImplicit: true });

const head = ["NAME", "KIND", "FROM", "STATE", "BEHIND", "LAST SUCCESS", "DESTINATION"];

function renderStreams({ streams }: GetAuditStreamsResponse): string {
  if (streams.length === 0) return "The audit log is sent nowhere.";
  const table = renderTable(head, streams.map(toRow));
  const errors = streams.flatMap(({ name, errorMessage }) => (errorMessage === "" ? [] : `${name}: ${errorMessage}`));
  return [table, ...errors].join("\n");
}

const toRow = (stream: AuditStream): string[] => [
  stream.name,
  stream.kind,
  stream.fromSettings ? "settings" : "sink",
  describeDelivery(stream),
  stream.lagRecords === 0n ? "nothing" : `${stream.lagRecords} records, ${stream.lagSeconds} s`,
  stream.lastSucceededTime === undefined ? "never" : timestampDate(stream.lastSucceededTime).toISOString(),
  stream.destination,
];
