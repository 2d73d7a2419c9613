// One of each thing that can be updated, with a value in every field that some version of the API does not have.
import type { JsonObject } from "../../rpcs/step.ts";

export interface Subject {
  readonly create: string;
  readonly read: string;
  readonly update: string;
  /** Where the thing stands in what the reading RPC answers. */
  readonly at: string;
  /** The field of its id, in the answer to the first and the requests of the others; "" where the spec has its name. */
  readonly id: string;
  /** Sent along with every request. */
  readonly beside?: JsonObject;
  /** {{names}} as in the tests of all RPCs. */
  readonly spec: JsonObject;
  /** A change that every version can make; `round` is another one each time. */
  readonly change: (spec: JsonObject, round: number) => JsonObject;
  /** Versioned fields that the change is about. */
  readonly changed?: readonly string[];
  /** Versioned fields without which there would be nothing: whoever knows them cannot leave them out. */
  readonly required?: readonly string[];
}

const everyAccess = {
  accountAccess: { role: "ROLE_READ", customRoles: ["{{role}}"] },
  namespaceAccesses: { "{{namespace}}": { permission: "PERMISSION_WRITE" } },
  projectAccesses: { "{{project}}": { role: "PROJECT_ROLE_READ" } },
};

/** Another permission in the Namespace each time: what users have beside cannot be changed. */
function changePermission(spec: JsonObject, round: number): JsonObject {
  const access = spec.access as JsonObject;
  const permission = round % 2 === 0 ? "PERMISSION_READ" : "PERMISSION_WRITE";
  const permissionDeprecated = round % 2 === 0 ? "read" : "write";
  const accesses = Object.keys(access.namespaceAccesses as JsonObject);
  const before = access.namespaceAccesses as Record<string, JsonObject>;
  const namespaceAccesses = Object.fromEntries(
    accesses.map((id) => [
      id,
      before[id] !== undefined && "permission" in before[id]
        ? { permission, permissionDeprecated }
        : { permissionDeprecated },
    ]),
  );
  return { ...spec, access: { ...access, namespaceAccesses } };
}

export const subjects: Readonly<Record<string, Subject>> = {
  user: {
    create: "CreateUser",
    read: "GetUser",
    update: "UpdateUser",
    at: "user",
    id: "userId",
    spec: { email: "{{run}}@example.com", access: everyAccess },
    change: changePermission,
    changed: ["permission"],
  },
  group: {
    create: "CreateUserGroup",
    read: "GetUserGroup",
    update: "UpdateUserGroup",
    at: "group",
    id: "groupId",
    spec: { displayName: "{{run}}", access: everyAccess, cloudGroup: {} },
    change: (spec, round) => ({ ...spec, displayName: `versioned-${round}` }),
  },
  "service account": {
    create: "CreateServiceAccount",
    read: "GetServiceAccount",
    update: "UpdateServiceAccount",
    at: "serviceAccount",
    id: "serviceAccountId",
    spec: { name: "{{run}}", access: everyAccess },
    change: (spec, round) => ({ ...spec, description: `round ${round}` }),
  },
  "API key": {
    create: "CreateApiKey",
    read: "GetApiKey",
    update: "UpdateApiKey",
    at: "apiKey",
    id: "keyId",
    spec: { ownerId: "{{account}}", ownerType: "OWNER_TYPE_SERVICE_ACCOUNT", displayName: "versioned" },
    change: (spec, round) => ({ ...spec, displayName: `round ${round}` }),
  },
  account: {
    create: "",
    read: "GetAccount",
    update: "UpdateAccount",
    at: "account",
    id: "",
    spec: { authenticationSettings: { restrictSessionLifetimes: true } },
    change: (spec, round) => ({ ...withoutMetrics(spec), ...(round % 2 === 0 && { metrics: {} }) }),
  },
  Namespace: {
    create: "CreateNamespace",
    read: "GetNamespace",
    update: "UpdateNamespace",
    at: "namespace",
    id: "namespace",
    beside: { projectId: "{{project}}" },
    spec: {
      name: "{{run}}",
      replicas: [{ region: "aws-us-east-1" }],
      retentionDays: 7,
      mtlsAuth: { enabled: true, acceptedClientCa: "{{ca}}" },
      apiKeyAuth: { enabled: true },
      searchAttributes: { OrderId: "SEARCH_ATTRIBUTE_TYPE_KEYWORD" },
      codecServer: { endpoint: "https://codec.example.com", customErrorMessage: { default: { message: "ask us" } } },
      lifecycle: { enableDeleteProtection: true },
      highAvailability: { disableManagedFailover: true, disablePassivePollerForwarding: true },
      connectivityRuleIds: ["{{rule}}"],
      capacitySpec: { onDemand: {} },
      fairness: { taskQueueFairnessEnabled: true },
      encryptionValidation: {
        mode: "ENCRYPTION_VALIDATION_MODE_WARN",
        metadataKey: "encoding",
        metadataValues: ["binary/encrypted"],
      },
      description: "made by the newest",
    },
    change: (spec, round) => ({ ...spec, retentionDays: 8 + round }),
  },
  "Nexus endpoint": {
    create: "CreateNexusEndpoint",
    read: "GetNexusEndpoint",
    update: "UpdateNexusEndpoint",
    at: "endpoint",
    id: "endpointId",
    beside: { projectId: "{{project}}" },
    spec: {
      name: "{{run}}",
      targetSpec: { workerTargetSpec: { namespaceId: "{{namespace}}", taskQueue: "orders" } },
      description: { metadata: { encoding: "anNvbi9wbGFpbg==" }, data: "Im9yZGVycyI=" },
    },
    change: (spec, round) => ({
      ...spec,
      targetSpec: { workerTargetSpec: { ...workerTargetOf(spec), taskQueue: `orders-${round}` } },
    }),
  },
  "export sink": {
    create: "CreateNamespaceExportSink",
    read: "GetNamespaceExportSink",
    update: "UpdateNamespaceExportSink",
    at: "sink",
    id: "",
    beside: { namespace: "{{namespace}}", name: "versioned" },
    spec: {
      name: "versioned",
      azureBlob: {
        tenantId: "tenant",
        storageAccount: "orders",
        containerName: "history",
        region: "centralus",
        subscriptionId: "subscription",
        resourceGroup: "group",
      },
      filter: { disableStandaloneActivityExport: true },
    },
    change: (spec, round) => ({ ...spec, enabled: round % 2 === 0 }),
    required: ["azure_blob"],
  },
};

function withoutMetrics({ metrics: _, ...spec }: JsonObject): JsonObject {
  return spec;
}

const workerTargetOf = (spec: JsonObject): JsonObject =>
  (spec.targetSpec as { workerTargetSpec: JsonObject }).workerTargetSpec;
