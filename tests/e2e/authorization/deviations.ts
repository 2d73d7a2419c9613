// Where the published tables alone do not say who may: each row with what does.
import type { RpcRoles } from "../../../packages/policy/test-kit/facts.ts";

export interface Deviation {
  readonly rpcs: readonly string[];
  /** Of the cases of these RPCs; absent: all. */
  readonly cases?: readonly string[];
  readonly roles: RpcRoles | "everyone";
  /** Not the stage of authorization asks for it, but the resource's own rule after it. */
  readonly byRule?: true;
  readonly reason: string;
}

const keys = ["GetApiKey", "CreateApiKey", "UpdateApiKey", "DeleteApiKey"];
const changesOfAccounts = ["CreateServiceAccount", "UpdateServiceAccount", "DeleteServiceAccount"];
const boundToNamespace = ["bound to the Namespace", "bound to another Namespace"];
const boundToProject = ["bound to the project", "bound to another project"];
const administrators = ["admin", "owner"];
const everyAccountRole = ["read", "developer", "finance_admin", "admin", "owner"];

/** The first that fits decides. */
export const deviations: readonly Deviation[] = [
  {
    rpcs: ["GetCurrentIdentity", "GetApiKeys"],
    roles: "everyone",
    reason: "who one is, and one's own keys, is no secret to oneself, whatever the role; GetApiKeys shows no others",
  },
  { rpcs: keys, cases: ["one's own"], roles: "everyone", reason: "self-service: one's own keys need no role" },
  {
    rpcs: [...keys, ...changesOfAccounts],
    cases: boundToNamespace,
    roles: { account: administrators, namespace: ["admin"] },
    reason: "service accounts of a Namespace, and their keys, are its admin's",
  },
  {
    rpcs: [...keys, ...changesOfAccounts],
    cases: boundToProject,
    roles: { account: administrators, project: ["admin"] },
    reason: "service accounts of a project, and their keys, are its admin's",
  },
  {
    rpcs: [...keys, ...changesOfAccounts],
    roles: { account: administrators },
    reason:
      "those of the account are administered by Owners and Global Admins; the tables list every role for what is bound",
  },
  {
    rpcs: ["GetServiceAccount"],
    cases: boundToNamespace,
    roles: { account: everyAccountRole, namespace: ["admin"] },
    reason: "who administers it may read it, whatever the account role",
  },
  {
    rpcs: ["GetServiceAccount"],
    cases: boundToProject,
    roles: { account: everyAccountRole, project: ["admin"] },
    reason: "who administers it may read it, whatever the account role",
  },
  {
    rpcs: ["DeleteNexusEndpoint"],
    byRule: true,
    roles: { account: administrators, project: ["admin"] },
    reason:
      "also needs Namespace Admin on the target Namespace, which these have and a Developer or project writer lacks",
  },
  {
    rpcs: ["GetAsyncOperation"],
    cases: ["own"],
    roles: "everyone",
    reason: "whoever started an operation may see how it ends",
  },
];
