// Where an operation can be done, from a whole type down to one resource. A place lies in its parents: what is held on
// all Namespaces is held on those of a project, and on each of them. Places of a type or a project stand for what is
// made in them later, too: holding every Namespace that there is by name is less than holding all Namespaces.
import type { PolicyData, ResourceType, Scope } from "@remit/policy";

/** One place, the same object for the same place of one account. */
export interface Place {
  readonly type: ResourceType;
  /** Null: all of the type, or all of it in `project`. */
  readonly id: string | null;
  readonly project: string | null;
  readonly parent: Place | null;
}

const children = ["namespaces", "nexus-endpoints", "connectivity-rules"] as const satisfies readonly ResourceType[];
const inProjects: readonly ResourceType[] = ["projects", ...children];
const all: readonly ResourceType[] = ["accounts", ...inProjects, "custom-roles"];

/** The places that a scope takes in; an operation is held in those of them whose type it fits. */
export type PlacesOf = (scope: Scope) => readonly Place[];

/** Finds places in an account. */
export function createPlaces(policy: PolicyData): PlacesOf {
  const projectOf = new Map<string, string>();
  const note = (type: ResourceType, items: readonly { readonly id: string; readonly project: string }[]) => {
    for (const { id, project } of items) projectOf.set(`${type} ${id}`, project);
  };
  note("namespaces", policy.namespaces);
  note("nexus-endpoints", policy.nexusEndpoints);
  note("connectivity-rules", policy.connectivityRules);
  const projects = new Set(policy.projects);
  const whole = new Map(
    all.map((type): [ResourceType, Place] => [type, { type, id: null, project: null, parent: null }]),
  );
  const known = new Map<string, readonly Place[]>();
  const wholeOf = (type: ResourceType): Place => whole.get(type) as Place;
  const inProject = (type: ResourceType, project: string): Place =>
    only(remember(known, `${type} in ${project}`, () => [{ type, id: null, project, parent: wholeOf(type) }]));
  const resource = (type: ResourceType, id: string): Place => {
    const project = projectOf.get(`${type} ${id}`);
    const parent = project !== undefined && projects.has(project) ? inProject(type, project) : wholeOf(type);
    return only(remember(known, `${type} = ${id}`, () => [{ type, id, project: null, parent }]));
  };
  return (scope) => {
    if (scope.kind === "resource") {
      const { type, id } = scope.resource;
      return type === "accounts" ? [wholeOf(type)] : [resource(type, id)];
    }
    if (scope.kind === "all") {
      return remember(known, `all ${scope.type}`, () => typesBelow(scope.type).map(wholeOf));
    }
    const { project } = scope;
    return remember(known, `project ${project}`, () => [
      resource("projects", project),
      ...children.map((type) => inProject(type, project)),
    ]);
  };
}

/** "All of the type" reaches what lies in it. */
function typesBelow(type: ResourceType): readonly ResourceType[] {
  if (type === "accounts") return all;
  return type === "projects" ? inProjects : [type];
}

function remember(known: Map<string, readonly Place[]>, key: string, make: () => readonly Place[]): readonly Place[] {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}

const only = (places: readonly Place[]): Place => places[0] as Place;

/** The scope that names a place. */
export function scopeOf({ type, id, project }: Place): Scope {
  if (id !== null) return { kind: "resource", resource: { type, id } };
  return project === null ? { kind: "all", type } : { kind: "project", project };
}

/** A text that orders places, and is equal for equal ones only. */
export function placeKey({ type, id, project }: Place): string {
  if (id !== null) return `${type} = ${id}`;
  return project === null ? `${type} *` : `${type} in ${project}`;
}
