import type { JsonObject } from "@bufbuild/protobuf";
import type { LogRecord } from "@remit/protocol/gen/temporal/api/cloud/auditlog/v1/message_pb.ts";

/** What a record says it was about. */
export const targetOf = ({ rawDetails }: LogRecord): { readonly type: string; readonly id: string } => ({
  type: textIn(rawDetails, "resource_type"),
  id: textIn(rawDetails, "resource_id"),
});

const textIn = (details: JsonObject | undefined, field: string): string => {
  const value = details?.[field];
  return typeof value === "string" ? value : "";
};
