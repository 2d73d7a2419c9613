import { toJson } from "@bufbuild/protobuf";
import { readAllPages } from "@remit/client";
import {
  type CustomRole,
  CustomRoleSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { Clients } from "../client.ts";
import { renderTable } from "../table.ts";
import { UsageError } from "../terminal.ts";
import { type Run, toJsonText } from "./context.ts";

export const listCustomRoles = (clients: Clients): Promise<CustomRole[]> =>
  readAllPages(async (pageToken) => {
    const { customRoles: items, nextPageToken } = await clients.cloud.getCustomRoles({ pageToken });
    return { items, nextPageToken };
  });

/** The spec as it is on the wire, field names as in the API's own documents. */
export const specToJson = (spec: CustomRole["spec"]): unknown =>
  spec === undefined ? {} : toJson(CustomRoleSpecSchema, spec, { useProtoFieldName: true });

export const list: Run<object> = async ({ clients, json, print }) => {
  const roles = await listCustomRoles(clients);
  if (json) {
    print(toJsonText({ custom_roles: roles.map(({ id, spec }) => ({ id, spec: specToJson(spec) })) }));
  } else if (roles.length === 0) print("There are no custom roles that you may see.");
  else print(renderTable(["NAME", "ID", "PERMISSIONS", "DESCRIPTION"], roles.map(toRow)));
  return 0;
};

function toRow({ id, spec }: CustomRole): string[] {
  return [spec?.name ?? "", id, String(spec?.permissions.length ?? 0), spec?.description ?? ""];
}

/** Prints what `import` takes. */
export const exportRole: Run<{ role: string }> = async ({ clients, print }, { role }) => {
  const found = (await listCustomRoles(clients)).find(({ id, spec }) => id === role || spec?.name === role);
  if (found === undefined) throw new UsageError(`There is no custom role ${JSON.stringify(role)} that you may see.`);
  print(toJsonText(specToJson(found.spec)));
  return 0;
};
