// Temporal's own client, and the two things that every caller of the Cloud Ops API does with it: wait until a change
// is done, and read a refusal.
import { setTimeout as wait } from "node:timers/promises";
import { CloudOperationsConnection } from "@temporalio/cloud";
import proto from "@temporalio/proto";

export type Cloud = CloudOperationsConnection["cloudService"];
type AsyncOperation = NonNullable<Awaited<ReturnType<Cloud["getAsyncOperation"]>>["asyncOperation"]>;

const { State } = proto.temporal.api.cloud.operation.v1.AsyncOperation;
const ended: ReadonlySet<number> = new Set([State.STATE_FAILED, State.STATE_CANCELLED, State.STATE_REJECTED]);

export interface CloudCaller {
  readonly cloud: Cloud;
  /** Resolves when the change is done; rejects with its reason when it failed. */
  settle<Answer extends { asyncOperation?: AsyncOperation | null }>(change: Promise<Answer>): Promise<Answer>;
  close(): void;
}

export type ConnectCloud = (address: string, apiKey: string) => Promise<CloudCaller>;

/** One connection for one API key. */
export const connectCloud: ConnectCloud = async (address, apiKey) => {
  const connection = await CloudOperationsConnection.connect({ address, apiKey });
  const cloud = connection.cloudService;
  return {
    cloud,
    settle: async (change) => {
      const answer = await change;
      await waitUntilDone(cloud, answer.asyncOperation ?? null);
      return answer;
    },
    close: () => connection.close(),
  };
};

async function waitUntilDone(cloud: Cloud, operation: AsyncOperation | null): Promise<void> {
  if (operation === null || operation.state === State.STATE_FULFILLED) return;
  if (ended.has(operation.state ?? 0)) throw new Error(`${operation.operationType}: ${operation.failureReason}`);
  await wait(200);
  const { asyncOperation } = await cloud.getAsyncOperation({ asyncOperationId: operation.id ?? "" });
  await waitUntilDone(cloud, asyncOperation ?? null);
}

const permissionDenied = 7;

/** What a refused call was told; rejects when it was allowed, or failed for another reason. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  const outcome: unknown = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (outcome === null) throw new Error("a call went through that should have been refused");
  if (isRefusal(outcome)) return outcome.details;
  throw outcome instanceof Error ? outcome : new Error("a call failed", { cause: outcome });
}

const isRefusal = (error: unknown): error is { code: number; details: string } =>
  error instanceof Error && "code" in error && error.code === permissionDenied;
