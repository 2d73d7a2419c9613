// What rows come to in access, in the terms of the account: the words of everything under compile/.
import type { NamespacePermission, ProjectRole, RoleSpec, RoleSpecPermission, Scope } from "@remit/policy";
import type { ResolvedTeam } from "../resolve.ts";

/** The matrix as access. Lists are sorted; nothing depends on the order of rows, teams or groups. */
export interface Compiled {
  readonly roles: readonly CompiledRole[];
  readonly teams: readonly CompiledTeam[];
  /** Group → what it is to hold: that of all teams whose group it is. */
  readonly groups: ReadonlyMap<string, GroupAccess>;
  readonly problems: readonly Problem[];
}

export interface CompiledRole {
  readonly spec: RoleSpec;
  /** Ids of the teams that hold it. */
  readonly teams: readonly string[];
}

export interface CompiledTeam {
  readonly team: string;
  readonly access: TeamAccess;
  /** What rows name for it and its access does not give, each with a problem that says why. */
  readonly ungiven: readonly Need[];
  /** False when a limit is in the way: then its access is empty, and what its groups hold now should stay. */
  readonly fits: boolean;
}

/** What each group of a team is to hold. */
export interface TeamAccess {
  readonly namespaces: ReadonlyMap<string, NamespacePermission>;
  readonly projects: ReadonlyMap<string, ProjectRole>;
  /** Names of compiled roles. */
  readonly roles: readonly string[];
}

export interface GroupAccess extends TeamAccess {
  /** Ids of its teams. */
  readonly teams: readonly string[];
  /** False when one of its teams does not fit: nothing that the group holds may be taken for not being compiled. */
  readonly complete: boolean;
}

/** Operations that a team must be able to do on each of the scopes. */
export interface Need {
  readonly operations: readonly string[];
  readonly scopes: readonly Scope[];
}

/** What could not be brought about, and what would allow it. */
export interface Problem {
  readonly kind: "not-grantable" | "does-not-fit" | "over-limit" | "not-found";
  readonly team: string;
  /** Empty when it is not about operations. */
  readonly operations: readonly string[];
  /** Ids of the rows that name them. */
  readonly responsibilities: readonly string[];
  readonly text: string;
}

/** A team's access before its custom roles have names. */
export interface Draft {
  readonly team: ResolvedTeam;
  /** Operation → ids of the rows that name it. */
  readonly named: Named;
  readonly needs: readonly Need[];
  readonly namespaces: ReadonlyMap<string, NamespacePermission>;
  readonly projects: ReadonlyMap<string, ProjectRole>;
  /** What levels cannot say. */
  readonly entries: readonly RoleSpecPermission[];
  readonly ungiven: readonly Need[];
  readonly problems: readonly Problem[];
}

export type Named = ReadonlyMap<string, readonly string[]>;

/** Role names that begin so are the matrix's: plans make, change and delete them. */
const prefix = "remit-";

/** Whether a role is one that a plan has made, by its name. */
export const isCompiledRole = ({ name }: { readonly name: string }): boolean => name.startsWith(prefix);

export const compiledRoleName = (base: string): string => `${prefix}${base}`;
