// What a namespace's settings must be, whoever asks. Each refusal names the field. What these settings do to calls of
// the data plane is not decided here.
import {
  type CertificateFilterSpec,
  type CodecServerSpec,
  EncryptionValidationSpec_EncryptionValidationMode as EncryptionMode,
  type NamespaceSpec,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { failedPrecondition, invalidField, quote } from "../errors.ts";
import { requireCertificates } from "./certificates.ts";
import { requireEnum, requireText } from "./checks.ts";
import type { Limits } from "./limits.ts";
import { unitsOf } from "./namespace-capacity.ts";
import { type Region, requireRegion } from "./regions.ts";

/** Names of the deployment's own: whoever could make one of these could pass for the control plane or for Temporal. */
const reservedPrefixes = ["remit-system", "temporal-system"];

/** The beginning that makes a name a reserved one; undefined for every other name. */
export const findReservedPrefix = (name: string): string | undefined =>
  reservedPrefixes.find((reserved) => name.startsWith(reserved));

const namePattern = /^[a-z][a-z0-9-]{0,37}[a-z0-9]$/;
export const maxReplicas = 2;

/** @throws RemitError INVALID_FIELD */
export function requireNamespaceName(name: string, field = "spec.name"): void {
  const says = "must be 2 to 39 lower-case letters, digits and single hyphens, a letter first and no hyphen last";
  requireText(name, field, { max: 39, pattern: namePattern, says });
  if (name.includes("--")) throw invalidField(field, says);
  const prefix = findReservedPrefix(name);
  if (prefix !== undefined) throw invalidField(field, `names that begin with ${prefix} are reserved`);
}

export const isNamespaceName = (name: string): boolean =>
  namePattern.test(name) && !name.includes("--") && findReservedPrefix(name) === undefined;

/** Everything that can be said without looking at anything else. @throws RemitError INVALID_FIELD */
export function requireSettings(spec: NamespaceSpec, limits: Limits): void {
  if (spec.mtlsAuth !== undefined) {
    requireCertificates(spec.mtlsAuth.acceptedClientCa, "spec.mtls_auth.accepted_client_ca", limits);
    requireFilters(spec.mtlsAuth.certificateFilters, limits);
  }
  if (spec.codecServer !== undefined) requireCodecServer(spec.codecServer);
  requireCapacity(spec);
  if (spec.encryptionValidation !== undefined) requireEncryptionValidation(spec.encryptionValidation);
}

/** What a namespace may have from before: it was adopted with it, or the limit was another one. */
interface Kept {
  readonly limits: Limits;
  /** Capacities that can be provisioned; none: any. */
  readonly capacityUnits: readonly number[];
}

/** What only a change has to keep. @param stored null for a new namespace. @throws RemitError INVALID_FIELD */
export function requireChanges(
  spec: NamespaceSpec,
  stored: NamespaceSpec | null,
  { limits, capacityUnits }: Kept,
): void {
  if (spec.retentionDays !== stored?.retentionDays) requireRetention(spec.retentionDays, limits);
  if (spec.description !== stored?.description) requireDescription(spec.description);
  const units = unitsOf(spec.capacitySpec);
  if (units !== unitsOf(stored?.capacitySpec)) requireUnits(units, capacityUnits);
}

function requireRetention(days: number, { retentionMinDays: min, retentionMaxDays: max }: Limits): void {
  if (days >= min && (max === 0 || days <= max)) return;
  throw invalidField("spec.retention_days", max === 0 ? `must be at least ${min}` : `must be ${min} to ${max}`);
}

function requireDescription(description: string): void {
  const says = "must be printable ASCII text";
  requireText(description, "spec.description", { min: 0, max: 255, pattern: /^[\x20-\x7e\t\r\n]*$/, says });
}

function requireUnits(units: number | null, allowed: readonly number[]): void {
  if (units === null || allowed.length === 0 || allowed.includes(units)) return;
  throw invalidField("spec.capacity_spec.provisioned.value", `must be one of ${allowed.join(", ")}`);
}

function requireFilters(filters: readonly CertificateFilterSpec[], limits: Limits): void {
  const allowed = limits.certificateFiltersPerNamespace;
  const field = "spec.mtls_auth.certificate_filters";
  if (allowed !== 0 && filters.length > allowed) throw invalidField(field, `must be at most ${allowed}`);
  for (const [index, filter] of filters.entries()) {
    const parts = {
      common_name: filter.commonName,
      organization: filter.organization,
      organizational_unit: filter.organizationalUnit,
      subject_alternative_name: filter.subjectAlternativeName,
    };
    if (Object.values(parts).every((value) => value === ""))
      throw invalidField(`${field}[${index}]`, "must name something");
    for (const [name, value] of Object.entries(parts)) requireFilterValue(value, `${field}[${index}].${name}`);
  }
}

/** A star stands for anything, once, at the start or at the end; alone it would filter nothing. */
function requireFilterValue(value: string, field: string): void {
  requireText(value, field, { min: 0, max: 1024 });
  if (value.includes("*") && !/^(\*[^*]+|[^*]+\*)$/.test(value)) {
    throw invalidField(field, "may hold one *, at the start or at the end of something");
  }
}

function requireCodecServer({ endpoint, customErrorMessage }: CodecServerSpec): void {
  const field = "spec.codec_server.endpoint";
  requireText(endpoint, field, { min: 0, max: 2048 });
  if (endpoint !== "" && !isUrl(endpoint, ["https:"])) throw invalidField(field, "must be an https URL");
  const shown = customErrorMessage?.default;
  if (shown === undefined) return;
  requireText(shown.message, "spec.codec_server.custom_error_message.default.message", { min: 0, max: 4096 });
  const link = "spec.codec_server.custom_error_message.default.link";
  requireText(shown.link, link, { min: 0, max: 2048 });
  // It is shown as a link to whoever looks at a workflow: a javascript: address would run in their session.
  if (shown.link !== "" && !isUrl(shown.link, ["https:", "http:"]))
    throw invalidField(link, "must be an http or https URL");
}

function isUrl(text: string, protocols: readonly string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}

function requireCapacity({ capacitySpec }: NamespaceSpec): void {
  if (capacitySpec === undefined) return;
  const { spec } = capacitySpec;
  if (spec.case === undefined) throw invalidField("spec.capacity_spec", "must say on_demand or provisioned");
  if (spec.case === "provisioned" && !(Number.isFinite(spec.value.value) && spec.value.value > 0)) {
    throw invalidField("spec.capacity_spec.provisioned.value", "must be a number above 0");
  }
}

function requireEncryptionValidation(spec: NonNullable<NamespaceSpec["encryptionValidation"]>): void {
  const field = "spec.encryption_validation";
  if (spec.mode !== EncryptionMode.UNSPECIFIED) requireEnum(EncryptionMode, spec.mode, `${field}.mode`);
  requireText(spec.metadataKey, `${field}.metadata_key`, { min: 0, max: 1024 });
  if (spec.metadataValues.length > 100) throw invalidField(`${field}.metadata_values`, "must be at most 100");
  for (const [index, value] of spec.metadataValues.entries()) {
    requireText(value, `${field}.metadata_values[${index}]`, { max: 1024 });
  }
}

/** @throws RemitError INVALID_FIELD when nobody could sign in to the namespace any more */
export function requireSomeAuthentication({ mtlsAuth, apiKeyAuth }: NamespaceSpec): void {
  if (mtlsAuth?.enabled === true || apiKeyAuth?.enabled === true) return;
  throw invalidField("spec", "mtls_auth or api_key_auth must be enabled, or nobody could connect");
}

/** @throws RemitError INVALID_FIELD. Regions that the namespace has already are not asked for again. */
export function requirePlacement(spec: NamespaceSpec, regions: readonly Region[], present: readonly string[]): void {
  const { replicas } = spec;
  if (replicas.length === 0) throw invalidField("spec.replicas", "is required: name the region");
  if (replicas.length > maxReplicas) throw invalidField("spec.replicas", `must be at most ${maxReplicas}`);
  for (const [index, { region }] of replicas.entries()) {
    if (!present.includes(region)) requireRegion(regions, region, `spec.replicas[${index}].region`);
  }
}

/** The region that serves the namespace can go only after another one has taken over. */
export function requireActiveRegionStays({ replicas }: NamespaceSpec, active: string): void {
  if (replicas.some(({ region }) => region === active)) return;
  throw failedPrecondition(`spec.replicas: ${quote(active)} is the active region; fail over to another region first`);
}
