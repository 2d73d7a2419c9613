// Who may what, from the published tables and not from the code under test.
import { type RpcRoles, roleFacts, rpcRoleFacts } from "../../../packages/policy/test-kit/facts.ts";
import type { RoleKind } from "./callers.ts";
import type { Case } from "./cases.ts";
import { deviations } from "./deviations.ts";

/** Refused: PermissionDenied. Gone: NotFound, to whoever sees all there is. Allowed: anything else. */
export type Verdict = "allowed" | "refused" | "gone";

export interface Role {
  readonly kind: RoleKind;
  readonly role: string;
}

/** Which read shows whether there is such a thing at all, by the request's field. In this order: the first is what it is about. */
const readers: readonly (readonly [string, string])[] = [
  ["namespace", "GetNamespace"],
  ["endpointId", "GetNexusEndpoint"],
  ["connectivityRuleId", "GetConnectivityRule"],
  ["roleId", "GetCustomRole"],
  ["projectId", "GetProject"],
];

/** @param of the stage that decides, or the whole answer, in which the resource's own rule may refuse too */
export function expectVerdict(
  rpc: string,
  caller: Role,
  { whose, what, request }: Case,
  of: "stage" | "answer",
): Verdict {
  const deviation = deviations.find(
    ({ rpcs, cases, byRule }) =>
      rpcs.includes(rpc) && (cases?.includes(what) ?? true) && (of === "answer" || byRule !== true),
  );
  const facts = deviation === undefined ? (rpcRoleFacts[rpc] ?? {}) : deviation.roles;
  if (facts === "everyone") return "allowed";
  const reader = readers.find(([field]) => field in request)?.[1];
  if (whose === "missing" && reader !== undefined)
    return holdsEverywhere(rpcRoleFacts[reader] ?? {}, caller) ? "gone" : "refused";
  return holdsEverywhere(facts, caller) || (whose === "own" && holdsOnOwn(facts, caller)) ? "allowed" : "refused";
}

/** By an account role: Owner and Global Admin are admins of all Namespaces and projects, Developers developers of all projects. */
function holdsEverywhere({ account, namespace, project }: RpcRoles, { kind, role }: Role): boolean {
  if (kind !== "account") return false;
  if (account?.includes(role)) return true;
  if (role === "developer") return project?.includes("developer") ?? false;
  if (role !== "owner" && role !== "admin") return false;
  // A row that stands in the table of account roles says there itself who of them may.
  return account === undefined && (namespace !== undefined || project !== undefined);
}

function holdsOnOwn({ namespace, project }: RpcRoles, { kind, role }: Role): boolean {
  if (kind === "namespace") return namespace?.includes(role) ?? false;
  if (kind !== "project") return false;
  const level = roleFacts.projectRoles[role]?.namespaceAccessInProject;
  return (project?.includes(role) ?? false) || (level != null && (namespace?.includes(level) ?? false));
}
