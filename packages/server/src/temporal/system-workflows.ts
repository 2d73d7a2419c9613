// Workflows that a Temporal server brings along for whoever operates several of them. They run in its own Namespace,
// which only the frontend that checks nobody, or a token for the whole system, lets the control plane into.
import { Code } from "@connectrpc/connect";
import type { Connection } from "@temporalio/client";
import { callServer, hasCode } from "./call-server.ts";

const namespace = "temporal-system";
const taskQueue = "default-worker-tq";
/** temporal.api.enums.v1: `WorkflowIdReusePolicy`, `WorkflowIdConflictPolicy`, `WorkflowExecutionStatus`. */
const allowDuplicateFailedOnly = 2;
const useExisting = 2;
const status = { running: 1, completed: 2 };

export interface SystemWorkflow {
  readonly id: string;
  readonly type: "force-replication" | "namespace-handover";
  /** By the names that the server's Go code has for them. */
  readonly params: Readonly<Record<string, unknown>>;
}

/** Starts it, or again after it failed. One that runs, or was completed, under this id is left alone. */
export async function startSystemWorkflow(connection: Connection, { id, type, params }: SystemWorkflow): Promise<void> {
  const input = { metadata: { encoding: Buffer.from("json/plain") }, data: Buffer.from(JSON.stringify(params)) };
  try {
    await callServer(connection, `start ${type}`, () =>
      connection.workflowService.startWorkflowExecution({
        namespace,
        workflowId: id,
        requestId: `${id}/${Date.now()}`,
        workflowType: { name: type },
        taskQueue: { name: taskQueue },
        input: { payloads: [input] },
        workflowIdReusePolicy: allowDuplicateFailedOnly,
        workflowIdConflictPolicy: useExisting,
      }),
    );
  } catch (error) {
    if (!hasCode(error, Code.AlreadyExists)) throw error;
  }
}

export type SystemWorkflowState = "absent" | "running" | "completed" | "failed";

/** How the latest run under this id stands. */
export async function readSystemWorkflow(connection: Connection, id: string): Promise<SystemWorkflowState> {
  try {
    const { workflowExecutionInfo } = await callServer(connection, `look at ${id}`, () =>
      connection.workflowService.describeWorkflowExecution({ namespace, execution: { workflowId: id } }),
    );
    const found = Number(workflowExecutionInfo?.status ?? 0);
    if (found === status.running) return "running";
    return found === status.completed ? "completed" : "failed";
  } catch (error) {
    if (hasCode(error, Code.NotFound)) return "absent";
    throw error;
  }
}
