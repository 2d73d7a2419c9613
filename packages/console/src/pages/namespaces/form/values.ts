// A Namespace's settings as the form holds them, and the way from and to the wire.
import { clone, create } from "@bufbuild/protobuf";
import {
  ApiKeyAuthSpecSchema,
  CapacitySpec_OnDemandSchema,
  CapacitySpec_ProvisionedSchema,
  CapacitySpecSchema,
  type CertificateFilterSpec,
  CertificateFilterSpecSchema,
  CodecServerSpecSchema,
  EncryptionValidationSpec_EncryptionValidationMode as EncryptionMode,
  EncryptionValidationSpecSchema,
  FairnessSpecSchema,
  HighAvailabilitySpecSchema,
  LifecycleSpecSchema,
  MtlsAuthSpecSchema,
  type NamespaceSpec,
  type NamespaceSpec_SearchAttributeType,
  NamespaceSpecSchema,
  ReplicaSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";

/** A type, since the form asks for an index signature. */
export type NamespaceValues = {
  name: string;
  projectId: string;
  description: string;
  regions: string[];
  retentionDays: number | string;
  apiKeys: boolean;
  mtls: boolean;
  acceptedCas: string;
  filters: Pick<
    CertificateFilterSpec,
    "commonName" | "organization" | "organizationalUnit" | "subjectAlternativeName"
  >[];
  searchAttributes: { name: string; type: string; kept: boolean }[];
  codecEndpoint: string;
  codecPassToken: boolean;
  codecCrossOrigin: boolean;
  codecMessage: string;
  codecLink: string;
  ruleIds: string[];
  deleteProtection: boolean;
  capacity: "unset" | "on-demand" | "provisioned";
  capacityValue: number | string;
  fairness: "unset" | "on" | "off";
  disableManagedFailover: boolean;
  disablePollerForwarding: boolean;
  encryptionMode: string;
  encryptionKey: string;
  encryptionValues: string[];
  encryptionHeader: boolean;
  encryptionFailure: boolean;
  tags: { key: string; value: string }[];
};

export const newNamespace: NamespaceValues = {
  name: "",
  projectId: "",
  description: "",
  regions: [],
  retentionDays: 30,
  apiKeys: true,
  mtls: false,
  acceptedCas: "",
  filters: [],
  searchAttributes: [],
  codecEndpoint: "",
  codecPassToken: false,
  codecCrossOrigin: false,
  codecMessage: "",
  codecLink: "",
  ruleIds: [],
  deleteProtection: false,
  capacity: "unset",
  capacityValue: 1,
  fairness: "unset",
  disableManagedFailover: false,
  disablePollerForwarding: false,
  encryptionMode: String(EncryptionMode.UNSPECIFIED),
  encryptionKey: "",
  encryptionValues: [],
  encryptionHeader: false,
  encryptionFailure: false,
  tags: [],
};

export function toValues(spec: NamespaceSpec, projectId: string): NamespaceValues {
  const { mtlsAuth, codecServer, capacitySpec, fairness, highAvailability, encryptionValidation } = spec;
  const provisioned = capacitySpec?.spec.case === "provisioned" ? capacitySpec.spec.value.value : null;
  return {
    ...newNamespace,
    name: spec.name,
    projectId,
    description: spec.description,
    regions: spec.replicas.map(({ region }) => region),
    retentionDays: spec.retentionDays,
    apiKeys: spec.apiKeyAuth?.enabled === true,
    mtls: mtlsAuth?.enabled === true,
    acceptedCas: new TextDecoder().decode(mtlsAuth?.acceptedClientCa),
    filters: (mtlsAuth?.certificateFilters ?? []).map(
      ({ commonName, organization, organizationalUnit, subjectAlternativeName }) => ({
        commonName,
        organization,
        organizationalUnit,
        subjectAlternativeName,
      }),
    ),
    searchAttributes: Object.entries(spec.searchAttributes)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, type]) => ({ name, type: String(type), kept: true })),
    codecEndpoint: codecServer?.endpoint ?? "",
    codecPassToken: codecServer?.passAccessToken === true,
    codecCrossOrigin: codecServer?.includeCrossOriginCredentials === true,
    codecMessage: codecServer?.customErrorMessage?.default?.message ?? "",
    codecLink: codecServer?.customErrorMessage?.default?.link ?? "",
    ruleIds: [...spec.connectivityRuleIds],
    deleteProtection: spec.lifecycle?.enableDeleteProtection === true,
    capacity: capacitySpec === undefined ? "unset" : provisioned === null ? "on-demand" : "provisioned",
    capacityValue: provisioned ?? 1,
    fairness: fairness === undefined ? "unset" : fairness.taskQueueFairnessEnabled ? "on" : "off",
    disableManagedFailover: highAvailability?.disableManagedFailover === true,
    disablePollerForwarding: highAvailability?.disablePassivePollerForwarding === true,
    encryptionMode: String(encryptionValidation?.mode ?? EncryptionMode.UNSPECIFIED),
    encryptionKey: encryptionValidation?.metadataKey ?? "",
    encryptionValues: [...(encryptionValidation?.metadataValues ?? [])],
    encryptionHeader: encryptionValidation?.inspectHeader === true,
    encryptionFailure: encryptionValidation?.inspectFailure === true,
  };
}

/** `before`: what is changed. Whatever this page does not know of it stays as it is. */
export function toSpec(values: NamespaceValues, before: NamespaceSpec | null): NamespaceSpec {
  const spec = before === null ? create(NamespaceSpecSchema) : clone(NamespaceSpecSchema, before);
  spec.name = values.name.trim();
  spec.description = values.description;
  spec.retentionDays = Number(values.retentionDays);
  spec.regions = [];
  spec.replicas = values.regions.map((region) => create(ReplicaSpecSchema, { region }));
  spec.apiKeyAuth = create(ApiKeyAuthSpecSchema, { enabled: values.apiKeys });
  spec.customSearchAttributes = {};
  spec.searchAttributes = Object.fromEntries(
    values.searchAttributes.map(({ name, type }) => [name.trim(), Number(type) as NamespaceSpec_SearchAttributeType]),
  );
  spec.connectivityRuleIds = values.ruleIds;
  writeMtls(spec, values);
  writeCodecServer(spec, values);
  writeOperation(spec, values);
  return spec;
}

function writeMtls(spec: NamespaceSpec, { mtls, acceptedCas, filters }: NamespaceValues): void {
  const auth = spec.mtlsAuth ?? create(MtlsAuthSpecSchema);
  spec.mtlsAuth = auth;
  auth.enabled = mtls;
  auth.acceptedClientCa = new TextEncoder().encode(acceptedCas.trim() === "" ? "" : acceptedCas);
  auth.acceptedClientCaDeprecated = "";
  auth.certificateFilters = filters.map((filter) => create(CertificateFilterSpecSchema, filter));
}

function writeCodecServer(spec: NamespaceSpec, values: NamespaceValues): void {
  const codec = spec.codecServer ?? create(CodecServerSpecSchema);
  spec.codecServer = codec;
  codec.endpoint = values.codecEndpoint.trim();
  codec.passAccessToken = values.codecPassToken;
  codec.includeCrossOriginCredentials = values.codecCrossOrigin;
  const hasMessage = values.codecMessage !== "" || values.codecLink !== "";
  if (!hasMessage) delete codec.customErrorMessage;
  else {
    const shown = { default: { message: values.codecMessage, link: values.codecLink.trim() } };
    codec.customErrorMessage = create(CodecServerSpecSchema, { customErrorMessage: shown }).customErrorMessage;
  }
}

/** Capacity and fairness are left out while nothing was asked for: other clients tell that from a default. */
function writeOperation(spec: NamespaceSpec, values: NamespaceValues): void {
  const lifecycle = spec.lifecycle ?? create(LifecycleSpecSchema);
  spec.lifecycle = lifecycle;
  lifecycle.enableDeleteProtection = values.deleteProtection;
  const availability = spec.highAvailability ?? create(HighAvailabilitySpecSchema);
  spec.highAvailability = availability;
  availability.disableManagedFailover = values.disableManagedFailover;
  availability.disablePassivePollerForwarding = values.disablePollerForwarding;
  if (values.capacity === "unset") delete spec.capacitySpec;
  else spec.capacitySpec = create(CapacitySpecSchema, { spec: toCapacity(values) });
  if (values.fairness === "unset") delete spec.fairness;
  else spec.fairness = create(FairnessSpecSchema, { taskQueueFairnessEnabled: values.fairness === "on" });
  const mode = Number(values.encryptionMode) as EncryptionMode;
  if (mode === EncryptionMode.UNSPECIFIED && values.encryptionKey === "") delete spec.encryptionValidation;
  else {
    spec.encryptionValidation = create(EncryptionValidationSpecSchema, {
      mode,
      metadataKey: values.encryptionKey,
      metadataValues: values.encryptionValues,
      inspectHeader: values.encryptionHeader,
      inspectFailure: values.encryptionFailure,
    });
  }
}

function toCapacity({ capacity, capacityValue }: NamespaceValues) {
  if (capacity === "on-demand") return { case: "onDemand", value: create(CapacitySpec_OnDemandSchema) } as const;
  const value = create(CapacitySpec_ProvisionedSchema, { value: Number(capacityValue) });
  return { case: "provisioned", value } as const;
}

/** What somebody else changed meanwhile, with one's own changes on top, setting by setting. */
export function mergeValues(before: NamespaceValues, mine: NamespaceValues, theirs: NamespaceValues): NamespaceValues {
  const names = Object.keys(mine) as (keyof NamespaceValues)[];
  const own = names.filter((name) => JSON.stringify(mine[name]) !== JSON.stringify(before[name]));
  return { ...theirs, ...Object.fromEntries(own.map((name) => [name, mine[name]])) };
}
