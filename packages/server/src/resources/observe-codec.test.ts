import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create, toBinary } from "@bufbuild/protobuf";
import { NamespaceSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import type { CodecAnswer, CodecQuestion } from "../temporal/codec-server.ts";
import { createCodecLook } from "./observe-codec.ts";

const minute = (count: number) => new Date(Date.UTC(2026, 4, 1, 12, count));
const namespaceWith = (id: string, endpoint: string, passAccessToken = false) => ({
  id,
  spec: toBinary(NamespaceSpecSchema, create(NamespaceSpecSchema, { codecServer: { endpoint, passAccessToken } })),
});

/** A pass that counts what it asks. */
function pass(answer: CodecAnswer) {
  const asked: CodecQuestion[] = [];
  const look = createCodecLook(async (question) => {
    asked.push(question);
    return answer;
  });
  return { look, asked };
}

describe("looking at codec servers in one pass", () => {
  it("asks one that many Namespaces share once, and again where the question is another", async () => {
    const { look, asked } = pass({ result: "decodes", status: 200 });
    const shared = ["a", "b", "c"].map((id) => namespaceWith(id, "https://codec.example"));
    const own = ["a", "b"].map((id) => namespaceWith(id, "https://codec.example/{namespace}"));
    const token = namespaceWith("d", "https://codec.example", true);
    await Promise.all([...shared, ...own, token].map((namespace) => look(namespace, undefined, minute(0))));
    assert.deepEqual(
      asked.map(({ namespace }) => namespace),
      ["a", "a", "b", "d"],
    );
    assert.equal(await look(namespaceWith("none", ""), undefined, minute(0)), undefined);
    assert.equal(await look({ id: "none", spec: new Uint8Array() }, undefined, minute(0)), undefined);
  });

  it("waits once for an origin that does not answer", async () => {
    const { look, asked } = pass({ result: "silent" });
    for (const path of ["/a", "/b"]) {
      const seen = await look(namespaceWith("a", `https://codec.example${path}`), undefined, minute(0));
      assert.equal(seen?.result, "silent");
    }
    for (const id of ["a", "b"]) await look(namespaceWith(id, "https://{namespace}.example"), undefined, minute(0));
    assert.deepEqual(
      asked.map(({ namespace, endpoint }) => [namespace, endpoint]),
      [
        ["a", "https://codec.example/a"],
        ["a", "https://{namespace}.example"],
        ["b", "https://{namespace}.example"],
      ],
    );
  });

  it("keeps since when the same server has given the same answer", async () => {
    const { look } = pass({ result: "fails", status: 502 });
    const namespace = namespaceWith("a", "https://codec.example");
    const first = await look(namespace, undefined, minute(0));
    assert.deepEqual(first, {
      endpoint: "https://codec.example",
      result: "fails",
      status: 502,
      since: minute(0).toISOString(),
    });
    assert.equal((await look(namespace, { ...first, status: 503 }, minute(5)))?.since, minute(0).toISOString());
    assert.equal((await look(namespace, { ...first, result: "silent" }, minute(5)))?.since, minute(5).toISOString());
    const moved = await look(namespaceWith("a", "https://new.example"), first, minute(5));
    assert.equal(moved?.since, minute(5).toISOString());
  });
});
