// The caller's API version (header temporal-cloud-api-version) and what an update must keep because the caller's
// version cannot say it.
import type { DescField, DescMessage, Message } from "@bufbuild/protobuf";
import { reflect } from "@bufbuild/protobuf/reflect";

/** A comparable version: [major, minor, patch]. */
export type ApiVersion = readonly [number, number, number];

/** What a missing header means: several clients send none. */
export const latest: ApiVersion = [Number.MAX_SAFE_INTEGER, 0, 0];

/**
 * `vMAJOR.MINOR.PATCH`; dates ("2024-10-01-00") come from clients older than any version; anything else is read as
 * the newest, as future clients must work.
 */
export function parseApiVersion(header: string | null): ApiVersion {
  const semantic = /^v(\d{1,6})\.(\d{1,6})\.(\d{1,6})$/.exec(header ?? "");
  if (semantic !== null) return [Number(semantic[1]), Number(semantic[2]), Number(semantic[3])];
  return /^\d{4}-\d{2}-\d{2}/.test(header ?? "") ? [0, 0, 0] : latest;
}

/**
 * Message field → first version that has it. Only fields of specs that can be updated; source: the versioning
 * annotations of the public API definition, v0.25.0.
 */
const since: Readonly<Record<string, ApiVersion>> = {
  "temporal.api.cloud.account.v1.AccountSpec.authentication_settings": [0, 20, 0],
  "temporal.api.cloud.identity.v1.AccountAccess.custom_roles": [0, 13, 0],
  "temporal.api.cloud.identity.v1.Access.project_accesses": [0, 18, 0],
  "temporal.api.cloud.namespace.v1.CodecServerSpec.custom_error_message": [0, 5, 1],
  "temporal.api.cloud.namespace.v1.ExportSinkSpec.azure_blob": [0, 19, 1],
  "temporal.api.cloud.namespace.v1.ExportSinkSpec.filter": [0, 25, 0],
  "temporal.api.cloud.namespace.v1.HighAvailabilitySpec.disable_passive_poller_forwarding": [0, 13, 0],
  "temporal.api.cloud.namespace.v1.NamespaceSpec.api_key_auth": [0, 2, 0],
  "temporal.api.cloud.namespace.v1.NamespaceSpec.lifecycle": [0, 4, 0],
  "temporal.api.cloud.namespace.v1.NamespaceSpec.high_availability": [0, 4, 0],
  "temporal.api.cloud.namespace.v1.NamespaceSpec.connectivity_rule_ids": [0, 6, 0],
  "temporal.api.cloud.namespace.v1.NamespaceSpec.capacity_spec": [0, 10, 0],
  "temporal.api.cloud.namespace.v1.NamespaceSpec.fairness": [0, 14, 0],
  "temporal.api.cloud.namespace.v1.NamespaceSpec.encryption_validation": [0, 23, 0],
  "temporal.api.cloud.namespace.v1.NamespaceSpec.description": [0, 21, 0],
  "temporal.api.cloud.connectivityrule.v1.PublicConnectivityRule.enable_stable_ips": [0, 15, 0],
  "temporal.api.cloud.connectivityrule.v1.PrivateConnectivityRule.azure_pe_resource_id": [0, 18, 0],
};

export const versionedFields: ReadonlyMap<string, ApiVersion> = new Map(Object.entries(since));

/** To send one of these empty is a wish: no access at all, no codec server. Any other has what is newer beside it. */
const emptiedOnPurpose = new Set([
  "temporal.api.cloud.identity.v1.Access",
  "temporal.api.cloud.identity.v1.AccountAccess",
  "temporal.api.cloud.namespace.v1.CodecServerSpec",
]);

/**
 * Copies into `incoming` what `stored` has in fields newer than the caller's version, unless their message was emptied
 * on purpose. Changes `incoming`.
 */
export function keepNewerFields(desc: DescMessage, stored: Message, incoming: Message, version: ApiVersion): void {
  const from = reflect(desc, stored);
  const to = reflect(desc, incoming);
  const emptied = emptiedOnPurpose.has(desc.typeName) && !desc.fields.some((field) => to.isSet(field));
  for (const field of desc.fields) {
    if (isNewer(desc, field, version)) {
      if (!emptied && from.isSet(field) && !to.isSet(field)) to.set(field, from.get(field));
    } else if (field.fieldKind === "message" && from.isSet(field) && to.isSet(field)) {
      keepNewerFields(field.message, from.get(field).message, to.get(field).message, version);
    }
  }
}

function isNewer(desc: DescMessage, field: DescField, version: ApiVersion): boolean {
  const first = versionedFields.get(`${desc.typeName}.${field.name}`);
  return first !== undefined && compareVersions(version, first) < 0;
}

/**
 * Whether the caller names a version in which an old member is gone whose successor it knows. Such a caller sends the
 * old one back as it read it, and that says nothing. Without a header nobody can tell an echo from a wish.
 */
export const isPast = (version: ApiVersion, successor: ApiVersion): boolean =>
  version !== latest && compareVersions(version, successor) > 0;

/** Negative when `a` is older. */
export function compareVersions(a: ApiVersion, b: ApiVersion): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
