// A sink while it is typed: what each kind of place asks for stays when the other is looked at.
import { create } from "@bufbuild/protobuf";
import {
  type AuditLogSinkSpec,
  AuditLogSinkSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/account/v1/message_pb.ts";

export interface SinkValues {
  readonly name: string;
  readonly kind: "kinesis" | "pubsub";
  readonly enabled: boolean;
  readonly roleName: string;
  readonly destinationUri: string;
  readonly region: string;
  readonly serviceAccountId: string;
  readonly topicName: string;
  readonly gcpProjectId: string;
}

const nothing: SinkValues = {
  name: "",
  kind: "kinesis",
  enabled: true,
  roleName: "",
  destinationUri: "",
  region: "",
  serviceAccountId: "",
  topicName: "",
  gcpProjectId: "",
};

export function fromSpec(spec: AuditLogSinkSpec | undefined): SinkValues {
  if (spec === undefined) return nothing;
  const { name, enabled, sinkType } = spec;
  if (sinkType.case === "pubSubSink") {
    const { serviceAccountId, topicName, gcpProjectId } = sinkType.value;
    return { ...nothing, name, enabled, kind: "pubsub", serviceAccountId, topicName, gcpProjectId };
  }
  if (sinkType.case === undefined) return { ...nothing, name, enabled };
  const { roleName, destinationUri, region } = sinkType.value;
  return { ...nothing, name, enabled, roleName, destinationUri, region };
}

export function toSpec(values: SinkValues): AuditLogSinkSpec {
  const { kind, enabled } = values;
  const name = values.name.trim();
  if (kind === "pubsub") {
    const value = {
      serviceAccountId: values.serviceAccountId.trim(),
      topicName: values.topicName.trim(),
      gcpProjectId: values.gcpProjectId.trim(),
    };
    return create(AuditLogSinkSpecSchema, { name, enabled, sinkType: { case: "pubSubSink", value } });
  }
  const value = {
    roleName: values.roleName.trim(),
    destinationUri: values.destinationUri.trim(),
    region: values.region.trim(),
  };
  return create(AuditLogSinkSpecSchema, { name, enabled, sinkType: { case: "kinesisSink", value } });
}
