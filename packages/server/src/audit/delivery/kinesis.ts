// Amazon Kinesis. One record is under way at a time, each told to come after the one before: a batch may fail in parts,
// and what failed would come after what did not.
import type { KinesisClient as Client, PutRecordCommandInput } from "@aws-sdk/client-kinesis";
import type { KinesisSpec } from "@remit/protocol/gen/temporal/api/cloud/sink/v1/message_pb.ts";
import { toAwsRegion, toRoleArn } from "../../object-stores/identities.ts";
import { DeliveryError, type FailureKind, type SinkDestination } from "./destination.ts";
import type { KinesisOptions } from "./sink-options.ts";
import { fitInto } from "./stream-record.ts";

/** With its partition key a record may have 1 MiB. */
const maxBytes = 1_000_000;
const requestMs = 10_000;

/** Heavy, and for whoever configured such a sink. */
const loadSdk = () => import("@aws-sdk/client-kinesis");

/** @throws DeliveryError for what no stream and no region can be */
export async function openKinesis(
  spec: KinesisSpec,
  account: string,
  options: KinesisOptions,
): Promise<SinkDestination> {
  const stream = toStream(spec.destinationUri);
  const client = await createClient(spec, account, options);
  const { PutRecordCommand } = await loadSdk();
  let last: string | undefined;
  const put = async (Data: Uint8Array, abortSignal: AbortSignal): Promise<void> => {
    const input: PutRecordCommandInput = { ...stream, Data, PartitionKey: account };
    const after = last === undefined ? {} : { SequenceNumberForOrdering: last };
    const { SequenceNumber } = await client.send(new PutRecordCommand({ ...input, ...after }), { abortSignal });
    last = SequenceNumber;
  };
  return {
    send: async (records, signal) => {
      for (const [index, record] of records.entries()) {
        await put(fitInto(record, maxBytes), signal).catch((error: unknown) => {
          // A number of a stream that was made anew is refused.
          last = undefined;
          throw toDeliveryError(error, index);
        });
      }
    },
    probe: async (signal) => {
      await put(Buffer.from("{}"), signal).catch((error: unknown) => {
        throw toDeliveryError(error, 0);
      });
    },
    close: () => client.destroy(),
  };
}

const arnPattern = /^arn:([a-z-]+):kinesis:[a-z0-9-]+:(\d+):stream\/([A-Za-z0-9_.-]+)$/;

/** By its ARN, or by its name alone in the account of the credentials. */
function toStream(uri: string): { StreamName: string; StreamARN?: string } {
  const arn = arnPattern.exec(uri);
  if (arn !== null) return { StreamName: arn[3] ?? "", StreamARN: uri };
  if (/^[A-Za-z0-9_.-]{1,128}$/.test(uri)) return { StreamName: uri };
  throw new DeliveryError("configuration", "destination_uri is neither the ARN nor the name of a Kinesis stream");
}

async function createClient(spec: KinesisSpec, account: string, options: KinesisOptions): Promise<Client> {
  const named = spec.region || (options.region ?? "");
  // Without one it is refused: no region is more likely than another to have the stream.
  const region = named === "" ? "" : toAwsRegion(named);
  // It becomes part of a host name.
  if (!/^[a-z0-9-]{1,40}$/.test(region)) {
    throw new DeliveryError("configuration", "the region of the sink is not one of AWS's, as us-east-1");
  }
  const { KinesisClient } = await loadSdk();
  const { NodeHttpHandler } = await import("@smithy/node-http-handler");
  const credentials = await toCredentials(spec, account, region, options);
  return new KinesisClient({
    region,
    ...(options.endpoint !== undefined && { endpoint: options.endpoint }),
    ...(credentials && { credentials }),
    requestHandler: new NodeHttpHandler({ connectionTimeout: requestMs, requestTimeout: requestMs }),
    // Tried again by who keeps the order.
    maxAttempts: 1,
  });
}

async function toCredentials(spec: KinesisSpec, account: string, region: string, options: KinesisOptions) {
  const { credentials, assumeRole } = options;
  if (spec.roleName === "" || !assumeRole) return credentials;
  const { fromTemporaryCredentials } = await import("@aws-sdk/credential-providers");
  return fromTemporaryCredentials({
    ...(credentials && { masterCredentials: credentials }),
    // The account as external id: the role's owner can say whose records it takes.
    params: { RoleArn: toRole(spec), RoleSessionName: "remit-audit-log", ExternalId: account },
    clientConfig: { region },
  });
}

function toRole({ roleName, destinationUri }: KinesisSpec): string {
  if (roleName.startsWith("arn:")) return roleName;
  const [, partition, owner] = arnPattern.exec(destinationUri) ?? [];
  if (partition !== undefined && owner !== undefined) return toRoleArn(partition, owner, roleName);
  throw new DeliveryError(
    "configuration",
    "role_name is no ARN, and destination_uri names no account that the role could be in",
  );
}

/** Errors of a moment: the stream is as it should be. */
const passing = new Set(["ProvisionedThroughputExceededException", "ThrottlingException", "InternalFailureException"]);

function toDeliveryError(error: unknown, acknowledged: number): DeliveryError {
  const { name, message, $fault } = error as Error & { $fault?: string };
  const ofCaller = ($fault === "client" || name === "CredentialsProviderError") && !passing.has(name);
  const kind: FailureKind = ofCaller ? "configuration" : "internal";
  const said = message || name;
  return new DeliveryError(kind, said.includes(name) ? said : `${name}: ${said}`, acknowledged, error);
}
