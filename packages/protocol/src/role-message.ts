// A custom role on its way to the wire, for whoever writes one: the command line and the console.
import { create } from "@bufbuild/protobuf";
import type { RoleSpec } from "@remit/policy";
import { type CustomRoleSpec, CustomRoleSpecSchema } from "./gen/temporal/api/cloud/identity/v1/message_pb.ts";

/** A custom role as the API takes it. */
export const toRoleMessage = ({ name, description, permissions }: RoleSpec): CustomRoleSpec =>
  create(CustomRoleSpecSchema, {
    name,
    description,
    permissions: permissions.map(({ actions, resources }) => ({
      actions: [...actions],
      ...(resources && { resources: { ...resources, resourceIds: [...resources.resourceIds] } }),
    })),
  });
