// Which field of the form the server means: it names the fields of the wire.
import type { NamespaceValues } from "./values.ts";

type Place = keyof NamespaceValues;

const places: readonly (readonly [RegExp, Place])[] = [
  [/^spec\.name/, "name"],
  [/^project_id/, "projectId"],
  [/^spec\.description/, "description"],
  [/^spec\.(replicas|regions)/, "regions"],
  [/^spec\.retention_days/, "retentionDays"],
  [/^spec\.mtls_auth\.accepted_client_ca/, "acceptedCas"],
  [/^spec\.codec_server\.endpoint/, "codecEndpoint"],
  [/^spec\.codec_server\.custom_error_message\.default\.message/, "codecMessage"],
  [/^spec\.codec_server\.custom_error_message\.default\.link/, "codecLink"],
  [/^spec\.connectivity_rule_ids/, "ruleIds"],
  [/^spec\.capacity_spec/, "capacityValue"],
  [/^spec\.encryption_validation\.metadata_key/, "encryptionKey"],
  [/^spec\.encryption_validation\.metadata_values/, "encryptionValues"],
];

const filterParts: Readonly<Record<string, string>> = {
  common_name: "commonName",
  organization: "organization",
  organizational_unit: "organizationalUnit",
  subject_alternative_name: "subjectAlternativeName",
};

/** Path in the form → message, for the fields that have a place in it. */
export function toFormErrors(fields: ReadonlyMap<string, string>, values: NamespaceValues): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [field, message] of fields) {
    const path = findPath(field, values);
    if (path !== null) found[path] = message;
  }
  return found;
}

function findPath(field: string, values: NamespaceValues): string | null {
  const filter = /^spec\.mtls_auth\.certificate_filters\[(\d+)\](?:\.(\w+))?/.exec(field);
  if (filter !== null) return `filters.${filter[1]}.${filterParts[filter[2] ?? ""] ?? "commonName"}`;
  const attribute = /^spec\.search_attributes\["(.*)"\]/.exec(field);
  if (attribute !== null) {
    return itemPath(
      values.searchAttributes.map(({ name }) => name.trim()),
      attribute[1],
      "searchAttributes",
      "name",
    );
  }
  const tag = /^tags\["(.*)"\]/.exec(field);
  if (tag !== null)
    return itemPath(
      values.tags.map(({ key }) => key),
      tag[1],
      "tags",
      "key",
    );
  return places.find(([pattern]) => pattern.test(field))?.[1] ?? null;
}

function itemPath(names: readonly string[], name = "", list: Place, part: string): string | null {
  const index = names.indexOf(name);
  return index < 0 ? null : `${list}.${index}.${part}`;
}
