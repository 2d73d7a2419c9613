// The one form in which a namespace's spec is stored: of each pair of a deprecated and a new member only the new one.
// Callers of every age are understood on the way in and find both members filled on the way out.
import { clone, create, isFieldSet } from "@bufbuild/protobuf";
import {
  ApiKeyAuthSpecSchema,
  CodecServerSpecSchema,
  HighAvailabilitySpecSchema,
  LifecycleSpecSchema,
  type MtlsAuthSpec,
  MtlsAuthSpecSchema,
  type NamespaceSpec,
  NamespaceSpec_SearchAttributeType,
  NamespaceSpecSchema,
  ReplicaSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { invalidField } from "../errors.ts";
import { type ApiVersion, compareVersions, isPast } from "./api-version.ts";

/** `enabled` of mTLS came with this version: for older callers a certificate authority alone meant enabled. */
const enabledSince: ApiVersion = [0, 2, 0];

/**
 * Converts deprecated members in place; where the new member is there it wins.
 * @throws RemitError INVALID_FIELD for an old member that says nothing that the new one can hold
 */
export function canonicalise(spec: NamespaceSpec, version: ApiVersion): void {
  if (spec.replicas.length === 0) spec.replicas = spec.regions.map((region) => create(ReplicaSpecSchema, { region }));
  spec.regions = [];
  if (Object.keys(spec.searchAttributes).length === 0) {
    spec.searchAttributes = Object.fromEntries(
      Object.entries(spec.customSearchAttributes).map(([name, type]) => [name, parseType(name, type)]),
    );
  }
  spec.customSearchAttributes = {};
  if (spec.mtlsAuth !== undefined) canonicaliseMtls(spec.mtlsAuth, version);
  spec.connectivityRuleIds = [...new Set(spec.connectivityRuleIds)].sort();
}

function canonicaliseMtls(mtls: MtlsAuthSpec, version: ApiVersion): void {
  // Lines are joined first: a pattern that allows blanks in two places tries every way to share a run of them.
  const old = mtls.acceptedClientCaDeprecated.replace(/\s+/g, "");
  mtls.acceptedClientCaDeprecated = "";
  if (old === "" || mtls.acceptedClientCa.length > 0) return;
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(old)) {
    throw invalidField("spec.mtls_auth.accepted_client_ca_deprecated", "must be base64 of PEM certificates");
  }
  mtls.acceptedClientCa = Buffer.from(old, "base64");
  if (compareVersions(version, enabledSince) < 0) mtls.enabled = true;
}

/** Takes the certificate authority away that a caller emptied, sending back the old form of it as it read it. */
export function dropEchoedCa(
  spec: NamespaceSpec,
  sent: NamespaceSpec | undefined,
  stored: NamespaceSpec,
  version: ApiVersion,
): void {
  const old = sent?.mtlsAuth?.acceptedClientCaDeprecated ?? "";
  if (spec.mtlsAuth === undefined || old === "" || sent?.mtlsAuth?.acceptedClientCa.length !== 0) return;
  const read = Buffer.from(stored.mtlsAuth?.acceptedClientCa ?? []).toString("base64");
  if (isPast(version, enabledSince) && old === read) spec.mtlsAuth.acceptedClientCa = new Uint8Array();
}

/** The numbers of the types by the names that the deprecated map uses, e.g. "keyword_list". */
const typesByName = new Map(
  Object.entries(NamespaceSpec_SearchAttributeType)
    .filter(([, number]) => number !== NamespaceSpec_SearchAttributeType.UNSPECIFIED)
    .map(([name, number]) => [name.toLowerCase(), number]),
);
const typeNames = new Map([...typesByName].map(([name, number]) => [number as number, name]));

function parseType(attribute: string, text: string): NamespaceSpec_SearchAttributeType {
  const name = text.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toLowerCase();
  const type = typesByName.get(name);
  if (type !== undefined) return type;
  const field = `spec.custom_search_attributes[${JSON.stringify(attribute.slice(0, 64))}]`;
  throw invalidField(field, `must be one of ${[...typesByName.keys()].join(", ")}`);
}

/** What the caller left out means: no API keys. Clients take an absent message for an unknown value and fail. */
export function fillApiKeyAuth(spec: NamespaceSpec): void {
  spec.apiKeyAuth ??= create(ApiKeyAuthSpecSchema);
}

/** A stored spec as clients read it. */
export function toWireSpec(stored: NamespaceSpec): NamespaceSpec {
  const spec = clone(NamespaceSpecSchema, stored);
  spec.regions = spec.replicas.map(({ region }) => region);
  spec.customSearchAttributes = Object.fromEntries(
    Object.entries(spec.searchAttributes).map(([name, type]) => [name, typeNames.get(type) ?? ""]),
  );
  if (spec.mtlsAuth !== undefined) {
    spec.mtlsAuth.acceptedClientCaDeprecated = Buffer.from(spec.mtlsAuth.acceptedClientCa).toString("base64");
  }
  fillApiKeyAuth(spec);
  return spec;
}

/**
 * A copy in which a message that says nothing reads like one that is absent. Only for "did anything change": capacity
 * and fairness are left alone, because clients tell their absence from their default.
 */
export function comparable(spec: NamespaceSpec): NamespaceSpec {
  const copy = clone(NamespaceSpecSchema, spec);
  if (copy.mtlsAuth && isEmpty(MtlsAuthSpecSchema, copy.mtlsAuth)) delete copy.mtlsAuth;
  if (copy.codecServer && isEmpty(CodecServerSpecSchema, copy.codecServer)) delete copy.codecServer;
  if (copy.lifecycle && isEmpty(LifecycleSpecSchema, copy.lifecycle)) delete copy.lifecycle;
  if (copy.highAvailability && isEmpty(HighAvailabilitySpecSchema, copy.highAvailability)) delete copy.highAvailability;
  return copy;
}

type Optional =
  | typeof MtlsAuthSpecSchema
  | typeof CodecServerSpecSchema
  | typeof LifecycleSpecSchema
  | typeof HighAvailabilitySpecSchema;

function isEmpty(desc: Optional, message: Parameters<typeof isFieldSet>[0]): boolean {
  return message.$unknown === undefined && !desc.fields.some((field) => isFieldSet(message, field));
}
