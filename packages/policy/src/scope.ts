// What a scope covers, in terms of types and resources.
import { projectOf, type Snapshot } from "./compiled/snapshot.ts";
import {
  ACCOUNTS,
  CHILD_TYPES,
  type CompiledVocabulary,
  PROJECT_TYPES,
  PROJECTS,
  typeNames,
  typeNumber,
} from "./compiled/vocabulary.ts";
import type { ProjectRole, Resource, Scope } from "./types.ts";

/** The types below and including one, as a bit mask: what "all of the type" reaches through parents. */
export function typesBelow(type: number): number {
  if (type === ACCOUNTS) return (1 << typeNames.length) - 1;
  return type === PROJECTS ? PROJECT_TYPES : 1 << type;
}

/** The scope that is everything an operation is valid on; none for an operation that is unknown or inert. */
export function widestScope(vocabulary: CompiledVocabulary, operation: string): readonly Scope[] {
  const mask = vocabulary.types[vocabulary.numbers.get(operation) ?? -1] ?? 0;
  const scopes: Scope[] = [];
  let reached = 0;
  typeNames.forEach((type, number) => {
    if (!((mask >> number) & 1) || (reached >> number) & 1) return;
    reached |= typesBelow(number);
    scopes.push({ kind: "all", type });
  });
  return scopes;
}

/** Whether a scope reaches an existing resource. */
export function scopeReaches(snapshot: Snapshot, scope: Scope, resource: Resource): boolean {
  const type = typeNumber(resource.type);
  if (scope.kind === "all") return ((typesBelow(typeNumber(scope.type)) >> type) & 1) === 1;
  if (scope.kind === "resource") return scope.resource.type === resource.type && scope.resource.id === resource.id;
  if (type === PROJECTS) return resource.id === scope.project;
  return ((CHILD_TYPES >> type) & 1) === 1 && projectIdOf(snapshot, resource) === scope.project;
}

/** The id of the existing project that a resource lies in, or null. */
export function projectIdOf(snapshot: Snapshot, resource: Resource): string | null {
  const type = typeNumber(resource.type);
  const number = snapshot.ids.resources[type]?.numbers.get(resource.id);
  if (number === undefined) return null;
  const project = projectOf(snapshot, type, number);
  return project < 0 ? null : (snapshot.ids.resources[PROJECTS]?.names[project] ?? null);
}

/** The operations that a project role holds on the project or on something in it. */
export function projectRoleOperations(vocabulary: CompiledVocabulary, role: ProjectRole): ReadonlySet<string> {
  const { operations, namespacePermission } = vocabulary.source.projectRoles[role];
  const inNamespaces = namespacePermission
    ? vocabulary.source.namespacePermissions[namespacePermission].operations
    : [];
  const valid = (operation: string): boolean =>
    ((vocabulary.types[vocabulary.numbers.get(operation) ?? -1] ?? 0) & PROJECT_TYPES) !== 0;
  return new Set([...operations, ...inNamespaces].filter(valid));
}

/** A text that is equal for equal scopes only. */
export function scopeKey(scope: Scope): string {
  if (scope.kind === "all") return `all ${scope.type}`;
  return scope.kind === "project" ? `project ${scope.project}` : `${scope.resource.type} ${scope.resource.id}`;
}
