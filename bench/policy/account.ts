// What a made-up account looks like: the words of the policy benchmark.

export type Size = "S" | "M" | "L";

/** Principals, Namespaces and custom roles by size. Groups are a twentieth of the principals, projects of Namespaces. */
export const sizes: Readonly<
  Record<Size, { readonly users: number; readonly namespaces: number; readonly roles: number }>
> = {
  S: { users: 1_000, namespaces: 100, roles: 25 },
  M: { users: 10_000, namespaces: 1_000, roles: 100 },
  L: { users: 100_000, namespaces: 10_000, roles: 1_000 },
};

export const ACTIONS = 40;
/** Level k gives the actions below `levels[k]` on one Namespace. */
export const levels = [10, 25, 40] as const;
/** An account role gives the actions below its number on every Namespace. */
export const accountRoles = { owner: 40, admin: 38, read: 10, developer: 0, finance_admin: 0, none: 0 } as const;
export type WorkloadRole = keyof typeof accountRoles;

/** Actions on everything, on what lies in a project, or on the Namespaces named. */
export interface Entry {
  readonly actions: readonly number[];
  readonly scope: "all" | { readonly project: number } | { readonly namespaces: readonly number[] };
}

export interface Holder {
  readonly roles: readonly number[];
  /** Namespace and level. */
  readonly namespaces: readonly (readonly [number, number])[];
}

export interface User extends Holder {
  readonly account: WorkloadRole;
  readonly groups: readonly number[];
}

export interface Workload {
  readonly size: Size;
  readonly projects: number;
  readonly projectOf: readonly number[];
  readonly roles: readonly (readonly Entry[])[];
  readonly groups: readonly Holder[];
  readonly users: readonly User[];
}
