// Where audit records are sent besides being kept: streams of this deployment's own, and what the sinks of the API need.
import { z } from "zod";
import { setting } from "../setting.ts";
import { text } from "./values.ts";

const streamName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "must be lower-case letters, digits and hyphens, at most 63")
  .describe("Its place in the log is kept under this name, even while the stream is not in the settings.");
const httpUrl = z
  .string()
  .refine((value) => /^https?:\/\//.test(value) && URL.canParse(value), "must be a URL with https:// or http://");

const stream = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("file"),
    name: streamName,
    path: text.describe("File that lines are appended to; one that is moved away is made anew."),
  }),
  z.strictObject({
    kind: z.literal("webhook"),
    name: streamName,
    url: httpUrl.describe("Where lines are posted. Redirects are not followed."),
    secretFile: text.describe("File with the secret that signs them, as that of notify.webhook.secretFile."),
  }),
  z.strictObject({ kind: z.literal("stdout"), name: streamName }),
]);

const kinesis = z
  .strictObject({
    endpoint: setting(
      {
        env: "REMIT_AUDIT_SINKS_KINESIS_ENDPOINT",
        flag: "audit-sinks-kinesis-endpoint",
        description: "URL of a server that is compatible with Amazon Kinesis.",
        otherwise: "AWS, in the sink's region",
      },
      httpUrl.optional(),
    ),
    region: setting(
      {
        env: "REMIT_AUDIT_SINKS_KINESIS_REGION",
        flag: "audit-sinks-kinesis-region",
        description: "Region of sinks that name none.",
        otherwise: "each sink must name one",
      },
      z
        .string()
        .regex(/^[a-z0-9-]{1,40}$/, "must be lower-case letters, digits and hyphens")
        .optional(),
    ),
    accessKeyIdFile: setting(
      {
        env: "REMIT_AUDIT_SINKS_KINESIS_ACCESS_KEY_ID_FILE",
        flag: "audit-sinks-kinesis-access-key-id-file",
        description: "File with the id of the AWS access key that records are sent with, or roles assumed.",
        otherwise: "as the AWS SDK finds credentials: environment, profile, the machine's role",
      },
      text.optional(),
    ),
    secretAccessKeyFile: setting(
      {
        env: "REMIT_AUDIT_SINKS_KINESIS_SECRET_ACCESS_KEY_FILE",
        flag: "audit-sinks-kinesis-secret-access-key-file",
        description: "File with its secret.",
        otherwise: "nothing; an access key needs it",
      },
      text.optional(),
    ),
    assumeRole: setting(
      {
        env: "REMIT_AUDIT_SINKS_KINESIS_ASSUME_ROLE",
        flag: "audit-sinks-kinesis-assume-role",
        description: "Whether a sink's role is assumed (AWS STS), with the account's id as the external id.",
        otherwise: "true; false with an endpoint",
      },
      z.boolean().optional(),
    ),
  })
  .prefault({});

const pubsub = z
  .strictObject({
    endpoint: setting(
      {
        env: "REMIT_AUDIT_SINKS_PUBSUB_ENDPOINT",
        flag: "audit-sinks-pubsub-endpoint",
        description:
          "URL of a server that is compatible with Google Cloud Pub/Sub (gRPC). With http:// no credentials are sent.",
        otherwise: "Google's",
      },
      httpUrl.optional(),
    ),
    credentialsFile: setting(
      {
        env: "REMIT_AUDIT_SINKS_PUBSUB_CREDENTIALS_FILE",
        flag: "audit-sinks-pubsub-credentials-file",
        description: "Credentials file of Google's that records are sent with, or service accounts impersonated.",
        otherwise: "as Google's library finds them: environment, the machine's service account",
      },
      text.optional(),
    ),
    impersonate: setting(
      {
        env: "REMIT_AUDIT_SINKS_PUBSUB_IMPERSONATE",
        flag: "audit-sinks-pubsub-impersonate",
        description: "Whether a sink's service account is impersonated.",
      },
      z.boolean().default(true),
    ),
  })
  .prefault({});

export const audit = {
  audit: z
    .strictObject({
      streams: setting(
        {
          env: "REMIT_AUDIT_STREAMS",
          flag: null,
          noFlag: "a list of objects",
          description:
            "Places that every audit record is sent to as a line of JSON, from the first one on: `kind` file, webhook or " +
            "stdout. docs/audit.md says how.",
        },
        z.array(stream).default([]),
      ),
      sinks: z.strictObject({ kinesis, pubsub }).prefault({}),
    })
    .prefault({}),
};
