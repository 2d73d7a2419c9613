import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { BadRequestSchema, ErrorInfoSchema } from "@remit/protocol/gen/google/rpc/error_details_pb.ts";
import { describeError } from "./describe-error.ts";

describe("what a refusal says", () => {
  it("names whom to ask once, beside the message and not in it", () => {
    const contact = { team: "Platform team", contact: "#platform", link: "https://go.example/platform" };
    const error = new ConnectError(
      "permission denied: nobody can give what they do not hold. Ask Platform team (#platform, https://go.example/platform).",
      Code.PermissionDenied,
    );
    error.details.push({ desc: ErrorInfoSchema, value: { reason: "PERMISSION_DENIED", metadata: contact } });
    const described = describeError(roundTrip(error));
    assert.equal(described.message, "Nobody can give what they do not hold.");
    assert.deepEqual(described.contact, contact);
    assert.equal(described.reason, "PERMISSION_DENIED");
  });

  it("leaves the name of a field out of the message that stands at the field", () => {
    const error = new ConnectError("spec.email: must be an e-mail address", Code.InvalidArgument);
    const fieldViolations = [{ field: "spec.email", description: "spec.email: must be an e-mail address" }];
    error.details.push({ desc: BadRequestSchema, value: { fieldViolations } });
    const { fields, message } = describeError(roundTrip(error));
    assert.equal(fields.get("spec.email"), "must be an e-mail address");
    assert.equal(message, "spec.email: must be an e-mail address");
  });
});

/** As it comes from the wire: details as messages. */
function roundTrip(error: ConnectError): ConnectError {
  const details = error.details.map((detail) =>
    "desc" in detail ? { desc: detail.desc, value: create(detail.desc, detail.value) } : detail,
  );
  return Object.assign(new ConnectError(error.rawMessage, error.code), { details });
}
