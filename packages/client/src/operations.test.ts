import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { createClient, createRouterTransport } from "@connectrpc/connect";
import { CloudService } from "@remit/protocol";
import {
  AsyncOperationSchema,
  AsyncOperation_State as State,
} from "@remit/protocol/gen/temporal/api/cloud/operation/v1/message_pb.ts";
import { untilDone } from "./operations.ts";

/** A server whose operation goes through these states, one for each time that it is looked at. */
function serve(states: readonly (typeof State)[keyof typeof State][]) {
  let looked = 0;
  const transport = createRouterTransport(({ service }) => {
    service(CloudService, {
      getAsyncOperation: ({ asyncOperationId }) => {
        const state = states[looked] ?? State.FULFILLED;
        looked += 1;
        return { asyncOperation: { id: asyncOperationId, state, operationType: "update", failureReason: "no room" } };
      },
    });
  });
  return { clients: { cloud: createClient(CloudService, transport) }, count: () => looked };
}

const begun = (state: (typeof State)[keyof typeof State]) =>
  Promise.resolve({ roleId: "r", asyncOperation: create(AsyncOperationSchema, { id: "o", state }) });

describe("an operation that a server accepted", () => {
  it("is waited for until it is done, and its answer is kept", async () => {
    const { clients, count } = serve([State.IN_PROGRESS, State.FULFILLED]);
    assert.equal((await untilDone(clients, begun(State.PENDING))).roleId, "r");
    assert.equal(count(), 2);
  });

  it("is not asked for when it is done at once, or when there is none", async () => {
    const { clients, count } = serve([]);
    await untilDone(clients, begun(State.FULFILLED));
    await untilDone(clients, Promise.resolve({}));
    assert.equal(count(), 0);
  });

  it("is an error with its reason when it fails", async () => {
    for (const state of [State.FAILED, State.CANCELLED, State.REJECTED]) {
      await assert.rejects(
        untilDone(serve([state]).clients, begun(State.PENDING)),
        /operation o \(update\) failed: no room/,
      );
    }
  });
});
