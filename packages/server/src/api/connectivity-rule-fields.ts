// A connectivity rule on the wire: by itself, and as part of a namespace.
import { create, fromBinary } from "@bufbuild/protobuf";
import {
  type ConnectivityRule,
  ConnectivityRuleSchema,
  ConnectivityRuleSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/connectivityrule/v1/message_pb.ts";
import type { ConnectivityRuleRow } from "../store/connectivity-rules.ts";
import { resourceFields } from "./resource-fields.ts";

export function toConnectivityRule(row: ConnectivityRuleRow): ConnectivityRule {
  const { stateDeprecated: _, lastModifiedTime: __, ...fields } = resourceFields(row);
  const spec = fromBinary(ConnectivityRuleSpecSchema, row.spec);
  return create(ConnectivityRuleSchema, { ...fields, id: row.id, spec, projectId: row.project_id });
}
