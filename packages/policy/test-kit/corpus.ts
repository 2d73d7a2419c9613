// Reads the decision corpus (cases/*.yaml; its README has the format) and turns its worlds into policy data.
// Names serve as ids, so that the same cases can be replayed over the wire with ids that a server gives.
import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import type {
  Access,
  AccountRole,
  Child,
  ImpliedAccess,
  NamespacePermission,
  PolicyData,
  ProjectRole,
  Resource,
  ResourceType,
  RolePermission,
} from "../src/types.ts";

export interface CorpusFile {
  readonly file: string;
  readonly about: string;
  readonly world: World;
  readonly cases: readonly Case[];
}

export interface World {
  readonly account: string;
  readonly now: string;
  readonly projects?: readonly string[];
  /** Name: project. */
  readonly namespaces?: Readonly<Record<string, string>>;
  readonly endpoints?: Readonly<Record<string, string>>;
  readonly rules?: Readonly<Record<string, string>>;
  readonly roles?: Readonly<Record<string, readonly WorldEntry[]>>;
  readonly groups?: Readonly<Record<string, WorldAccess>>;
  readonly principals?: Readonly<Record<string, WorldPrincipal>>;
}

export interface WorldEntry {
  readonly on: ResourceType;
  readonly all?: true;
  readonly ids?: readonly string[];
  readonly actions: readonly string[];
}

export interface WorldAccess {
  readonly account?: AccountRole;
  readonly roles?: readonly string[];
  readonly namespaces?: Readonly<Record<string, NamespacePermission>>;
  readonly projects?: Readonly<Record<string, ProjectRole>>;
  /** Namespaces that it created. */
  readonly created?: readonly string[];
  readonly temporary?: readonly WorldTemporary[];
}

/** Access to a Namespace or a project, or a custom role, for a time. */
export type WorldTemporary = { readonly until: string } & (
  | { readonly namespace: string; readonly permission: NamespacePermission }
  | { readonly project: string; readonly role: ProjectRole }
  | { readonly custom_role: string }
);

export interface WorldPrincipal extends WorldAccess {
  readonly kind?: "user" | "serviceaccount";
  readonly active?: boolean;
  readonly groups?: readonly string[];
}

export interface Case {
  readonly promise: string;
  readonly now?: string;
  readonly decisions?: readonly CaseDecision[];
  readonly cover?: readonly CaseCover[];
}

export interface CaseDecision {
  readonly principal: string | readonly string[];
  readonly operation: string | readonly string[];
  readonly resource: string | readonly string[];
  readonly expect: "allow" | "deny";
  /** One of the reasons, as `renderReason` words it; or the cause of a denial. */
  readonly via?: string;
}

export interface CaseCover {
  readonly actor: string;
  /** Exactly one of these says what the actor is about to do. */
  readonly access?: { readonly from?: WorldAccess; readonly to?: WorldAccess };
  readonly join?: string;
  readonly key_for?: string;
  readonly role?: { readonly name?: string; readonly becomes: readonly WorldEntry[] | null };
  readonly expect: "covered" | "missing" | "needs owner";
}

/** One question with its answer, after lists have been spread out. */
export interface Decision {
  readonly principal: string;
  readonly operation: string;
  readonly resource: Resource;
  readonly now: number;
  readonly expect: "allow" | "deny";
  readonly via: string | null;
}

/** All files of the corpus, by name. */
export function loadCorpus(folder = new URL("../cases/", import.meta.url)): CorpusFile[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((file) => ({ file, ...(parse(readFileSync(new URL(file, folder), "utf8")) as Omit<CorpusFile, "file">) }));
}

/** The questions of a case, one for each combination of what it lists. */
export function decisionsOf(world: World, one: Case): Decision[] {
  const now = Date.parse(one.now ?? world.now);
  return (one.decisions ?? []).flatMap(({ principal, operation, resource, expect, via }) =>
    listOf(principal).flatMap((who) =>
      listOf(operation).flatMap((what) =>
        listOf(resource).map((on) => ({
          principal: who,
          operation: what,
          resource: toResource(world, on),
          now,
          expect,
          via: via ?? null,
        })),
      ),
    ),
  );
}

function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}

/** `type/id`; the account may be written `account`. */
export function toResource(world: World, text: string): Resource {
  if (text === "account") return { type: "accounts", id: world.account };
  const slash = text.indexOf("/");
  return { type: text.slice(0, slash) as ResourceType, id: text.slice(slash + 1) };
}

/** A world as policy data. */
export function toPolicyData(world: World): PolicyData {
  return {
    account: world.account,
    projects: world.projects ?? [],
    namespaces: toChildren(world.namespaces),
    nexusEndpoints: toChildren(world.endpoints),
    connectivityRules: toChildren(world.rules),
    customRoles: Object.entries(world.roles ?? {}).map(([id, entries]) => ({
      id,
      name: id,
      permissions: toEntries(entries),
    })),
    groups: Object.entries(world.groups ?? {}).map(([id, access]) => ({ id, name: id, access: toAccess(access) })),
    principals: Object.entries(world.principals ?? {}).map(([id, principal]) => ({
      id,
      kind: principal.kind ?? "user",
      name: id,
      active: principal.active ?? true,
      access: toAccess(principal),
      groups: principal.groups ?? [],
    })),
  };
}

export function toEntries(entries: readonly WorldEntry[]): RolePermission[] {
  return entries.map(({ on, all, ids, actions }) => ({
    actions,
    resourceType: on,
    allowAll: all ?? false,
    resourceIds: ids ?? [],
  }));
}

export function toAccess(access: WorldAccess): Access {
  return {
    accountRole: access.account ?? null,
    customRoles: access.roles ?? [],
    namespaces: Object.entries(access.namespaces ?? {}).map(([namespace, permission]) => ({ namespace, permission })),
    projects: Object.entries(access.projects ?? {}).map(([project, role]) => ({ project, role })),
    implied: [
      ...(access.created ?? []).map((namespace) => ({
        kind: "creator" as const,
        gives: { kind: "namespace-access", namespace, permission: "admin" } as const,
        expiresAt: null,
      })),
      ...(access.temporary ?? []).map((grant) => ({
        kind: "temporary" as const,
        gives: toImpliedAccess(grant),
        expiresAt: Date.parse(grant.until),
      })),
    ],
  };
}

function toImpliedAccess(grant: WorldTemporary): ImpliedAccess {
  if ("custom_role" in grant) return { kind: "custom-role", customRole: grant.custom_role };
  return "project" in grant
    ? { kind: "project-access", project: grant.project, role: grant.role }
    : { kind: "namespace-access", namespace: grant.namespace, permission: grant.permission };
}

function toChildren(children: Readonly<Record<string, string>> = {}): Child[] {
  return Object.entries(children).map(([id, project]) => ({ id, project }));
}
