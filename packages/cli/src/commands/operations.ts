// Changes that the platform has accepted, and what can be done about those that do not end by themselves.
import { toJson } from "@bufbuild/protobuf";
import { type Timestamp, timestampDate } from "@bufbuild/protobuf/wkt";
import { readAllPages } from "@remit/client";
import { type Operation, OperationSchema } from "@remit/protocol/gen/remit/v1/activity_pb.ts";
import {
  type AsyncOperation,
  AsyncOperationSchema,
  AsyncOperation_State as State,
} from "@remit/protocol/gen/temporal/api/cloud/operation/v1/message_pb.ts";
import { toInertLine } from "../inert.ts";
import { requireServed } from "../model-file/find-model.ts";
import { renderTable } from "../table.ts";
import { UsageError } from "../terminal.ts";
import { type Context, type Run, toJsonText } from "./context.ts";

export interface ListArguments {
  readonly all: boolean;
  readonly stuck: boolean;
}

/** Exit code 1 when stuck ones were asked for and there are any: somebody has to look. */
export const listOperations: Run<ListArguments> = async (context, { all, stuck }) => {
  const { activity } = context.clients;
  const found = await readAllPages(async (pageToken) => {
    const request = { inProgress: !all, pageSize: 1_000, pageToken };
    const page = await requireServed(context, activity.getOperations(request));
    return { items: page.operations, nextPageToken: page.nextPageToken };
  });
  const shown = stuck ? found.filter((operation) => operation.stuck) : found;
  if (context.json) context.print(toJsonText({ operations: shown.map((one) => toJson(OperationSchema, one)) }));
  else if (shown.length === 0) context.print(stuck ? "Nothing is stuck." : "Nothing is under way.");
  else
    context.print(renderTable(["ID", "OPERATION", "STATE", "ATTEMPTS", "SINCE", "ON", "LAST ERROR"], shown.map(toRow)));
  return stuck && shown.length > 0 ? 1 : 0;
};

export const getOperation: Run<{ readonly id: string }> = async (context, { id }) => {
  const { operations } = await requireServed(context, context.clients.activity.getOperations({ operationId: id }));
  const [operation] = operations;
  if (operation === undefined)
    throw new UsageError(`There is no operation ${id} that you can see. \`remit operations list --all\` lists yours.`);
  context.print(context.json ? toJsonText(toJson(OperationSchema, operation)) : render(operation));
  return 0;
};

export const cancelOperation: Run<{ readonly id: string }> = async (context, { id }) => {
  const answer = await requireServed(context, context.clients.activity.cancelOperation({ operationId: id }));
  return tell(context, answer.operation, `Cancelled: ${id}`);
};

export const retryOperation: Run<{ readonly id: string }> = async (context, { id }) => {
  const answer = await requireServed(context, context.clients.activity.retryOperation({ operationId: id }));
  return tell(context, answer.operation, `Tried again, and ${stateOf(answer.operation)} now: ${id}`);
};

function tell({ json, print }: Context, operation: AsyncOperation | undefined, text: string): 0 {
  print(json && operation !== undefined ? toJsonText(toJson(AsyncOperationSchema, operation)) : text);
  return 0;
}

function stateOf(operation: AsyncOperation | undefined): string {
  const name = Object.entries(State).find(([, value]) => value === operation?.state)?.[0] ?? "unknown";
  return name.toLowerCase().replace("_", " ");
}

const moment = (at: Timestamp | undefined): string =>
  at === undefined
    ? ""
    : timestampDate(at)
        .toISOString()
        .replace(/\.\d+Z$/, "Z");

const stateWithMark = ({ operation, stuck }: Operation): string => `${stateOf(operation)}${stuck ? " (stuck)" : ""}`;

function toRow(item: Operation): string[] {
  const { operation, attempts, failedAttempts, resourceType, resourceId } = item;
  return [
    operation?.id ?? "",
    operation?.operationType ?? "",
    stateWithMark(item),
    String(attempts),
    moment(operation?.startedTime),
    `${resourceType} ${resourceId}`.trim(),
    operation?.failureReason || (failedAttempts.at(-1)?.error ?? ""),
  ];
}

function render(item: Operation): string {
  const { operation, attempts, failedAttempts, nextAttemptTime, cancellable } = item;
  const lines: readonly (readonly [string, string])[] = [
    ["Operation", `${operation?.operationType ?? ""} on ${item.resourceType} ${item.resourceId}`],
    ["State", stateWithMark(item)],
    ["Why", operation?.failureReason ?? ""],
    ["Asked for by", item.principalName || item.principalId],
    ["Begun", moment(operation?.startedTime)],
    ["Ended", moment(operation?.finishedTime)],
    ["Attempts", String(attempts)],
    ["Next attempt", moment(nextAttemptTime)],
    ["Cancellable", cancellable ? `yes: remit operations cancel ${operation?.id ?? ""}` : "no"],
  ];
  const facts = lines.filter(([, value]) => value !== "").map(([name, value]) => `${`${name}:`.padEnd(14)}${value}`);
  const history = failedAttempts.map(
    ({ number, endedTime, error }) => `  ${moment(endedTime)}  attempt ${number} failed: ${error}`,
  );
  return [...facts, ...(history.length === 0 ? [] : ["History:", ...history])].map(toInertLine).join("\n");
}
