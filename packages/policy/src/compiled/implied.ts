// Grants beside the access maps, packed into integers: the last part of a record.
import type { ImpliedGrant } from "../types.ts";
import { type Arena, append } from "./arena.ts";
import { type Ids, numberFor, tableOf } from "./ids.ts";
import { CUSTOM_ROLES, levelNames, NAMESPACES, PROJECTS, projectRoleNames } from "./vocabulary.ts";

// A grant at offset i:
//   i + 0  the number of the Namespace, the project or the custom role
//   i + 1  level or project role by its number | what it gives << 3 | kind << 5
//   i + 2  when it ends, as the two halves of a float64 (Infinity: never)
export const IMPLIED_SIZE = 4;

/** What a grant gives. 0 is nothing, so that what is not known holds nothing. */
export const GIVES_NAMESPACE = 1;
export const GIVES_PROJECT = 2;
export const GIVES_ROLE = 3;

const kinds = ["creator", "temporary"] as const;

const float = new Float64Array(1);
const halves = new Int32Array(float.buffer);

/** The end of the grant at an offset, in Unix milliseconds; Infinity when it never ends. */
export function expiryAt(data: Int32Array, at: number): number {
  halves[0] = data[at + 2] as number;
  halves[1] = data[at + 3] as number;
  return float[0] as number;
}

/** What the grant at an offset gives. */
export function givenAt(data: Int32Array, at: number): number {
  return ((data[at + 1] as number) >>> 3) & 3;
}

/** The number of the level or project role that the grant at an offset gives. */
export function heldAt(data: Int32Array, at: number): number {
  return (data[at + 1] as number) & 7;
}

/** Visits those grants from `at` to `end` that have not ended at `now`: what each gives, of what, and its offset. */
export function visitLasting(
  data: Int32Array,
  at: number,
  end: number,
  now: number,
  visit: (gives: number, number: number, at: number) => void,
): void {
  for (let grant = at; grant < end; grant += IMPLIED_SIZE) {
    if (now < expiryAt(data, grant)) visit(givenAt(data, grant), data[grant] as number, grant);
  }
}

/** Appends a grant. Unknown levels, roles and kinds of access become 0, which holds nothing. */
export function appendImplied(arena: Arena, ids: Ids, { kind, gives, expiresAt }: ImpliedGrant): void {
  const [given, number, held] = encodeAccess(ids, gives);
  append(arena, number);
  append(arena, Math.max(0, held) | (given << 3) | (kinds.indexOf(kind) << 5));
  float[0] = expiresAt ?? Number.POSITIVE_INFINITY;
  append(arena, halves[0] as number);
  append(arena, halves[1] as number);
}

function encodeAccess(ids: Ids, gives: ImpliedGrant["gives"]): [given: number, number: number, held: number] {
  switch (gives.kind) {
    case "namespace-access":
      return [
        GIVES_NAMESPACE,
        numberFor(tableOf(ids, NAMESPACES), gives.namespace),
        levelNames.indexOf(gives.permission),
      ];
    case "project-access":
      return [GIVES_PROJECT, numberFor(tableOf(ids, PROJECTS), gives.project), projectRoleNames.indexOf(gives.role)];
    case "custom-role":
      return [GIVES_ROLE, numberFor(tableOf(ids, CUSTOM_ROLES), gives.customRole), 0];
    default:
      return [0, 0, 0];
  }
}

/** Unpacks the grant at an offset; null when it gives nothing. */
export function decodeImplied(ids: Ids, data: Int32Array, at: number): ImpliedGrant | null {
  const kind = kinds[(data[at + 1] as number) >>> 5];
  const gives = decodeGiven(ids, data, at);
  if (kind === undefined || gives === null) return null;
  const expiry = expiryAt(data, at);
  return { kind, gives, expiresAt: expiry === Number.POSITIVE_INFINITY ? null : expiry };
}

function decodeGiven(ids: Ids, data: Int32Array, at: number): ImpliedGrant["gives"] | null {
  const nameIn = (type: number): string => tableOf(ids, type).names[data[at] as number] ?? "";
  const given = givenAt(data, at);
  if (given === GIVES_ROLE) return { kind: "custom-role", customRole: nameIn(CUSTOM_ROLES) };
  if (given === GIVES_NAMESPACE) {
    const permission = levelNames[heldAt(data, at)];
    return permission ? { kind: "namespace-access", namespace: nameIn(NAMESPACES), permission } : null;
  }
  const role = given === GIVES_PROJECT ? projectRoleNames[heldAt(data, at)] : null;
  return role ? { kind: "project-access", project: nameIn(PROJECTS), role } : null;
}
