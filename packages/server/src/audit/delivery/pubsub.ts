// Google Cloud Pub/Sub. A request publishes all of its messages or none, and those of one ordering key in their order.
import type { v1 } from "@google-cloud/pubsub";
import type { PubSubSpec } from "@remit/protocol/gen/temporal/api/cloud/sink/v1/message_pb.ts";
import { toServiceAccount } from "../../object-stores/identities.ts";
import { within } from "../../object-stores/within.ts";
import { DeliveryError, type FailureKind, type SinkDestination } from "./destination.ts";
import type { PubSubOptions } from "./sink-options.ts";
import { fitInto, type StreamRecord } from "./stream-record.ts";

/** A request may have 10 MB, and 1,000 messages. */
const maxBytes = 9_000_000;
const requestMs = 10_000;
const scope = "https://www.googleapis.com/auth/pubsub";

type Client = InstanceType<typeof v1.PublisherClient>;
type ClientOptions = NonNullable<ConstructorParameters<typeof v1.PublisherClient>[0]>;

/** @throws DeliveryError for what no topic can be */
export async function openPubSub(spec: PubSubSpec, account: string, options: PubSubOptions): Promise<SinkDestination> {
  const topic = toTopic(spec);
  // Heavy, and for whoever configured such a sink.
  const { v1: api } = await import("@google-cloud/pubsub");
  const { createDefaultBackoffSettings, createRetryOptions } = await import("google-gax");
  const client = new api.PublisherClient(
    await toClientOptions(spec, options).catch((error: unknown) => {
      throw new DeliveryError("configuration", `no credentials for Pub/Sub: ${(error as Error).message}`, 0, error);
    }),
  );
  // Tried again by who keeps the order.
  const once = { timeout: requestMs, isBundling: false, retry: createRetryOptions([], createDefaultBackoffSettings()) };
  const publish = async (data: readonly Buffer[]): Promise<void> => {
    const messages = data.map((bytes) => ({ data: bytes, orderingKey: account }));
    await client.publish({ topic, messages }, once);
  };
  return {
    send: async (records, signal) => {
      let acknowledged = 0;
      for (const messages of toRequests(records)) {
        await within(publish(messages), signal).catch((error: unknown) => {
          throw toDeliveryError(error, acknowledged);
        });
        acknowledged += messages.length;
      }
    },
    probe: async (signal) => {
      await within(publish([Buffer.from("{}")]), signal).catch((error: unknown) => {
        throw toDeliveryError(error, 0);
      });
    },
    close: () => closeQuietly(client),
  };
}

function toTopic({ gcpProjectId, topicName }: PubSubSpec): string {
  const [, ofPath, inPath] = /^projects\/([^/]+)\/topics\/([^/]+)$/.exec(topicName) ?? [];
  const [project, topic] = [ofPath ?? gcpProjectId, inPath ?? topicName];
  if (/^[a-z0-9.:-]+$/.test(project) && /^[A-Za-z][\w.~+%-]*$/.test(topic))
    return `projects/${project}/topics/${topic}`;
  throw new DeliveryError("configuration", "gcp_project_id and topic_name do not name a Pub/Sub topic");
}

async function toClientOptions(spec: PubSubSpec, options: PubSubOptions): Promise<ClientOptions> {
  const { endpoint, credentialsFile } = options;
  const { GoogleAuth, googleAuthLibrary, grpc } = await import("google-gax");
  const url = endpoint === undefined ? null : new URL(endpoint);
  const place = url && { apiEndpoint: url.hostname, port: Number(url.port || (url.protocol === "http:" ? 80 : 443)) };
  // In clear nothing is sent that somebody on the way could use.
  if (url?.protocol === "http:") {
    const auth = new GoogleAuth({ authClient: new googleAuthLibrary.PassThroughClient() });
    return { ...place, sslCreds: grpc.credentials.createInsecure(), auth };
  }
  const auth = new GoogleAuth({ scopes: [scope], ...(credentialsFile && { keyFilename: credentialsFile }) });
  if (spec.serviceAccountId === "" || !options.impersonate) return { ...place, auth };
  const authClient = new googleAuthLibrary.Impersonated({
    sourceClient: await auth.getClient(),
    targetPrincipal: toServiceAccount(spec.serviceAccountId, spec.gcpProjectId),
    targetScopes: [scope],
  });
  return { ...place, auth: new GoogleAuth({ authClient }) };
}

/** The records in order, in as few requests as they may have. */
function toRequests(records: readonly StreamRecord[]): Buffer[][] {
  const requests: Buffer[][] = [];
  let room = 0;
  for (const record of records) {
    const bytes = fitInto(record, maxBytes);
    if (requests.length === 0 || bytes.length > room) {
      requests.push([]);
      room = maxBytes;
    }
    requests.at(-1)?.push(bytes);
    room -= bytes.length;
  }
  return requests;
}

const closeQuietly = async (client: Client): Promise<void> => {
  await client.close().catch(() => undefined);
};

/** gRPC's codes that say the same until somebody changes something. */
const lasting = new Set([3, 5, 7, 9, 16]);

function toDeliveryError(error: unknown, acknowledged: number): DeliveryError {
  const { code, message } = error as Error & { code?: unknown };
  const kind: FailureKind = typeof code === "number" && lasting.has(code) ? "configuration" : "internal";
  return new DeliveryError(kind, message, acknowledged, error);
}
