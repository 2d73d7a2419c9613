// A caller whose custom role names an id that is gone may know that it is gone: clients such as Terraform notice a
// deletion by NotFound.
import { fromBinary } from "@bufbuild/protobuf";
import { customRolesOfPrincipal, type ResourceType } from "@remit/policy";
import { CustomRoleSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { Reader } from "../store/database.ts";
import type { PolicyView } from "./view.ts";

export async function holdsVanished(
  reader: Reader,
  view: PolicyView,
  principalId: string,
  type: ResourceType,
  wireId: string,
): Promise<boolean> {
  const roles = customRolesOfPrincipal(view.snapshot, principalId);
  if (roles.length === 0 || wireId === "") return false;
  const rows = await reader.selectFrom("custom_roles").select("spec").where("id", "in", roles).execute();
  return rows.some(({ spec }) =>
    fromBinary(CustomRoleSpecSchema, spec).permissions.some(
      ({ resources }) => resources?.resourceType === type && resources.resourceIds.includes(wireId),
    ),
  );
}
