import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { services } from "@remit/protocol";
import { cancellations } from "./cancellations.ts";

describe("what can be cancelled", () => {
  it("is named as the protocol names it: nobody could be found to have the right to cancel anything else", () => {
    const rpcs = new Set(services.flatMap(({ methods }) => methods.map(({ name }) => name)));
    const named = Object.keys(cancellations);
    assert.ok(named.length > 0);
    assert.deepEqual(
      named.filter((rpc) => !rpcs.has(rpc)),
      [],
    );
  });
});
