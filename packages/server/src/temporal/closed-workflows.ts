// Which workflows of a Namespace closed within a piece of time, as the server's visibility store knows them.
import type { Connection } from "@temporalio/client";
import { callServer } from "./call-server.ts";

export interface ClosedRun {
  readonly workflowId: string;
  readonly runId: string;
  readonly closedAt: Date;
}

const pageSize = 200;

/**
 * Page by page, so that however many there are few are held at once; `from` belongs to it, `to` does not. A run that is
 * written to visibility while the pages are read may be missed.
 */
export async function* listClosedRuns(
  connection: Connection,
  namespace: string,
  { from, to }: { readonly from: Date; readonly to: Date },
): AsyncGenerator<ClosedRun[]> {
  const query = `CloseTime >= '${from.toISOString()}' AND CloseTime < '${to.toISOString()}'`;
  let nextPageToken: Uint8Array = new Uint8Array();
  do {
    const page = await callServer(connection, `list the closed workflows of ${namespace}`, () =>
      connection.workflowService.listWorkflowExecutions({ namespace, pageSize, nextPageToken, query }),
    );
    yield (page.executions ?? []).flatMap(({ execution, closeTime }) => {
      const [workflowId, runId] = [execution?.workflowId ?? "", execution?.runId ?? ""];
      if (runId === "" || closeTime == null) return [];
      const ms = Number(closeTime.seconds ?? 0) * 1_000 + Math.floor((closeTime.nanos ?? 0) / 1_000_000);
      return [{ workflowId, runId, closedAt: new Date(ms) }];
    });
    nextPageToken = page.nextPageToken ?? new Uint8Array();
  } while (nextPageToken.length > 0);
}
