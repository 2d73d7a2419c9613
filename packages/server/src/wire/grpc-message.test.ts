import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { encodeGrpcMessage, rewriteGrpcMessage } from "./grpc-message.ts";

describe("the message of a gRPC status", () => {
  it("is plain where it is printable ASCII", () => {
    const plain = 'spec.name: must be "a/b" & c, at most 64 (of [A-Z])';
    assert.equal(encodeGrpcMessage(plain), plain);
    assert.equal(encodeGrpcMessage("100 % € \n\u007f"), "100 %25 %E2%82%AC %0A%7F");
    assert.equal(encodeGrpcMessage("\ud800"), "%EF%BF%BD");
  });

  it("means the same as Connect's escaping of it", () => {
    for (const message of ["a, b: c", "näme 100 %25", "line\nline", "𝒳"]) {
      const trailer = new Headers({ "grpc-message": encodeURIComponent(message) });
      rewriteGrpcMessage(trailer);
      assert.equal(decodeURIComponent(trailer.get("grpc-message") ?? ""), message);
    }
  });
});
