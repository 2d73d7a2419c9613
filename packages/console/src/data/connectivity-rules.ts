// Connectivity rules: from where Namespaces may be reached.
import type { GetConnectivityRulesResponse } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import type { ConnectivityRule } from "@remit/protocol/gen/temporal/api/cloud/connectivityrule/v1/message_pb.ts";
import { useWholeList, type WholeList } from "./all-pages.ts";

const { getConnectivityRules } = CloudService.method;
const pickRules = ({ connectivityRules }: GetConnectivityRulesResponse): readonly ConnectivityRule[] =>
  connectivityRules;

/** Those that the person may see; `projectId` empty: of every project. */
export const useConnectivityRules = (projectId = "", enabled = true): WholeList<ConnectivityRule> =>
  useWholeList(getConnectivityRules, { projectId }, pickRules, { enabled });

/** "Private, aws-us-east-1, vpce-0a1b" */
export function describeRule({ spec }: ConnectivityRule): string {
  const type = spec?.connectionType;
  if (type?.case === "publicRule") return type.value.enableStableIps ? "Public, stable IPs" : "Public";
  if (type?.case === "privateRule") return `Private, ${type.value.region}, ${type.value.connectionId}`;
  return "Unknown";
}
