// What a request is about, for its audit record: ids alone, never a payload.
import { type Cursor, readLength, readTag, readText, skipField, startAt } from "./wire/cursor.ts";

type Name = "workflow_id" | "schedule_id" | "job_id" | "activity_id";

/** Field number of the id; of a WorkflowExecution, which holds the workflow's and the run's, where `execution` is true. */
interface Subject {
  readonly field: number;
  readonly name: Name;
  readonly execution?: true;
}

const execution: Subject = { field: 2, name: "workflow_id", execution: true };
const workflow: Subject = { field: 2, name: "workflow_id" };
const schedule: Subject = { field: 2, name: "schedule_id" };
const activity: Subject = { field: 2, name: "activity_id" };

/** The other methods are told by their Namespace alone. */
const subjects: Readonly<Record<string, Subject>> = {
  StartWorkflowExecution: workflow,
  SignalWithStartWorkflowExecution: workflow,
  SignalWorkflowExecution: execution,
  RequestCancelWorkflowExecution: execution,
  TerminateWorkflowExecution: execution,
  ResetWorkflowExecution: execution,
  DeleteWorkflowExecution: execution,
  QueryWorkflow: execution,
  UpdateWorkflowExecution: execution,
  UpdateWorkflowExecutionOptions: execution,
  PauseWorkflowExecution: workflow,
  UnpauseWorkflowExecution: workflow,
  PauseActivity: execution,
  UnpauseActivity: execution,
  ResetActivity: execution,
  UpdateActivityOptions: execution,
  StartActivityExecution: activity,
  TerminateActivityExecution: activity,
  DeleteActivityExecution: activity,
  RequestCancelActivityExecution: activity,
  CreateSchedule: schedule,
  UpdateSchedule: schedule,
  PatchSchedule: schedule,
  DeleteSchedule: schedule,
  StartBatchOperation: { field: 3, name: "job_id" },
  StopBatchOperation: { field: 2, name: "job_id" },
};

/** In an execution. */
const workflowId = 1;
const runId = 2;
/** An id in a record: longer ones are cut. */
const maxLength = 255;

/** @param message the request, which was found to be well formed */
export function readSubject(method: string, message: Buffer): Readonly<Record<string, string>> {
  const subject = subjects[method];
  const place = subject && findField(startAt(message), subject.field);
  if (subject === undefined || place === undefined || place === null) return {};
  if (subject.execution === undefined) return { [subject.name]: textAt(place) };
  const [workflowPlace, runPlace] = [findField({ ...place }, workflowId), findField({ ...place }, runId)];
  const run = runPlace === null ? "" : textAt(runPlace);
  return { workflow_id: workflowPlace === null ? "" : textAt(workflowPlace), ...(run !== "" && { run_id: run }) };
}

/** No store holds NUL, and a record that cannot be written would refuse the call. */
const textAt = ({ bytes, at, end }: Cursor): string =>
  readText(bytes, at, end).slice(0, maxLength).replaceAll("\u0000", "\ufffd");

/** Where the last value of a field of text or bytes stands. */
function findField(cursor: Cursor, wanted: number): Cursor | null {
  let found: Cursor | null = null;
  while (cursor.at < cursor.end) {
    const tag = readTag(cursor);
    if ((tag & 7) !== 2) {
      skipField(cursor, tag & 7);
      continue;
    }
    const end = readLength(cursor);
    if (tag >>> 3 === wanted) found = { ...cursor, end };
    cursor.at = end;
  }
  return found;
}
