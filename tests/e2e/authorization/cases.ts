// What each RPC is asked for: something of the caller's own, the same of others, and what does not exist. Everything else
// that a change would need is left out, so that whoever may make it is told what is missing, and nothing changes.
import type { DescField } from "@bufbuild/protobuf";
import type { JsonObject } from "../../rpcs/step.ts";
import { methodOf } from "../../rpcs/tell.ts";
import type { MatrixCaller } from "./callers.ts";
import type { World } from "./world.ts";

export type Whose = "own" | "other" | "missing";

export interface Case {
  readonly whose: Whose;
  /** Says more than `whose` where an RPC is asked for several kinds of things. */
  readonly what: string;
  readonly request: JsonObject;
}

/** Fields that name what decides: by them own, other and missing differ. The rest of a request is the caller's business. */
const deciding: readonly string[] = [
  "namespace",
  "project_id",
  "endpoint_id",
  "connectivity_rule_id",
  "destination_project_id",
];
/** Fields that name something of the account, which is nobody's own. */
const shared: readonly string[] = [
  "user_id",
  "group_id",
  "role_id",
  "service_account_id",
  "key_id",
  "async_operation_id",
];
/** Id fields that need no value here, each with its reason. */
export const unnamed: Readonly<Record<string, string>> = {
  owner_id: "narrows GetApiKeys to what the caller may see anyway",
  target_namespace_id: "narrows GetNexusEndpoints to what the caller may see anyway",
  project_ids: "narrows GetProjects to what the caller may see anyway",
  expected_source_project_id: "compared with what is stored, once the move is allowed",
  billing_report_id: "reports are the account's: whoever may read one may read them all",
  rule_ids: "attached in the same move, once it is allowed",
  member_id: "who joins the group is no id of a thing that is acted on",
};

/** Where a Namespace only narrows a list. */
const narrows: readonly string[] = ["GetUsers", "GetUserGroups", "GetConnectivityRules"];

const idFields = (rpc: string): DescField[] =>
  methodOf(rpc).input.fields.filter(
    ({ name }) => (name === "namespace" && !narrows.includes(rpc)) || /_ids?$/.test(name),
  );

/** Id fields that nothing here gives a value, and nothing says why. */
export const unclassified = (rpc: string): string[] =>
  idFields(rpc)
    .map(({ name }) => name)
    .filter((name) => !deciding.includes(name) && !shared.includes(name) && !(name in unnamed));

export function casesOf(rpc: string, world: World, caller: MatrixCaller): Case[] {
  return special[rpc]?.(world, caller) ?? plainCases(rpc, world, caller);
}

function plainCases(rpc: string, world: World, caller: MatrixCaller): Case[] {
  const fields = idFields(rpc).filter(({ name }) => deciding.includes(name) || isShared(rpc, name));
  if (fields.length === 0) return [{ whose: "own", what: "the account", request: {} }];
  return (["own", "other", "missing"] as const).map((whose) => ({
    whose,
    what: whose,
    request: Object.fromEntries(fields.map((field) => [field.jsonName, idOf(field.name, whose, world, caller)])),
  }));
}

/** The idempotency key of a change has the name of what GetAsyncOperation reads. */
const isShared = (rpc: string, name: string): boolean =>
  shared.includes(name) && (name !== "async_operation_id" || rpc === "GetAsyncOperation");

function idOf(name: string, whose: Whose, world: World, caller: MatrixCaller): string {
  if (whose === "missing") return name === "namespace" ? "absent.absent" : "absent";
  const things = world[whose];
  if (name === "destination_project_id") return things.project_id;
  if (name in things) return things[name as keyof typeof things];
  const own: Readonly<Record<string, string>> = {
    user_id: caller.userId,
    key_id: caller.keyId,
    async_operation_id: caller.operationId,
  };
  return (whose === "own" ? own[name] : undefined) ?? world.shared[name as keyof World["shared"]];
}

/** Without a project: the default one, which is not the callers'. */
const inDefault =
  (rpc: string): Special =>
  (world, caller) => [...plainCases(rpc, world, caller), { whose: "other", what: "the default project", request: {} }];

/** Without a project: all that the caller may see. */
const everywhere =
  (rpc: string): Special =>
  (world, caller) => [...plainCases(rpc, world, caller), { whose: "own", what: "everywhere", request: {} }];

type Special = (world: World, caller: MatrixCaller) => Case[];

/** A service account is of the account, of a Namespace or of a project. */
const serviceAccountCases: Special = ({ own, other, shared }) => [
  { whose: "own", what: "bound to the Namespace", request: { serviceAccountId: own.boundToNamespace } },
  { whose: "own", what: "bound to the project", request: { serviceAccountId: own.boundToProject } },
  { whose: "other", what: "bound to another Namespace", request: { serviceAccountId: other.boundToNamespace } },
  { whose: "other", what: "bound to another project", request: { serviceAccountId: other.boundToProject } },
  { whose: "other", what: "of the account", request: { serviceAccountId: shared.service_account_id } },
  { whose: "missing", what: "missing", request: { serviceAccountId: "absent" } },
];

const keyCases: Special = ({ own, other, shared }, caller) => [
  { whose: "own", what: "one's own", request: { keyId: caller.keyId } },
  { whose: "own", what: "bound to the Namespace", request: { keyId: own.keyOfBoundToNamespace } },
  { whose: "own", what: "bound to the project", request: { keyId: own.keyOfBoundToProject } },
  { whose: "other", what: "bound to another Namespace", request: { keyId: other.keyOfBoundToNamespace } },
  { whose: "other", what: "bound to another project", request: { keyId: other.keyOfBoundToProject } },
  { whose: "other", what: "of the account", request: { keyId: shared.key_id } },
  { whose: "missing", what: "missing", request: { keyId: "absent" } },
];

const across =
  (name: string): Special =>
  (world, caller) => [
    ...plainCases(name, world, caller),
    {
      whose: "other",
      what: "to another project",
      request: {
        ...(name === "MoveNamespaceToProject"
          ? { namespace: world.own.namespace }
          : { endpointId: world.own.endpoint_id }),
        destinationProjectId: world.other.project_id,
      },
    },
    {
      whose: "other",
      what: "from another project",
      request: {
        ...(name === "MoveNamespaceToProject"
          ? { namespace: world.other.namespace }
          : { endpointId: world.other.endpoint_id }),
        destinationProjectId: world.own.project_id,
      },
    },
  ];

const special: Readonly<Record<string, Special>> = {
  GetServiceAccount: serviceAccountCases,
  UpdateServiceAccount: serviceAccountCases,
  DeleteServiceAccount: serviceAccountCases,
  CreateServiceAccount: ({ own, other }) => [
    {
      whose: "own",
      what: "bound to the Namespace",
      request: { spec: { namespaceScopedAccess: { namespace: own.namespace } } },
    },
    {
      whose: "own",
      what: "bound to the project",
      request: { spec: { projectScopedAccess: { projectId: own.project_id } } },
    },
    {
      whose: "other",
      what: "bound to another Namespace",
      request: { spec: { namespaceScopedAccess: { namespace: other.namespace } } },
    },
    {
      whose: "other",
      what: "bound to another project",
      request: { spec: { projectScopedAccess: { projectId: other.project_id } } },
    },
    { whose: "other", what: "of the account", request: { spec: { access: {} } } },
    { whose: "missing", what: "missing", request: { spec: { namespaceScopedAccess: { namespace: "absent.absent" } } } },
  ],
  GetApiKey: keyCases,
  UpdateApiKey: keyCases,
  DeleteApiKey: keyCases,
  CreateApiKey: ({ own, other, shared }, caller) => [
    { whose: "own", what: "one's own", request: { spec: { ownerId: caller.userId } } },
    { whose: "own", what: "bound to the Namespace", request: { spec: { ownerId: own.boundToNamespace } } },
    { whose: "own", what: "bound to the project", request: { spec: { ownerId: own.boundToProject } } },
    { whose: "other", what: "bound to another Namespace", request: { spec: { ownerId: other.boundToNamespace } } },
    { whose: "other", what: "bound to another project", request: { spec: { ownerId: other.boundToProject } } },
    { whose: "other", what: "of the account", request: { spec: { ownerId: shared.service_account_id } } },
    { whose: "missing", what: "missing", request: { spec: { ownerId: "absent" } } },
  ],
  CreateNamespace: inDefault("CreateNamespace"),
  CreateNexusEndpoint: inDefault("CreateNexusEndpoint"),
  CreateConnectivityRule: inDefault("CreateConnectivityRule"),
  GetNamespaces: everywhere("GetNamespaces"),
  GetNexusEndpoints: everywhere("GetNexusEndpoints"),
  GetConnectivityRules: everywhere("GetConnectivityRules"),
  MoveNamespaceToProject: across("MoveNamespaceToProject"),
  MoveNexusEndpointToProject: across("MoveNexusEndpointToProject"),
};
