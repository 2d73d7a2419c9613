import { toJson } from "@bufbuild/protobuf";
import { timestampDate } from "@bufbuild/protobuf/wkt";
import {
  type GetCurrentIdentityResponse,
  GetCurrentIdentityResponseSchema,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { AccountAccess_Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { type Run, toJsonText } from "./context.ts";

export const whoami: Run<object> = async ({ clients, json, print }) => {
  const identity = await clients.cloud.getCurrentIdentity({});
  print(json ? toJsonText(toJson(GetCurrentIdentityResponseSchema, identity)) : render(identity));
  return 0;
};

function render({ principal, principalApiKey }: GetCurrentIdentityResponse): string {
  const lines = [describe(principal)];
  const role = principal.value?.spec?.access?.accountAccess?.role;
  if (role !== undefined) lines.push(`Account role: ${nameRole(role)}`);
  if (principalApiKey !== undefined) {
    const end = principalApiKey.spec?.expiryTime;
    const until = end === undefined ? "" : `, until ${timestampDate(end).toISOString()}`;
    lines.push(`API key: ${principalApiKey.spec?.displayName || "(no name)"} (id ${principalApiKey.id}${until})`);
  }
  return lines.join("\n");
}

function nameRole(role: number): string {
  const name = Object.entries(AccountAccess_Role).find(([, value]) => value === role)?.[0];
  return role === AccountAccess_Role.UNSPECIFIED ? "none" : (name ?? String(role)).toLowerCase();
}

function describe(principal: GetCurrentIdentityResponse["principal"]): string {
  switch (principal.case) {
    case "user":
      return `User ${principal.value.spec?.email ?? ""} (id ${principal.value.id})`;
    case "serviceAccount":
      return `Service account ${principal.value.spec?.name ?? ""} (id ${principal.value.id})`;
    case undefined:
      return "Nobody that this program knows: a newer kind of principal.";
  }
}
