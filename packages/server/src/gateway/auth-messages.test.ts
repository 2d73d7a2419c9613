import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RemitError } from "../errors.ts";
import { readAuthRequest, writeAuthResponse } from "./auth-messages.ts";
import { writeField, writeNumber } from "./wire/write.ts";

const text = (field: number, value: string): Uint8Array => Buffer.concat(writeField(field, Buffer.from(value)));
const message = (field: number, ...parts: readonly Uint8Array[]): Uint8Array =>
  Buffer.concat(writeField(field, Buffer.concat(parts)));
const path = "/temporal.api.workflowservice.v1.WorkflowService/StartWorkflowExecution";

describe("the messages of temporal-proxy's external authorization", () => {
  it("name a method, a Namespace, and every credential with all its values", () => {
    const request = Buffer.concat([
      message(1, text(1, path), text(2, "orders.a1b2c3")),
      message(2, text(1, "authorization"), text(2, "Bearer one"), text(2, "Bearer two")),
      message(2, text(1, "x-key"), text(2, "three")),
      // What a newer proxy may add.
      Buffer.concat(writeNumber(9, 7)),
    ]);
    assert.deepEqual(readAuthRequest(request), {
      path,
      namespace: "orders.a1b2c3",
      credentials: [
        { header: "authorization", values: ["Bearer one", "Bearer two"] },
        { header: "x-key", values: ["three"] },
      ],
    });
  });

  it("without a gRPC method name none, as for a codec server", () => {
    assert.equal(readAuthRequest(Buffer.from(message(1, text(2, "orders.a1b2c3")))).path, "");
    assert.deepEqual(readAuthRequest(Buffer.alloc(0)), { path: "", namespace: "", credentials: [] });
  });

  it("with two targets, or cut short, are refused", () => {
    const target = message(1, text(1, path));
    for (const bad of [Buffer.concat([target, target]), Buffer.from(target).subarray(0, 20)])
      assert.throws(() => readAuthRequest(bad), RemitError);
  });

  it("answer with a verdict, and a reason where it is a refusal", () => {
    assert.deepEqual([...writeAuthResponse(null)], [0x08, 0x01]);
    assert.deepEqual(Buffer.from(writeAuthResponse("no")), Buffer.from([0x08, 0x02, 0x12, 0x02, 0x6e, 0x6f]));
  });
});
