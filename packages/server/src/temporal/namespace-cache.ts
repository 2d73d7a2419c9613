// Temporal's frontends resolve a Namespace's name through a cache that they refresh every 2 s by default
// (`system.namespaceCacheRefreshInterval`). Measured on server 1.32.0, and read in its namespace registry:
// - after deletion and immediate re-registration the name leads to the OLD Namespace until the next refresh: workflows
//   started meanwhile land there, are acknowledged, and vanish with it;
// - a name that was asked for before it existed stays "not found" until the next refresh, 1 s at most.
// So creation and deletion are done only when the frontend's own cache says so too.
import { setTimeout as sleep } from "node:timers/promises";
import { Code } from "@connectrpc/connect";
import { type Connection, isGrpcServiceError } from "@temporalio/client";
import { unavailable } from "../errors.ts";
import { callServer } from "./call-server.ts";

const limitMs = 20_000;

/** Waits until workflows can be started in the Namespace. */
export function waitUntilUsable(connection: Connection, name: string): Promise<void> {
  return waitUntil(`Namespace ${name} is not usable yet`, () => isInCache(connection, name));
}

/** Waits until the name leads nowhere, so that it can be registered again without reaching the old Namespace. */
export function waitUntilForgotten(connection: Connection, name: string): Promise<void> {
  return waitUntil(`Namespace ${name} is still reachable`, async () => !(await isInCache(connection, name)));
}

/** Waits until the attribute can be used in queries and workflows, which resolve its name through the same cache. */
export function waitUntilSearchable(connection: Connection, name: string, attribute: string): Promise<void> {
  const query = `\`${attribute}\` IS NOT NULL`;
  return waitUntil(`search attribute ${attribute} is not usable yet`, () =>
    succeedsWhen(
      connection,
      (code) => (code === Code.InvalidArgument ? false : undefined),
      async () => {
        await connection.workflowService.countWorkflowExecutions({ namespace: name, query });
      },
    ),
  );
}

/**
 * Asks for a workflow without saying which. The frontend looks the Namespace up in its cache first and complains about
 * the request second, so the complaint tells that the name is known; nothing behind the frontend is ever reached. A
 * complete request would not do: parts of it are answered from the database, where the change shows at once.
 */
function isInCache(connection: Connection, namespace: string): Promise<boolean> {
  return succeedsWhen(connection, answerOfCache, async () => {
    await connection.workflowService.describeWorkflowExecution({ namespace });
  });
}

function answerOfCache(code: number): boolean | undefined {
  if (code === Code.InvalidArgument) return true;
  // A Namespace that is being deleted is known in a state that admits no calls.
  if (code === Code.NotFound || code === Code.FailedPrecondition) return false;
  return undefined;
}

/** True when the call succeeds, else what its gRPC code means; a code that means nothing here is an error. */
function succeedsWhen(
  connection: Connection,
  meaning: (code: number) => boolean | undefined,
  call: () => Promise<void>,
): Promise<boolean> {
  return callServer(connection, "look up a Namespace", async () => {
    try {
      await call();
      return true;
    } catch (error) {
      const answer = isGrpcServiceError(error) ? meaning(error.code) : undefined;
      if (answer === undefined) throw error;
      return answer;
    }
  });
}

async function waitUntil(otherwise: string, done: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await done())) {
    if (Date.now() >= end) throw unavailable(otherwise);
    await sleep(25);
  }
}
