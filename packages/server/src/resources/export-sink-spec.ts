// What an export sink's spec must be. No address is looked up and no ARN is read: a bucket may be made after its sink.
// But a name that becomes part of a host or a path must not be able to lead a request elsewhere.
import type { ExportSinkSpec } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import type { AzureBlobSpec, GCSSpec, S3Spec } from "@remit/protocol/gen/temporal/api/cloud/sink/v1/message_pb.ts";
import { invalidField } from "../errors.ts";
import type { Destination } from "../object-stores/destination.ts";
import { type ApiVersion, compareVersions } from "./api-version.ts";
import { requireText } from "./checks.ts";

/** Clients compose ids of it with "/" and ",", and split on them. */
const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** @throws RemitError INVALID_FIELD */
export function requireValidSink(spec: ExportSinkSpec): void {
  requireSinkName(spec.name);
  requireValidDestination(spec);
}

/** What Validate takes: there is a destination; a name may be left out. @throws RemitError INVALID_FIELD */
export function requireValidDestination(spec: ExportSinkSpec): void {
  const given = (["s3", "gcs", "azureBlob"] as const).filter((kind) => spec[kind] !== undefined);
  if (given.length !== 1) throw invalidField("spec", "exactly one of s3, gcs and azure_blob is required");
  if (spec.s3 !== undefined) requireValidS3(spec.s3);
  if (spec.gcs !== undefined) requireValidGcs(spec.gcs);
  if (spec.azureBlob !== undefined) requireValidAzure(spec.azureBlob);
}

/** @throws RemitError INVALID_FIELD */
export function requireSinkName(name: string): void {
  const says = "must be letters, digits, dots, underscores and hyphens, a letter or digit first";
  requireText(name, "spec.name", { max: 128, pattern: namePattern, says });
}

/** @throws Error for a spec that was never checked */
export function toDestination({ s3, gcs, azureBlob }: ExportSinkSpec): Destination {
  if (s3 !== undefined) return { kind: "s3", ...s3 };
  if (gcs !== undefined) return { kind: "gcs", ...gcs };
  if (azureBlob !== undefined) return { kind: "azure", ...azureBlob };
  throw new Error("an export sink without a destination");
}

/** Whoever does not know Azure and names another destination means to move the sink, and cannot say that Azure goes. */
export function dropReplacedAzure(spec: ExportSinkSpec, version: ApiVersion): void {
  const moved = spec.s3 !== undefined || spec.gcs !== undefined;
  if (moved && compareVersions(version, [0, 19, 1]) < 0) delete spec.azureBlob;
}

const bucketSays =
  "must be letters, digits, dots, underscores and hyphens, a letter or digit first and last, no two dots in a row";
const bucketPattern = /^(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9._-]*[A-Za-z0-9]$/;
const region = { min: 0, max: 64, pattern: /^[a-z0-9-]*$/, says: "must be lower-case letters, digits and hyphens" };
const printable = /^[!-~]*$/;
const printableSays = "must be printable ASCII without spaces";

function requireValidS3({ bucketName, region: place, roleName, awsAccountId, kmsArn }: S3Spec): void {
  requireText(bucketName, "spec.s3.bucket_name", { min: 1, max: 255, pattern: bucketPattern, says: bucketSays });
  requireText(place, "spec.s3.region", region);
  requireText(roleName, "spec.s3.role_name", {
    min: 0,
    max: 576,
    pattern: /^[A-Za-z0-9+=,.@_/-]*$/,
    says: "must be letters, digits and + = , . @ _ / -",
  });
  requireText(awsAccountId, "spec.s3.aws_account_id", {
    min: 0,
    max: 12,
    pattern: /^([0-9]{12})?$/,
    says: "must be 12 digits",
  });
  requireText(kmsArn, "spec.s3.kms_arn", { min: 0, max: 2048, pattern: printable, says: printableSays });
}

function requireValidGcs({ bucketName, region: place, saId, gcpProjectId }: GCSSpec): void {
  requireText(bucketName, "spec.gcs.bucket_name", { min: 1, max: 255, pattern: bucketPattern, says: bucketSays });
  requireText(place, "spec.gcs.region", region);
  const account = { min: 0, max: 255, pattern: /^[A-Za-z0-9.@:_-]*$/, says: "must be letters, digits and . @ : _ -" };
  requireText(saId, "spec.gcs.sa_id", account);
  requireText(gcpProjectId, "spec.gcs.gcp_project_id", account);
}

function requireValidAzure(spec: AzureBlobSpec): void {
  const { storageAccount, containerName, tenantId, subscriptionId, resourceGroup, region: place } = spec;
  requireText(storageAccount, "spec.azure_blob.storage_account", {
    max: 24,
    pattern: /^[a-z0-9]{3,24}$/,
    says: "must be 3 to 24 lower-case letters and digits",
  });
  requireText(containerName, "spec.azure_blob.container_name", {
    max: 63,
    pattern: /^(?!.*--)[a-z0-9][a-z0-9-]*[a-z0-9]$/,
    says: "must be lower-case letters, digits and hyphens, no two hyphens in a row",
  });
  const tenant = { min: 0, max: 255, pattern: /^[A-Za-z0-9.-]*$/, says: "must be letters, digits, dots and hyphens" };
  requireText(tenantId, "spec.azure_blob.tenant_id", tenant);
  requireText(place, "spec.azure_blob.region", region);
  requireText(subscriptionId, "spec.azure_blob.subscription_id", {
    min: 0,
    max: 255,
    pattern: printable,
    says: printableSays,
  });
  requireText(resourceGroup, "spec.azure_blob.resource_group", { min: 0, max: 255 });
}
