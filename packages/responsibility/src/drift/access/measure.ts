// How far things reach in one account at one time: parts of an access, compiled roles, needs. Each worked out once.
import {
  apply,
  compile,
  effectivePermissions,
  type Grant,
  grantsOfAccess,
  grantsOfRole,
  type Reason,
  type RoleSpec,
  type Snapshot,
  toRolePermissions,
} from "@remit/policy";
import type { Need } from "../../compile/compiled.ts";
import { levelOperations } from "../../compile/levels.ts";
import type { Facts } from "../../facts.ts";
import { setOf } from "../../reach/operation-set.ts";
import { createPlaces, type PlacesOf } from "../../reach/places.ts";
import { noReach, type Reach, reachOfGrants } from "../../reach/reach.ts";
import { type AccessPart, accessOf, partKey } from "./parts.ts";

export interface Measure {
  readonly placesOf: PlacesOf;
  readonly part: (part: AccessPart) => Reach;
  readonly role: (spec: RoleSpec) => Reach;
  readonly needs: (needs: readonly Need[]) => Reach;
  /** The reasons of a grant that a part gives, as policy words them. */
  readonly reasons: (part: AccessPart, grant: Grant) => readonly Reason[];
}

const levelSets = {
  read: setOf(levelOperations("read")),
  write: setOf(levelOperations("write")),
  admin: setOf(levelOperations("admin")),
};

export function createMeasure({ policy, now }: Facts): Measure {
  const placesOf = createPlaces(policy);
  // Roles and resources are all that a part's reach depends on.
  const snapshot = compile({ ...policy, groups: [], principals: [] });
  const namespaces = new Set(policy.namespaces.map(({ id }) => id));
  const roleNames = new Map(policy.customRoles.map(({ id, name }) => [id, name]));
  const parts = new Map<string, Reach>();
  const roles = new Map<RoleSpec, Reach>();
  const measurePart = (part: AccessPart): Reach => {
    if (part.kind !== "namespace") {
      const held = grantsOfAccess(accessOf(part), snapshot);
      return reachOfGrants(
        held.filter(({ expiresAt }) => expiresAt == null || now < expiresAt),
        placesOf,
      );
    }
    // The same as above, without unfolding a level for each of thousands of Namespaces.
    if (!namespaces.has(part.namespace)) return noReach;
    const [place] = placesOf({ kind: "resource", resource: { type: "namespaces", id: part.namespace } });
    return place === undefined ? noReach : new Map([[place, levelSets[part.permission]]]);
  };
  return {
    placesOf,
    part: (part) => once(parts, partKey(part), () => measurePart(part)),
    role: (spec) => once(roles, spec, () => reachOfGrants(grantsOfRole(toRolePermissions(spec), snapshot), placesOf)),
    needs: (needs) =>
      reachOfGrants(
        needs.flatMap(({ operations, scopes }) =>
          operations.flatMap((operation) => scopes.map((scope) => ({ operation, scope }))),
        ),
        placesOf,
      ),
    reasons: (part, { operation, scope }) => {
      const wanted = new Set(placesOf(scope));
      const gives = (grant: Grant): boolean =>
        grant.operation === operation && placesOf(grant.scope).some((one) => wanted.has(one));
      if (part.kind === "implied") {
        return permissionsOfPart(snapshot, part, now)
          .filter(gives)
          .flatMap(({ reasons }) => reasons);
      }
      const common = { ...describePart(part, roleNames), group: null, expiresAt: null };
      const grants = grantsOfAccess(accessOf(part), snapshot).filter(gives);
      return grants.map((grant) => ({ ...common, scope: grant.scope }));
    },
  };
}

/** A part as policy words it. Asking policy itself costs a snapshot for each part, which matters with thousands. */
function describePart(
  part: Exclude<AccessPart, { kind: "implied" }>,
  roleNames: ReadonlyMap<string, string>,
): Pick<Reason, "kind" | "role" | "customRole"> {
  switch (part.kind) {
    case "account-role":
      return { kind: "account-role", role: part.role, customRole: null };
    case "custom-role":
      return { kind: "custom-role", role: roleNames.get(part.id) ?? part.id, customRole: part.id };
    case "namespace":
      return { kind: "namespace-access", role: part.permission, customRole: null };
    case "project":
      return { kind: "project-access", role: part.role, customRole: null };
  }
}

function permissionsOfPart(snapshot: Snapshot, part: AccessPart, now: number) {
  const probe = { id: "probe", kind: "user", name: "", active: true, access: accessOf(part), groups: [] } as const;
  return effectivePermissions(apply(snapshot, [{ kind: "principal", id: probe.id, principal: probe }]), probe.id, now);
}

function once<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}
