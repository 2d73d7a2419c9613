import { toJson } from "@bufbuild/protobuf";
import { readAllPages } from "@remit/client";
import { type WhoCanResponse_Holder, WhoCanResponse_HolderSchema } from "@remit/protocol/gen/remit/v1/access_pb.ts";
import { parseTarget, type Target } from "../resource.ts";
import { renderTable } from "../table.ts";
import { type Run, toJsonText } from "./context.ts";

export interface WhoCanArguments extends Target {
  readonly operation: string;
}

export const whoCan: Run<WhoCanArguments> = async ({ clients, json, print }, { operation, ...target }) => {
  const resource = parseTarget(operation, target);
  const holders = await readAllPages(async (pageToken) => {
    const { holders: items, nextPageToken } = await clients.access.whoCan({ operation, resource, pageToken });
    return { items, nextPageToken };
  });
  if (json) print(toJsonText({ holders: holders.map((holder) => toJson(WhoCanResponse_HolderSchema, holder)) }));
  else if (holders.length === 0) print("Nobody.");
  else print(renderTable(["KIND", "NAME", "ID", "BY"], holders.map(toRow)));
  return 0;
};

function toRow({ principal, reasons }: WhoCanResponse_Holder): string[] {
  const by = reasons.map(({ text }) => text).join("; ");
  return [principal?.kind ?? "", principal?.name ?? "", principal?.id ?? "", by];
}
