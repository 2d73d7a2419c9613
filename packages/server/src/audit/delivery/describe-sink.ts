import type { AuditLogSinkSpec } from "@remit/protocol/gen/temporal/api/cloud/account/v1/message_pb.ts";
import type { AuditStreamPlace } from "../../store/audit-streams.ts";

/** A sink in one line. @throws Error for a spec without a place, which is never stored */
export function describeSink({ name, sinkType }: AuditLogSinkSpec): Omit<AuditStreamPlace, "id"> {
  if (sinkType.case === "kinesisSink") return { name, kind: "kinesis", destination: sinkType.value.destinationUri };
  if (sinkType.case === "pubSubSink") {
    const { gcpProjectId, topicName } = sinkType.value;
    return { name, kind: "pubsub", destination: `${gcpProjectId}/${topicName}` };
  }
  throw new Error("a sink without a place");
}
