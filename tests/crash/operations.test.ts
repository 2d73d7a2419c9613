// kill -9 while operations on a Temporal server are under way. Callers repeat what got no answer, under the same
// operation id, as official clients do. Nothing accepted may be lost, done twice, left half done or left pending.
import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { ConnectError } from "@connectrpc/connect";
import { ErrorInfoSchema } from "@remit/protocol";
import {
  type AsyncOperation,
  AsyncOperation_State,
} from "@remit/protocol/gen/temporal/api/cloud/operation/v1/message_pb.ts";
import { connectTemporal } from "../../packages/server/src/temporal/connect.ts";
import { describeNamespace } from "../../packages/server/src/temporal/namespaces.ts";
import { postgresForTest } from "../../tools/postgres.ts";
import { temporalForTest } from "../../tools/temporal-for-test.ts";
import { type Caller, createCaller } from "../harness/control-plane.ts";
import { freshName, specOf, withChange } from "../harness/namespaces.ts";
import { makePostgresPlace } from "./place.ts";
import { createRandom } from "./random.ts";
import { type ServerProcess, startServer } from "./server-process.ts";

const kills = 6;
const actors = 4;
const patienceMs = 90_000;

type Mutation = (caller: Caller, asyncOperationId: string) => Promise<{ asyncOperation?: AsyncOperation | undefined }>;

/** The server as callers see it: now and then another process, at another address. */
class Restarting {
  readonly #start: (isFirst: boolean) => ServerProcess;
  #process: ServerProcess | undefined;
  #key = "";
  caller: Caller | undefined;

  constructor(start: (isFirst: boolean) => ServerProcess) {
    this.#start = start;
  }

  async start(): Promise<void> {
    this.#process = this.#start(this.#key === "");
    const { url, firstKey } = await this.#process.ready;
    this.#key = firstKey ?? this.#key;
    this.caller = createCaller(url, this.#key);
  }

  async kill(): Promise<void> {
    this.caller = undefined;
    await this.#process?.kill();
  }

  /** Repeats the call until a server answers it, whatever the answer. */
  async call<T>(ask: (caller: Caller) => Promise<T>): Promise<T> {
    const end = Date.now() + patienceMs;
    for (;;) {
      try {
        if (this.caller !== undefined) return await ask(this.caller);
      } catch (error) {
        const answered = error instanceof ConnectError && error.findDetails(ErrorInfoSchema).length > 0;
        if (answered) throw error;
      }
      if (Date.now() > end) throw new Error("no server answers");
      await sleep(50);
    }
  }

  async mutate(id: string, mutation: Mutation): Promise<void> {
    const { asyncOperation } = await this.call((caller) => mutation(caller, id));
    assert.equal(asyncOperation?.id, id);
    const end = Date.now() + patienceMs;
    let operation: AsyncOperation | undefined = asyncOperation;
    while (operation?.state !== AsyncOperation_State.FULFILLED) {
      assert.notEqual(operation?.state, AsyncOperation_State.FAILED, operation?.failureReason);
      assert.ok(Date.now() < end, `operation ${id} does not end`);
      await sleep(100);
      operation = (await this.call(({ cloud }) => cloud.getAsyncOperation({ asyncOperationId: id }))).asyncOperation;
    }
  }
}

/** One namespace's life, twice: made, changed, deleted, and made again under the same name. Returns the ids it used. */
async function live(server: Restarting, name: string): Promise<{ ids: string[]; namespace: string }> {
  const ids: string[] = [];
  const nextId = (): string => {
    ids.push(`${name}-${ids.length}`);
    return ids.at(-1) ?? "";
  };
  let namespace = "";
  const read = async () => {
    const answer = await server.call(({ cloud }) => cloud.getNamespace({ namespace }));
    assert.ok(answer.namespace);
    return answer.namespace;
  };
  const create = (retentionDays: number) =>
    server.mutate(nextId(), async ({ cloud }, asyncOperationId) => {
      const answer = await cloud.createNamespace({ spec: specOf({ name, retentionDays }), asyncOperationId });
      namespace = answer.namespace;
      return answer;
    });
  const change = async (retentionDays: number) => {
    const before = await read();
    const request = { namespace, spec: withChange(before, { retentionDays }), resourceVersion: before.resourceVersion };
    await server.mutate(nextId(), ({ cloud }, asyncOperationId) =>
      cloud.updateNamespace({ ...request, asyncOperationId }),
    );
    assert.equal((await read()).spec?.retentionDays, retentionDays);
  };
  await create(3);
  await change(4);
  await change(5);
  const { resourceVersion } = await read();
  await server.mutate(nextId(), ({ cloud }, asyncOperationId) =>
    cloud.deleteNamespace({ namespace, resourceVersion, asyncOperationId }),
  );
  await create(6);
  await change(7);
  return { ids, namespace };
}

describe("operations on a Temporal server, with the control plane killed meanwhile", () => {
  it(`are all carried out, once, over ${kills} kills`, async (t: TestContext) => {
    await using stack = new AsyncDisposableStack();
    const temporal = await temporalForTest();
    if (typeof temporal === "string") return t.skip(temporal);
    stack.defer(() => temporal.stop());
    const postgres = await postgresForTest();
    if (typeof postgres === "string") return t.skip(postgres);
    stack.defer(() => postgres.stop());
    const data = stack.use(await makePostgresPlace(postgres.url));
    const place = { ...data, environment: { ...data.environment, TEMPORAL_ADDRESS: temporal.address } };
    const server = new Restarting((isFirst) => startServer({ place, bug: null, isFirst }));
    stack.defer(() => server.kill());
    await server.start();
    const random = createRandom(Date.now());
    let living = true;
    const killing = (async () => {
      for (let count = 0; count < kills && living; count++) {
        await sleep(random.whole(500, 4_500));
        await server.kill();
        await server.start();
      }
    })();
    const lives = await Promise.all(Array.from({ length: actors }, () => live(server, freshName("crash"))));
    living = false;
    await killing;
    const connection = connectTemporal({ address: temporal.address });
    stack.defer(() => connection.close());
    for (const { namespace } of lives) assert.equal((await describeNamespace(connection, namespace))?.retentionDays, 7);
    const { logs } = await server.call(({ cloud }) => cloud.getAuditLogs({ pageSize: 1000 }));
    for (const id of lives.flatMap(({ ids }) => ids)) {
      assert.equal(logs.filter(({ asyncOperationId }) => asyncOperationId === id).length, 1, id);
    }
  });
});
