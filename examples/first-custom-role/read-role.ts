// A role file in any of the forms seen in documents and tools → the form that the API takes.
import { readFileSync } from "node:fs";
import { importRole, type RoleSpec } from "@remit/policy";

export function readRole(file: URL): { spec: RoleSpec; changes: readonly string[] } {
  const { spec, changes, errors } = importRole(JSON.parse(readFileSync(file, "utf8")));
  if (spec === null || errors.length > 0)
    throw new Error(errors.map(({ field, message }) => `${field}: ${message}`).join("; "));
  return { spec, changes };
}

/** The generated messages take arrays that may be changed. */
export const toMessage = (spec: RoleSpec) => ({
  ...spec,
  permissions: spec.permissions.map(({ actions, resources }) => ({
    actions: [...actions],
    resources: { ...resources, resourceIds: [...(resources?.resourceIds ?? [])] },
  })),
});
