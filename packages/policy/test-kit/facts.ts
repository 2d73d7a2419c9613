// The facts as the public documentation gives them, read apart from the typed catalogue so that a slip in one of the
// two shows. What Remit adds to them is written out below, once more, from its rules.
import { readFileSync } from "node:fs";
import type { ResourceType } from "../src/types.ts";

interface PermissionFact {
  readonly operation: string;
  readonly resourceTypes: readonly ResourceType[];
  readonly kind: string;
  readonly grantable: boolean;
  readonly nameIsOurs?: boolean;
}

interface DataPlaneFacts {
  /** Namespace-scoped calls: the access that Temporal's server asks for, and our name for the right to make them. */
  readonly methods: readonly {
    readonly method: string;
    readonly access: string;
    readonly operation: string;
    /** The lowest Namespace permission that may call it on Temporal Cloud; absent where its table does not list the call. */
    readonly cloud?: string;
  }[];
  /** Calls that no data-plane operation stands for, each with the reason. */
  readonly outside: Readonly<Record<string, string>>;
}

interface RoleFacts {
  readonly accountRoles: Readonly<Record<string, readonly string[]>>;
  readonly namespacePermissions: Readonly<Record<string, readonly string[]>>;
  readonly projectRoles: Readonly<
    Record<string, { readonly operations: readonly string[]; readonly namespaceAccessInProject: string | null }>
  >;
}

/** Which predefined roles may call an RPC of the Cloud Ops API; a kind of role that is absent stands in no table for it. */
export interface RpcRoles {
  readonly account?: readonly string[];
  readonly namespace?: readonly string[];
  readonly project?: readonly string[];
}

function readFacts(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`./facts/${name}.json`, import.meta.url), "utf8"));
}

/** The published permissions, and our proposals for calls that have no published name. */
export const permissionFacts = (readFacts("permissions") as { permissions: readonly PermissionFact[] }).permissions;
/** The published roles as sets of operations. */
export const roleFacts = readFacts("predefined-roles") as RoleFacts;

/** The published roles by RPC. */
export const rpcRoleFacts = (readFacts("rpc-roles") as { rpcs: Readonly<Record<string, RpcRoles>> }).rpcs;

/** The calls of the data plane. */
export const dataPlaneFacts = readFacts("data-plane-methods") as DataPlaneFacts;
/** The operations of the data plane, each with the access of its calls. */
export const dataPlaneKinds: ReadonlyMap<string, string> = new Map(
  dataPlaneFacts.methods.map(({ operation, access }) => [operation, access]),
);

/** What Remit does beside access itself. */
export const remitKinds: ReadonlyMap<string, string> = new Map([
  ["remit.access.review", "read"],
  ["remit.drift.acknowledge", "admin"],
  ["remit.drift.get", "read"],
  ["remit.namespace.adopt", "admin"],
  ["remit.metrics.get", "read"],
  ["remit.request.create", "write"],
  ["remit.request.list", "read"],
  ["remit.responsibility.attest", "write"],
  ["remit.responsibility.get", "read"],
  ["remit.responsibility.update", "admin"],
]);
/** What every account role holds of it. */
export const remitForEveryone = ["remit.request.create", "remit.responsibility.get"];
/** What Metrics Read holds of it beside that. */
export const remitForMetrics = ["remit.metrics.get"];

const kinds = ["read", "write", "admin"];

/** Whether a level holds an operation of the data plane: those of all kinds up to its own. */
export function levelHoldsDataPlane(level: string, operation: string): boolean {
  const kind = dataPlaneKinds.get(operation);
  return kind !== undefined && kinds.indexOf(kind) <= kinds.indexOf(level);
}

const credentials = ["create", "delete", "get", "list", "update"].map((verb) => `cloud.apikey.${verb}`);
const scopedAccounts = ["create", "delete", "get", "update"].map((verb) => `cloud.serviceaccount.${verb}`);
/** What the admin of a Namespace or a project does to the service accounts that are bound to it. */
export const boundAccountOperations = [...credentials, ...scopedAccounts];

/** Every operation name. */
export const allOperations = [
  ...permissionFacts.map(({ operation }) => operation),
  ...dataPlaneKinds.keys(),
  ...remitKinds.keys(),
];

/** The resource types on which an operation has an effect. */
export function typesOf(operation: string): readonly ResourceType[] {
  if (dataPlaneKinds.has(operation)) return ["namespaces"];
  if (remitKinds.has(operation)) return ["accounts"];
  if (operation.startsWith("cloud.migration.")) return [];
  if (boundAccountOperations.includes(operation)) return ["accounts", "projects", "namespaces"];
  if (operation === "cloud.customrole.create" || operation === "cloud.customrole.list") return ["accounts"];
  return permissionFacts.find((fact) => fact.operation === operation)?.resourceTypes ?? [];
}

/** Whether a custom role may carry it. */
export function isGrantable(operation: string): boolean {
  if (dataPlaneKinds.has(operation) || remitKinds.has(operation)) return true;
  return permissionFacts.some((fact) => fact.operation === operation && fact.grantable);
}
