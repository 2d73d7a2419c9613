import { create, fromBinary } from "@bufbuild/protobuf";
import type {
  GetCustomRoleRequest,
  GetCustomRolesRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import {
  type CustomRole,
  CustomRoleSchema,
  CustomRoleSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { Deps } from "../resources/call.ts";
import {
  createCustomRole,
  deleteCustomRole,
  getCustomRole,
  listCustomRoles,
  updateCustomRole,
} from "../resources/custom-roles.ts";
import type { CustomRoleRow } from "../store/custom-roles.ts";
import { type CloudHandlers, read, write } from "./handlers.ts";
import { resourceFields } from "./resource-fields.ts";

export const customRoles = (deps: Deps): CloudHandlers => ({
  getCustomRoles: read(deps, async (_, call, request: GetCustomRolesRequest) => {
    const { items, nextPageToken } = await listCustomRoles(deps, call, request);
    return { customRoles: items.map(toCustomRole), nextPageToken };
  }),
  getCustomRole: read(deps, async (_, call, request: GetCustomRoleRequest) => ({
    customRole: toCustomRole(await getCustomRole(deps, call, request.roleId)),
  })),
  createCustomRole: write(deps, createCustomRole),
  updateCustomRole: write(deps, updateCustomRole),
  deleteCustomRole: write(deps, deleteCustomRole),
});

export function toCustomRole(row: CustomRoleRow): CustomRole {
  const { stateDeprecated: _, ...fields } = resourceFields(row);
  return create(CustomRoleSchema, { ...fields, id: row.id, spec: fromBinary(CustomRoleSpecSchema, row.spec) });
}
