// Every call that is answered by the token of a task that a worker was given.
import type { StockPlane } from "../../harness/stock-plane.ts";
import {
  pollActivityTask,
  pollCanceledActivityTask,
  pollQueryTask,
  pollWorkflowTask,
  type Task,
} from "./real-tasks.ts";

type Connection = StockPlane["internal"];

export interface Response {
  readonly poll: (from: Connection, namespace: string) => Promise<Task>;
  /** What tells the server the Namespace where it does not compare the two. */
  readonly goesBy: "token" | "request";
  readonly respond: (at: Connection, namespace: string, taskToken: Buffer) => Promise<unknown>;
}

export const responses: Readonly<Record<string, Response>> = {
  RespondWorkflowTaskCompleted: {
    poll: pollWorkflowTask,
    goesBy: "request",
    respond: ({ workflowService }, namespace, taskToken) =>
      workflowService.respondWorkflowTaskCompleted({ namespace, taskToken, commands: [] }),
  },
  RespondWorkflowTaskFailed: {
    poll: pollWorkflowTask,
    goesBy: "token",
    respond: ({ workflowService }, namespace, taskToken) =>
      workflowService.respondWorkflowTaskFailed({ namespace, taskToken, cause: 1 }),
  },
  RecordActivityTaskHeartbeat: {
    poll: pollActivityTask,
    goesBy: "token",
    respond: ({ workflowService }, namespace, taskToken) =>
      workflowService.recordActivityTaskHeartbeat({ namespace, taskToken }),
  },
  RespondActivityTaskCompleted: {
    poll: pollActivityTask,
    goesBy: "token",
    respond: ({ workflowService }, namespace, taskToken) =>
      workflowService.respondActivityTaskCompleted({ namespace, taskToken }),
  },
  RespondActivityTaskFailed: {
    poll: pollActivityTask,
    goesBy: "token",
    respond: ({ workflowService }, namespace, taskToken) => {
      const failure = { message: "any", applicationFailureInfo: { type: "any" } };
      return workflowService.respondActivityTaskFailed({ namespace, taskToken, failure });
    },
  },
  RespondActivityTaskCanceled: {
    poll: pollCanceledActivityTask,
    goesBy: "token",
    respond: ({ workflowService }, namespace, taskToken) =>
      workflowService.respondActivityTaskCanceled({ namespace, taskToken }),
  },
  RespondQueryTaskCompleted: {
    poll: pollQueryTask,
    goesBy: "token",
    respond: ({ workflowService }, namespace, taskToken) =>
      workflowService.respondQueryTaskCompleted({ namespace, taskToken, completedType: 1 }),
  },
};
