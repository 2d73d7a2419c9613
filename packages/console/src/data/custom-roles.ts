// Custom roles: reading, writing, and who would gain or lose by an edit.
import { useQuery } from "@connectrpc/connect-query";
import type { RoleSpec } from "@remit/policy";
import { AccessService } from "@remit/protocol/gen/remit/v1/access_pb.ts";
import type { GetCustomRolesResponse } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import type { CustomRole } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { toRoleMessage } from "@remit/protocol/role-message";
import { keepPreviousData } from "@tanstack/react-query";
import { useWholeList, type WholeList } from "./all-pages.ts";
import { useChange } from "./change.ts";

const { getCustomRoles, getCustomRole } = CloudService.method;

const pick = ({ customRoles }: GetCustomRolesResponse): readonly CustomRole[] => customRoles;

/** Those that the caller may see. */
export const useCustomRoles = (): WholeList<CustomRole> => useWholeList(getCustomRoles, {}, pick);

/** Asked again as soon as the page is looked at again: somebody else may have changed it. */
export const useCustomRole = (roleId: string) =>
  useQuery(getCustomRole, { roleId }, { refetchOnWindowFocus: "always" });

/** The name of a role, as far as it is known. */
export const roleName = ({ id, spec }: Pick<CustomRole, "id" | "spec">): string => spec?.name || id;

export interface RoleToSave {
  readonly spec: RoleSpec;
  /** What it is based on; null for a role that does not exist yet. */
  readonly stored: Pick<CustomRole, "id" | "resourceVersion"> | null;
}

/** Creates or updates; resolves with the role's id. */
export const useSaveRole = () =>
  useChange(
    async (cloud, { spec, stored }: RoleToSave, asyncOperationId) => {
      const message = toRoleMessage(spec);
      if (stored === null) return (await cloud.createCustomRole({ spec: message, asyncOperationId })).roleId;
      const { id: roleId, resourceVersion } = stored;
      await cloud.updateCustomRole({ roleId, spec: message, resourceVersion, asyncOperationId });
      return roleId;
    },
    ({ spec, stored }) => `The Custom Role ${spec.name} has been ${stored === null ? "created" : "updated"}`,
  );

export const useDeleteRole = () =>
  useChange(
    async (cloud, { id: roleId, resourceVersion }: CustomRole, asyncOperationId) => {
      await cloud.deleteCustomRole({ roleId, resourceVersion, asyncOperationId });
    },
    (role) => `The Custom Role ${roleName(role)} has been deleted`,
  );

/** Who gains and who loses what: by the role as drafted, or, where `spec` is null, by its deletion. */
export const useRoleDifference = (roleId: string, spec: RoleSpec | null, enabled = true) =>
  useQuery(
    AccessService.method.diffRole,
    { roleId, ...(spec && { spec: toRoleMessage(spec) }) },
    { enabled, placeholderData: keepPreviousData },
  );
