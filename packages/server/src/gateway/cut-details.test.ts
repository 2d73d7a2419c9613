import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { cutDetails } from "./cut-details.ts";

const status = { code: 7, message: "permission denied", details: new Uint8Array([1]) };

describe("the details of a refusal", () => {
  it("reach gRPC clients", () => {
    assert.equal(cutDetails(status, { header: { "user-agent": "temporal-ui", accept: "application/json" } }), status);
  });

  it("are left out for calls that grpc-gateway made of HTTP ones, whose message would be lost with them", () => {
    const cut = cutDetails(status, { header: { "grpcgateway-accept": "*/*", authorization: "Bearer x" } });
    assert.deepEqual(cut, { code: 7, message: "permission denied" });
  });
});
