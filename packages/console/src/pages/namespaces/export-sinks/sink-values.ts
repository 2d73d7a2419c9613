// An export sink as the form holds it, and the way from and to the wire. What a destination needs is a list of fields:
// the form, the wire and the server's refusals all go by their names.
import { clone, create } from "@bufbuild/protobuf";
import {
  type ExportSinkSpec,
  ExportSinkSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import {
  AzureBlobSpecSchema,
  GCSSpecSchema,
  S3SpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/sink/v1/message_pb.ts";

export type SinkKind = "s3" | "gcs" | "azureBlob";

export interface SinkField {
  /** In the message, as `bucketName`. */
  readonly name: string;
  readonly label: string;
  readonly description?: string;
  readonly required?: true;
}

export const kinds: readonly { readonly value: SinkKind; readonly label: string }[] = [
  { value: "s3", label: "Amazon S3" },
  { value: "gcs", label: "Google Cloud Storage" },
  { value: "azureBlob", label: "Azure Blob" },
];

export const fieldsOf: Readonly<Record<SinkKind, readonly SinkField[]>> = {
  s3: [
    { name: "bucketName", label: "Bucket", required: true },
    { name: "region", label: "Region", description: "Of the bucket, as us-east-1" },
    { name: "roleName", label: "Role", description: "IAM role that may write to the bucket" },
    { name: "awsAccountId", label: "AWS account", description: "Id of the account that the role is in, 12 digits" },
    { name: "kmsArn", label: "KMS key", description: "ARN, where objects are to be encrypted with a key of yours" },
  ],
  gcs: [
    { name: "bucketName", label: "Bucket", required: true },
    { name: "saId", label: "Service account", description: "Id of the account that may write to the bucket" },
    { name: "gcpProjectId", label: "Google Cloud project" },
    { name: "region", label: "Region", description: "Of the bucket, as us-central1" },
  ],
  azureBlob: [
    { name: "storageAccount", label: "Storage account", required: true },
    { name: "containerName", label: "Container", required: true },
    { name: "tenantId", label: "Tenant" },
    { name: "region", label: "Region", description: "As eastus" },
    { name: "subscriptionId", label: "Subscription" },
    { name: "resourceGroup", label: "Resource group" },
  ],
};

export interface SinkValues {
  readonly name: string;
  readonly enabled: boolean;
  readonly kind: SinkKind;
  /** Of every kind, so that a look at another one takes nothing away. */
  readonly fields: Readonly<Record<SinkKind, Readonly<Record<string, string>>>>;
}

export const newSink: SinkValues = { name: "", enabled: true, kind: "s3", fields: { s3: {}, gcs: {}, azureBlob: {} } };

export const kindOf = (spec: ExportSinkSpec): SinkKind =>
  spec.gcs !== undefined ? "gcs" : spec.azureBlob !== undefined ? "azureBlob" : "s3";

export function toSinkValues(spec: ExportSinkSpec): SinkValues {
  const kind = kindOf(spec);
  const sent = Object.entries(spec[kind] ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  const { name, enabled } = spec;
  return { name, enabled, kind, fields: { ...newSink.fields, [kind]: Object.fromEntries(sent) } };
}

/** What the form does not show stays as it was read. */
export function toSinkSpec({ name, enabled, kind, fields }: SinkValues, before: ExportSinkSpec | null): ExportSinkSpec {
  const spec = before === null ? create(ExportSinkSpecSchema) : clone(ExportSinkSpecSchema, before);
  spec.name = name.trim();
  spec.enabled = enabled;
  const trimmed = Object.fromEntries(
    fieldsOf[kind].map((field) => [field.name, (fields[kind][field.name] ?? "").trim()]),
  );
  if (kind !== "s3") delete spec.s3;
  else spec.s3 = create(S3SpecSchema, trimmed);
  if (kind !== "gcs") delete spec.gcs;
  else spec.gcs = create(GCSSpecSchema, trimmed);
  if (kind !== "azureBlob") delete spec.azureBlob;
  else spec.azureBlob = create(AzureBlobSpecSchema, trimmed);
  return spec;
}

/** `spec.azure_blob.storage_account`, as refusals name it. */
export const toWireField = (kind: SinkKind, field: string): string => `spec.${toSnake(kind)}.${toSnake(field)}`;

const toSnake = (text: string): string => text.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
