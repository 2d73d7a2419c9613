// How much a Namespace stores, as far as its server tells within a few calls: how many executions there are is counted,
// how large they are is seen of a part of them and taken for the rest.
import type { Connection } from "@temporalio/client";
import { Asker } from "./ask-server.ts";

const lookMs = 20_000;
const pageSize = 1_000;
/** Of closed executions, the newest first: a list tells their sizes. */
const mostPages = 3;
/** Of open executions no list tells the size: each that is looked at costs a call. */
const mostDescribed = 50;

export interface SeenStorage {
  /** Of the histories of open workflows. */
  readonly activeBytes: number;
  /** Of the histories of closed workflows that are still kept. */
  readonly retainedBytes: number;
  readonly openWorkflows: number;
}

/** Undefined: not known. @throws RemitError UNAVAILABLE when the server does not answer */
export async function lookAtStorage(connection: Connection, namespace: string): Promise<SeenStorage | undefined> {
  const asker = new Asker(connection, Date.now() + lookMs);
  const openWorkflows = await count(asker, namespace, open);
  const closed = await count(asker, namespace, notOpen);
  if (openWorkflows === undefined || closed === undefined) return undefined;
  const active = openWorkflows === 0 ? [] : await sizesOfOpen(asker, namespace);
  const retained = closed === 0 ? [] : await sizesOfClosed(asker, namespace);
  if (active === undefined || retained === undefined) return undefined;
  return {
    activeBytes: meanOf(active) * openWorkflows,
    retainedBytes: meanOf(retained) * closed,
    openWorkflows,
  };
}

const open = "ExecutionStatus = 'Running'";
const notOpen = "ExecutionStatus != 'Running'";

async function count(asker: Asker, namespace: string, query: string): Promise<number | undefined> {
  const { workflowService } = asker.connection;
  const answer = await asker.ask(() => workflowService.countWorkflowExecutions({ namespace, query }));
  return answer && Number(answer.count);
}

async function sizesOfClosed(asker: Asker, namespace: string): Promise<number[] | undefined> {
  const { workflowService } = asker.connection;
  const listed = await asker.askPages(
    mostPages,
    (nextPageToken) => workflowService.listWorkflowExecutions({ namespace, query: notOpen, pageSize, nextPageToken }),
    ({ executions }) => executions.map(({ historySizeBytes }) => Number(historySizeBytes ?? 0)),
  );
  return listed && [...listed.items];
}

/** Some of the first page, evenly spread. Undefined where there are some and none of them could be looked at. */
async function sizesOfOpen(asker: Asker, namespace: string): Promise<number[] | undefined> {
  const { workflowService } = asker.connection;
  const page = await asker.ask(() => workflowService.listWorkflowExecutions({ namespace, query: open, pageSize }));
  if (page === undefined) return undefined;
  const step = Math.max(1, Math.ceil(page.executions.length / mostDescribed));
  const sizes: number[] = [];
  for (const { execution } of page.executions.filter((_, index) => index % step === 0)) {
    // One that has closed meanwhile, or is gone, says nothing of those that are open.
    const seen = await asker.ask(() =>
      workflowService.describeWorkflowExecution({ namespace, execution: execution ?? null }),
    );
    const size = seen?.workflowExecutionInfo?.historySizeBytes;
    if (size != null) sizes.push(Number(size));
  }
  return page.executions.length > 0 && sizes.length === 0 ? undefined : sizes;
}

const meanOf = (sizes: readonly number[]): number =>
  sizes.length === 0 ? 0 : sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
