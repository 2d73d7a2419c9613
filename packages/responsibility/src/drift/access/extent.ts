// How far a finding about access reaches, in words: the riskiest grant of it, all its operations, and how bad it is.
import { findPermission, type Grant, type PermissionKind } from "@remit/policy";
import type { Facts } from "../../facts.ts";
import { namesIn, type OperationSet, setOf } from "../../reach/operation-set.ts";
import { type Place, placeKey, scopeOf } from "../../reach/places.ts";
import type { Reach } from "../../reach/reach.ts";
import { digest } from "../digest.ts";
import type { Risk } from "../finding.ts";

export interface Extent {
  readonly grant: Grant;
  readonly operations: readonly string[];
  /** The worst that can be done. */
  readonly worst: PermissionKind;
  /** Somewhere it takes in what is made later, too. */
  readonly isWide: boolean;
  /** Different for every other extent. */
  readonly digest: string;
  /** "cloud.namespace.delete and 3 more on Namespace pay.acc". */
  readonly text: string;
}

const worstFirst: readonly PermissionKind[] = ["admin", "write", "read"];
const kindOf = (operation: string): PermissionKind => findPermission(operation)?.kind ?? "admin";

/** Describes a reach that is not empty. */
export function describeExtent(reach: Reach, facts: Facts): Extent {
  const places = [...reach].map(([place, set]) => ({ place, set, key: placeKey(place) }));
  places.sort((a, b) => (a.key < b.key ? -1 : 1));
  const all = places.reduce<OperationSet>((set, one) => set | one.set, 0n);
  const operations = namesIn(all);
  const worst = worstFirst.find((kind) => operations.some((operation) => kindOf(operation) === kind)) ?? "read";
  const operation = operations.find((one) => kindOf(one) === worst) ?? "";
  const at = places.filter(({ set }) => (set & setOf([operation])) !== 0n).map(({ place }) => place);
  const [place] = at;
  if (place === undefined) throw new RangeError("an empty reach has no extent");
  return {
    grant: { operation, scope: scopeOf(place) },
    operations,
    worst,
    isWide: places.some((one) => one.place.id === null && one.place.type !== "accounts"),
    digest: digest(places.map(({ key, set }) => `${key} ${namesIn(set).join(" ")}`).join("\n")),
    text: `${operation}${andMore(operations.length - 1)} on ${namePlace(place, facts)}${andMore(at.length - 1)}`,
  };
}

const andMore = (count: number): string => (count > 0 ? ` and ${count} more` : "");

function namePlace({ type, id, project }: Place, { namespaces, projects }: Facts): string {
  const projectName = (wanted: string): string => projects.find((one) => one.id === wanted)?.displayName ?? wanted;
  if (type === "accounts") return "the account";
  if (project !== null) return `all ${type} of project ${projectName(project)}`;
  if (id === null) return `all ${type}`;
  if (type === "namespaces") return `Namespace ${namespaces.find(({ uid }) => uid === id)?.id ?? id}`;
  return type === "projects" ? `project ${projectName(id)}` : `${type}/${id}`;
}

/** What can be changed for others is worse than what can be changed for a team, and that than what can be read. */
export function riskOfExtent({ worst, isWide }: Extent): Risk {
  if (worst === "admin") return "high";
  if (worst === "read") return "low";
  return isWide ? "high" : "medium";
}
