// Random roles: valid ones, and ones that hold whatever JSON may hold.
import { permissions, type ResourceType, type RoleSpec, type RoleSpecPermission, resourceTypes } from "@remit/policy";
import fc from "fast-check";

/** Ids that exist by type, for roles that a server would take. */
export type Ids = Readonly<Partial<Record<ResourceType, readonly string[]>>>;

const grantableOn = (type: ResourceType): string[] =>
  permissions.filter((row) => row.grantable && row.resourceTypes.includes(type)).map(({ operation }) => operation);

function validPermission(type: ResourceType, ids: Ids): fc.Arbitrary<RoleSpecPermission> {
  const known = ids[type] ?? [];
  const scope =
    known.length === 0
      ? fc.constant({ allowAll: true, resourceIds: [] as string[] })
      : fc.oneof(
          fc.constant({ allowAll: true, resourceIds: [] as string[] }),
          fc.subarray([...known], { minLength: 1 }).map((resourceIds) => ({ allowAll: false, resourceIds })),
        );
  const grantable = grantableOn(type);
  const actions = fc.subarray(grantable, { minLength: 1, maxLength: Math.min(12, grantable.length) });
  return fc.record({ actions, resources: scope.map((value) => ({ resourceType: type, ...value })) });
}

/** A role that the server takes when these ids exist. */
export const validRole = (ids: Ids): fc.Arbitrary<RoleSpec> =>
  fc.record({
    name: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
    description: fc.string({ unit: "grapheme", maxLength: 60 }),
    permissions: fc.array(
      fc.constantFrom(...resourceTypes).chain((type) => validPermission(type, ids)),
      { minLength: 1, maxLength: 8 },
    ),
  });

const word = fc.oneof(fc.string(), fc.constantFrom("accounts", "namespaces", "cloud.namespace.get", "__proto__", ""));

/** A role in the wire's form with anything in it; each permission has an action, as in anything that was saved. */
export const anyRole: fc.Arbitrary<RoleSpec> = fc.record({
  name: word,
  description: word,
  permissions: fc.array(
    fc.record({
      actions: fc.array(word, { minLength: 1, maxLength: 4 }),
      resources: fc.record({
        resourceType: word,
        resourceIds: fc.array(word, { maxLength: 3 }),
        allowAll: fc.boolean(),
      }),
    }),
    { maxLength: 5 },
  ),
});

/** Operations that a switch can turn on for a type. */
export const operationOn = (type: ResourceType): fc.Arbitrary<string> => fc.constantFrom(...grantableOn(type));
