// From a sink of the API to the place that it names.
import type { AuditLogSinkSpec } from "@remit/protocol/gen/temporal/api/cloud/account/v1/message_pb.ts";
import { DeliveryError, type SinkDestination } from "./destination.ts";
import { openKinesis } from "./kinesis.ts";
import { openPubSub } from "./pubsub.ts";
import type { SinkOptions } from "./sink-options.ts";

/** @throws DeliveryError */
export type ProbeSink = (spec: AuditLogSinkSpec) => Promise<void>;

const probeMs = 10_000;

/** @throws DeliveryError when what the sink names cannot be a place */
export async function openSink(
  { sinkType }: AuditLogSinkSpec,
  account: string,
  { kinesis, pubsub }: SinkOptions,
): Promise<SinkDestination> {
  if (sinkType.case === "kinesisSink") return openKinesis(sinkType.value, account, kinesis);
  if (sinkType.case === "pubSubSink") return openPubSub(sinkType.value, account, pubsub);
  throw new DeliveryError("configuration", "the sink names no place");
}

export const createProbe =
  (account: string, options: SinkOptions): ProbeSink =>
  async (spec) => {
    const destination = await openSink(spec, account, options);
    try {
      await destination.probe(AbortSignal.timeout(probeMs));
    } finally {
      await destination.close();
    }
  };
