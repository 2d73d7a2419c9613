// What the corpus says about roles and accesses, as messages of the API.
import { create } from "@bufbuild/protobuf";
import {
  type Access,
  AccessSchema,
  type CustomRoleSpec,
  CustomRoleSpecSchema,
  NamespaceAccess_Permission as Permission,
  ProjectAccess_ProjectRole as ProjectRole,
  AccountAccess_Role as Role,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { WorldAccess, WorldEntry } from "../../../packages/policy/test-kit/corpus.ts";
import { type Ids, nameOf, namespaceIdOf, type Scene, wireIdOf } from "./names.ts";

export function toRoleSpec(scene: Scene, ids: Ids, name: string, entries: readonly WorldEntry[]): CustomRoleSpec {
  return create(CustomRoleSpecSchema, {
    name: nameOf(scene, name),
    permissions: entries.map(({ on, all, ids: named, actions }) => ({
      actions: [...actions],
      resources: {
        resourceType: on,
        allowAll: all ?? false,
        resourceIds: (named ?? []).map((id) => wireIdOf(scene, ids, on, id)),
      },
    })),
  });
}

/** What the wire's access maps can say; created Namespaces and temporary access are rows of their own. */
export function toAccess(scene: Scene, ids: Ids, access: WorldAccess): Access {
  const { account, roles = [], namespaces = {}, projects = {} } = access;
  const customRoles = roles.map((role) => wireIdOf(scene, ids, "custom-roles", role));
  return create(AccessSchema, {
    ...((account !== undefined || customRoles.length > 0) && {
      accountAccess: { role: account === undefined ? Role.UNSPECIFIED : numberOf(Role, account), customRoles },
    }),
    namespaceAccesses: Object.fromEntries(
      Object.entries(namespaces).map(([name, level]) => [
        namespaceIdOf(scene, ids, name),
        { permission: numberOf(Permission, level) },
      ]),
    ),
    projectAccesses: Object.fromEntries(
      Object.entries(projects).map(([name, role]) => [
        wireIdOf(scene, ids, "projects", name),
        { role: numberOf(ProjectRole, role) },
      ]),
    ),
  });
}

/** The number of a lower-case name. */
function numberOf<Value extends number>(values: Readonly<Record<string, Value>>, name: string): Value {
  const value = values[name.toUpperCase()];
  if (value === undefined) throw new Error(`${name} is no value of the enum`);
  return value;
}
