// What a request is about, for its audit record: ids alone, never a payload.
import { readText } from "./wire/cursor.ts";
import { lastBytesField } from "./wire/fields.ts";

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
  const place = subject && lastBytesField(message, subject.field);
  if (subject === undefined || place === undefined || place === null) return {};
  if (subject.execution === undefined) return { [subject.name]: toText(place) };
  const [workflowPlace, runPlace] = [lastBytesField(place, workflowId), lastBytesField(place, runId)];
  const run = runPlace === null ? "" : toText(runPlace);
  return { workflow_id: workflowPlace === null ? "" : toText(workflowPlace), ...(run !== "" && { run_id: run }) };
}

/** No store holds NUL, and a record that cannot be written would refuse the call. */
const toText = (bytes: Buffer): string =>
  readText(bytes, 0, bytes.length).slice(0, maxLength).replaceAll("\u0000", "\ufffd");
