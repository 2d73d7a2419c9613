// What changed between two versions of a role, as the audit log holds them.
import { importRole, normaliseRole, type RoleSpec } from "@remit/policy";

/** One line each, "+" and "-" for what was given and taken; empty where the log holds no role. */
export function describeSpecChange(before: unknown, after: unknown): string[] {
  const [old, next] = [readSpec(before), readSpec(after)];
  if (old === null && next === null) return [];
  const [had, has] = [linesOf(old), linesOf(next)];
  return [
    ...(old !== null && next !== null && old.name !== next.name ? [`name: “${old.name}” → “${next.name}”`] : []),
    ...(old !== null && next !== null && old.description !== next.description
      ? [`description: “${old.description}” → “${next.description}”`]
      : []),
    ...has.filter((line) => !had.includes(line)).map((line) => `+ ${line}`),
    ...had.filter((line) => !has.includes(line)).map((line) => `- ${line}`),
  ];
}

const readSpec = (json: unknown): RoleSpec | null =>
  json === undefined || json === null ? null : importRole(json).spec;

const linesOf = (spec: RoleSpec | null): string[] =>
  spec === null
    ? []
    : normaliseRole(spec).permissions.flatMap(({ actions, resources }) => {
        const { resourceType = "", allowAll = false, resourceIds = [] } = resources ?? {};
        const where = allowAll ? `all ${resourceType}` : `${resourceType} ${resourceIds.join(", ")}`;
        return actions.map((action) => `${action} on ${where}`);
      });
