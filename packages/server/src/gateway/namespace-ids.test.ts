import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { NamespaceIds } from "./namespace-ids.ts";
import { ids, own } from "./testing/calls.ts";
import { writeField } from "./wire/write.ts";

const id = ids[own] ?? "";
const notFound = 5;
const unknown = 2;

/** Servers, each with one Namespace or none, and what they were asked. */
function open(namesById: Readonly<Record<string, string>>, code = notFound) {
  const asked: string[] = [];
  const describe = async (_server: string, request: Uint8Array) => {
    const wanted = Buffer.from(request).toString("utf8", 2);
    asked.push(wanted);
    const name = namesById[wanted];
    if (name === undefined) return { message: null, status: { code, message: "" } };
    const info = Buffer.concat(writeField(1, Buffer.from(name)));
    return { message: Buffer.concat(writeField(1, info)), status: { code: 0, message: "" } };
  };
  return { asked, directory: new NamespaceIds({ servers: ["default"], describe }) };
}

describe("the Namespace behind an id", () => {
  it("is asked for once, and known from then on", async () => {
    const { asked, directory } = open({ [id]: own });
    assert.equal(directory.nameOf(id), undefined);
    assert.deepEqual(await Promise.all([directory.find(id), directory.find(id)]), [own, own]);
    assert.equal(directory.nameOf(id), own);
    assert.equal(await directory.find(id), own);
    assert.deepEqual(asked, [id]);
  });

  it("is nobody's where no server has it, and cannot be said while one that may have it fails", async () => {
    assert.equal(await open({}).directory.find(id), undefined);
    await assert.rejects(open({}, unknown).directory.find(id), /did not say which Namespace/);
  });

  it("is not asked for where it is no id of a server's own: it fails at such, or takes it for another spelling", async () => {
    const { asked, directory } = open({}, unknown);
    for (const text of [
      own,
      "open",
      `{${id}}`,
      `urn:uuid:${id}`,
      id.replaceAll("-", ""),
      id.replace("1", "A"),
      "x".repeat(500),
    ])
      assert.equal(await directory.find(text), undefined, text);
    assert.deepEqual(asked, []);
  });
});
