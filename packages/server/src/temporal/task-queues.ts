// Task queues and who polls them. No server lists its task queues, so they are gathered from what names them: Workers
// that report themselves, and executions that run.
import { type Asker, type Listed, mapInTurns } from "./ask-server.ts";

const pageSize = 100;
const mostPages = 3;
/** An idle poller asks again after a minute; clocks differ by less than the rest. */
const freshMs = 120_000;
/** Of the server's own Workers. */
const systemQueue = /^(temporal-sys-|\/_sys\/)/;

/** One with a NUL in its name could not be kept: no text of Postgres can hold it. */
export const isOwnQueue = (name: string): boolean => name !== "" && !systemQueue.test(name) && !name.includes("\0");

/** Of Workers that report themselves, as newer SDKs do. Undefined: not known; older servers do not have the call. */
export async function listQueuesOfWorkers(asker: Asker, namespace: string): Promise<Listed<string> | undefined> {
  const { workflowService } = asker.connection;
  return asker.askPages(
    mostPages,
    (nextPageToken) => workflowService.listWorkers({ namespace, pageSize, nextPageToken }),
    ({ workers, workersInfo }) => [
      ...(workers ?? []).map(({ taskQueue }) => taskQueue ?? ""),
      ...(workersInfo ?? []).map(({ workerHeartbeat }) => workerHeartbeat?.taskQueue ?? ""),
    ],
  );
}

const mostRounds = 25;

/**
 * Of running executions: each question leaves out the queues that are known already, so that a million executions on
 * one queue cost no more than one. Undefined: not known.
 */
export async function listQueuesOfExecutions(asker: Asker, namespace: string): Promise<Listed<string> | undefined> {
  const found = new Set<string>();
  for (let round = 0; round < mostRounds; round += 1) {
    const names = await askRunning(asker, namespace, [...found]);
    if (names === undefined) return undefined;
    const before = found.size;
    for (const name of names) found.add(name);
    if (found.size === before) return { items: [...found], whole: names.length === 0 };
  }
  return { items: [...found], whole: false };
}

function askRunning(asker: Asker, namespace: string, except: readonly string[]): Promise<string[] | undefined> {
  const others = except.length === 0 ? "" : ` AND TaskQueue NOT IN (${except.map(quoteText).join(", ")})`;
  const query = `ExecutionStatus = 'Running'${others}`;
  return asker.ask(async () => {
    const { executions } = await asker.connection.workflowService.listWorkflowExecutions({
      namespace,
      query,
      pageSize,
    });
    return executions.flatMap(({ taskQueue }) => (taskQueue ? [taskQueue] : []));
  });
}

const quoteText = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

/** Of workflows, activities and Nexus, as numbered in `temporal.api.enums.v1.TaskQueueType`. */
const kinds = [1, 2, 3] as const;

/** How many pollers each queue has had of late, by the identities that they give. `whole` false: one is not known. */
export async function countPollers(
  asker: Asker,
  namespace: string,
  names: readonly string[],
  now: Date,
): Promise<Listed<{ readonly name: string; readonly pollers: number }>> {
  const questions = names.flatMap((name) => kinds.map((kind) => ({ name, kind })));
  const answers = await mapInTurns(questions, async ({ name, kind }) => ({
    name,
    pollers: await askPollers(asker, namespace, name, kind, now),
  }));
  const unknown = new Set(answers.flatMap(({ name, pollers }) => (pollers === undefined ? [name] : [])));
  const known = names.filter((name) => !unknown.has(name));
  const items = known.map((name) => {
    const of = answers.flatMap((answer) => (answer.name === name ? (answer.pollers ?? []) : []));
    return { name, pollers: new Set(of).size };
  });
  return { items, whole: unknown.size === 0 };
}

function askPollers(
  asker: Asker,
  namespace: string,
  name: string,
  taskQueueType: (typeof kinds)[number],
  now: Date,
): Promise<string[] | undefined> {
  return asker.ask(async () => {
    const { pollers } = await asker.connection.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name },
      taskQueueType,
    });
    // The server goes on naming pollers for minutes after they went.
    return pollers
      .filter(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1_000 >= now.getTime() - freshMs)
      .map(({ identity }) => identity ?? "");
  });
}
