// What usage counts as actions, as far as calls show it: what a call asks for, and the commands that a workflow task
// completes with. What the server does by itself (a schedule's next run, a retry of a timer) no call shows.
// Source: the public list of Temporal Cloud's actions; ours is an estimate and docs/gateway.md says of what.
import { readLength, readTag, readVarint, skipField, startAt } from "./wire/cursor.ts";

/** Method → actions of a call that is let through; the others have none. */
const ofCall: Readonly<Record<string, number>> = {
  StartWorkflowExecution: 1,
  SignalWorkflowExecution: 1,
  // Started and signalled; updated and started.
  SignalWithStartWorkflowExecution: 2,
  ExecuteMultiOperation: 2,
  ResetWorkflowExecution: 1,
  QueryWorkflow: 1,
  UpdateWorkflowExecution: 1,
  RecordActivityTaskHeartbeat: 1,
  RecordActivityTaskHeartbeatById: 1,
  StartActivityExecution: 1,
  StartNexusOperationExecution: 1,
};

/**
 * Calls whose answer, where there is one, is the action: an activity that is started, or started again. One that a worker
 * gets eagerly, in the answer to its workflow task, is not counted: that answer is not read.
 */
const ofAnswer: ReadonlySet<string> = new Set(["PollActivityTaskQueue"]);

/** CommandType → actions. An activity counts when it starts, which is the answer to a poll. */
const ofCommand: Readonly<Record<number, number>> = {
  3: 1, // START_TIMER
  9: 1, // RECORD_MARKER: local activities, side effects, versions
  10: 1, // CONTINUE_AS_NEW_WORKFLOW_EXECUTION
  11: 1, // START_CHILD_WORKFLOW_EXECUTION
  12: 1, // SIGNAL_EXTERNAL_WORKFLOW_EXECUTION
  13: 1, // UPSERT_WORKFLOW_SEARCH_ATTRIBUTES
  17: 1, // SCHEDULE_NEXUS_OPERATION
  18: 1, // REQUEST_CANCEL_NEXUS_OPERATION
};

/** `RespondWorkflowTaskCompletedRequest.commands` and `Command.command_type`, with their wire types. */
const commandsTag = (2 << 3) | 2;
const commandTypeTag = 1 << 3;

/** @param message the request, which was found to be well formed */
export function countActions(method: string, message: Buffer): number {
  return method === "RespondWorkflowTaskCompleted" ? countCommands(message) : (ofCall[method] ?? 0);
}

/** @param bytes how long the answer's message was */
export const countAnswered = (method: string, bytes: number): number => (bytes > 0 && ofAnswer.has(method) ? 1 : 0);

function countCommands(message: Buffer): number {
  const cursor = startAt(message);
  let actions = 0;
  while (cursor.at < cursor.end) {
    const tag = readTag(cursor);
    if (tag !== commandsTag) {
      skipField(cursor, tag & 7);
      continue;
    }
    const end = readLength(cursor);
    const outside = cursor.end;
    cursor.end = end;
    actions += ofCommand[readCommandType(cursor)] ?? 0;
    cursor.end = outside;
  }
  return actions;
}

function readCommandType(cursor: ReturnType<typeof startAt>): number {
  let type = 0;
  while (cursor.at < cursor.end) {
    const tag = readTag(cursor);
    if (tag === commandTypeTag) type = readVarint(cursor);
    else skipField(cursor, tag & 7);
  }
  return type;
}
