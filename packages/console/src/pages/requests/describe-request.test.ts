import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { RequestSchema } from "@remit/protocol/gen/remit/v1/requests_pb.ts";
import { describeWanted, findSteps } from "./describe-request.ts";

const make = (parts: MessageInitShape<typeof RequestSchema>) =>
  create(RequestSchema, {
    state: "pending",
    requesterId: "ann",
    approverIds: ["bob", "cy"],
    what: {
      case: "access",
      value: { wanted: { case: "namespaceAccess", value: { namespace: "orders.acc", permission: "write" } } },
    },
    ...parts,
  });

describe("what can be done with a request", () => {
  it("is decided by who was named, once, and never by who asked", () => {
    assert.equal(findSteps(make({}), "bob").decide, true);
    assert.equal(findSteps(make({ decisions: [{ userId: "bob", verdict: "approved" }] }), "bob").decide, false);
    assert.equal(findSteps(make({ approverIds: ["ann"] }), "ann").decide, false);
    assert.equal(findSteps(make({}), "dan").decide, false);
    assert.equal(findSteps(make({ state: "declined" }), "bob").decide, false);
  });

  it("is withdrawn by who asked while it waits, and ended or renewed while it is held", () => {
    assert.deepEqual(findSteps(make({}), "ann"), { decide: false, withdraw: true, end: false, renew: false });
    const held = make({ state: "approved" });
    assert.deepEqual(findSteps(held, "ann"), { decide: false, withdraw: false, end: true, renew: true });
    assert.deepEqual(findSteps(held, "bob"), { decide: false, withdraw: false, end: true, renew: false });
    assert.equal(findSteps(make({ state: "ended" }), "ann").end, false);
  });

  it("is told in words, also when a newer server has a kind that is not known here", () => {
    assert.equal(describeWanted(make({})), "Write on Namespace orders.acc");
    const role = make({ what: { case: "access", value: { wanted: { case: "customRoleId", value: "r1" } } } });
    assert.equal(
      describeWanted(role, () => "Auditor"),
      "Custom role Auditor",
    );
    assert.match(describeWanted(make({ what: { case: "access", value: {} } })), /newer kind/);
  });
});
