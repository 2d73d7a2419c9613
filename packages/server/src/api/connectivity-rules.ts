import type {
  GetConnectivityRuleRequest,
  GetConnectivityRulesRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import type { Deps } from "../resources/call.ts";
import {
  createConnectivityRule,
  deleteConnectivityRule,
  getConnectivityRule,
  listConnectivityRules,
} from "../resources/connectivity-rules.ts";
import { toConnectivityRule } from "./connectivity-rule-fields.ts";
import { type CloudHandlers, read, write } from "./handlers.ts";

export const connectivityRules = (deps: Deps): CloudHandlers => ({
  getConnectivityRules: read(deps, async (_, call, request: GetConnectivityRulesRequest) => {
    const { items, nextPageToken } = await listConnectivityRules(deps, call, request);
    return { connectivityRules: items.map(toConnectivityRule), nextPageToken };
  }),
  getConnectivityRule: read(deps, async (_, call, request: GetConnectivityRuleRequest) => ({
    connectivityRule: toConnectivityRule(await getConnectivityRule(deps, call, request.connectivityRuleId)),
  })),
  createConnectivityRule: write(deps, createConnectivityRule),
  deleteConnectivityRule: write(deps, deleteConnectivityRule),
});
