// How a client asks a deployment whose parts come and go: under one operation id until it is answered, as official
// clients do, and then for the operation until that has ended.
import { setTimeout as sleep } from "node:timers/promises";
import { Code, ConnectError } from "@connectrpc/connect";
import { ErrorInfoSchema } from "@remit/protocol";
import {
  type AsyncOperation,
  AsyncOperation_State as State,
} from "@remit/protocol/gen/temporal/api/cloud/operation/v1/message_pb.ts";
import { type Caller, createCaller } from "../harness/control-plane.ts";
import type { Deployment } from "./victims.ts";

const callMs = 10_000;
const pauseMs = 50;

export interface Asked {
  readonly id: string;
  readonly rpc: string;
  /** As last seen; undefined: never acknowledged. */
  state?: State;
  failureReason?: string;
}

/** How often something was asked more than once. */
export class Client {
  readonly asked: Asked[] = [];
  retries = 0;
  #caller: Caller;
  readonly #deployment: Deployment;
  readonly #patience: () => boolean;

  /** @param goesOn false: nobody waits any longer, what is asked is given up */
  constructor(deployment: Deployment, goesOn: () => boolean) {
    this.#deployment = deployment;
    this.#patience = goesOn;
    this.#caller = this.#connect();
  }

  #connect(): Caller {
    return createCaller(this.#deployment.apiUrl, this.#deployment.key);
  }

  /** Until it is answered, whatever the answer. @throws ConnectError of a refusal */
  async ask<T>(call: (caller: Caller, options: { timeoutMs: number }) => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await call(this.#caller, { timeoutMs: callMs });
      } catch (error) {
        if (isAnswer(error)) throw error;
        if (!this.#patience()) throw new Error(`nobody answers: ${String(error)}`);
        this.retries += 1;
        // A connection to a process that was killed may be kept for a while.
        if (ConnectError.from(error).code === Code.DeadlineExceeded) this.#caller = this.#connect();
        await sleep(pauseMs);
      }
    }
  }

  /** @returns the answer, once its operation has ended, whichever way; look at `asked` for that */
  async change<T extends { asyncOperation?: AsyncOperation | undefined }>(
    rpc: string,
    id: string,
    call: (caller: Caller, id: string, options: { timeoutMs: number }) => Promise<T>,
  ): Promise<{ answer: T; asked: Asked }> {
    const asked: Asked = { id, rpc };
    this.asked.push(asked);
    const answer = await this.ask((caller, options) => call(caller, id, options));
    let operation = answer.asyncOperation;
    for (;;) {
      if (operation !== undefined) asked.state = operation.state;
      if (operation === undefined || isOver(operation.state)) break;
      if (!this.#patience()) break;
      await sleep(pauseMs);
      const read = await this.ask(({ cloud }, options) => cloud.getAsyncOperation({ asyncOperationId: id }, options));
      operation = read.asyncOperation;
    }
    asked.failureReason = operation?.failureReason ?? "";
    return { answer, asked };
  }
}

export const isOver = (state: State | undefined): boolean =>
  state === State.FULFILLED || state === State.FAILED || state === State.CANCELLED;

/** A refusal has its reason with it; what comes of a broken connection has not. */
function isAnswer(error: unknown): boolean {
  if (!(error instanceof ConnectError)) return false;
  if (error.code === Code.Unavailable || error.code === Code.DeadlineExceeded) return false;
  return error.findDetails(ErrorInfoSchema).length > 0;
}
