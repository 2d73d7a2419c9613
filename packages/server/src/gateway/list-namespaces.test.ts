import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create, fromBinary, type Message, toBinary } from "@bufbuild/protobuf";
import { readTemporalApi } from "../../../../tools/gateway-fields.ts";
import { RemitError } from "../errors.ts";
import { listNamespaces } from "./list-namespaces.ts";
import { writeField } from "./wire/write.ts";

const api = readTemporalApi();
const schema = (name: string) => {
  const found = api.getMessage(`temporal.api.workflowservice.v1.${name}`);
  assert.ok(found);
  return found;
};
const encode = (name: string, value: object): Buffer =>
  Buffer.from(toBinary(schema(name), create(schema(name), value as never)));

interface Listed extends Message {
  readonly namespaces: readonly { readonly namespaceInfo: { readonly name: string } }[];
  readonly nextPageToken: Uint8Array;
}

/** What a server says of a Namespace, with a field that this version does not know. */
const describeOne = (name: string): Buffer =>
  Buffer.concat([
    encode("DescribeNamespaceResponse", { namespaceInfo: { name, description: `of ${name}` }, failoverVersion: 7n }),
    ...writeField(1_000, Buffer.from("of a newer server")),
  ]);

/** Pages as a server makes them: the token is the name of the last item, and there is none after the end. */
function startServer(names: readonly string[]) {
  const calls: { size: number; token: string }[] = [];
  const readPage = async (size: number, token: Uint8Array): Promise<Uint8Array> => {
    const after = Buffer.from(token).toString();
    calls.push({ size, token: after });
    const start = after === "" ? 0 : names.indexOf(after) + 1;
    if (start === 0 && after !== "") throw new RemitError(3, "INVALID_FIELD", "next_page_token: is not a token");
    const page = names.slice(start, start + size);
    const last = start + size < names.length ? (page.at(-1) ?? "") : "";
    return Buffer.concat([
      ...page.flatMap((name) => writeField(1, describeOne(name))),
      ...(last === "" ? [] : writeField(2, Buffer.from(last))),
    ]);
  };
  return { calls, readPage };
}

async function listAll(names: readonly string[], visible: ReadonlySet<string>, pageSize: number) {
  const server = startServer(names);
  const pages: string[][] = [];
  let nextPageToken: Uint8Array = new Uint8Array();
  do {
    const message = encode("ListNamespacesRequest", { pageSize, nextPageToken });
    const mayDescribe = (name: string) => visible.has(name);
    const bytes = await listNamespaces({ message, mayDescribe, readPage: server.readPage });
    const answer = fromBinary(schema("ListNamespacesResponse"), bytes) as Listed;
    pages.push(answer.namespaces.map(({ namespaceInfo }) => namespaceInfo.name));
    nextPageToken = answer.nextPageToken;
    const token = Buffer.from(nextPageToken).toString();
    assert.ok(token === "" || visible.has(token), `the token tells of ${token}`);
  } while (nextPageToken.length > 0);
  return { pages, calls: server.calls };
}

const names = Array.from({ length: 1_300 }, (_, index) => `n${index}`);

describe("ListNamespaces", () => {
  it("lists exactly what the caller may describe, once and in order, whatever the page size and whatever it sees", async () => {
    const kinds: Record<string, (index: number) => boolean> = {
      all: () => true,
      none: () => false,
      "every third": (index) => index % 3 === 0,
      "the last": (index) => index === names.length - 1,
      "the first": (index) => index === 0,
      "few, far apart": (index) => index % 617 === 5,
    };
    for (const [kind, sees] of Object.entries(kinds)) {
      const visible = new Set(names.filter((_, index) => sees(index)));
      for (const pageSize of [0, 1, 2, 7, 100, 5_000]) {
        if (visible.size > 400 && pageSize !== 0 && pageSize < 7) continue;
        const { pages } = await listAll(names, visible, pageSize);
        assert.deepEqual(pages.flat(), [...visible], `${kind} in pages of ${pageSize}`);
        const size = Math.min(pageSize || 100, 1_000);
        for (const page of pages.slice(0, -1)) assert.equal(page.length, size, `${kind} in pages of ${pageSize}`);
      }
    }
  });

  it("asks the server a few times only when a caller sees one of many", async () => {
    const { calls } = await listAll(names, new Set(["n1250"]), 10);
    assert.ok(calls.length <= 5, `${calls.length} calls`);
  });

  it("passes on what the server says of a Namespace byte for byte, with what this version does not know", async () => {
    const { readPage } = startServer(["a", "b"]);
    const bytes = await listNamespaces({ message: Buffer.alloc(0), mayDescribe: (name) => name === "b", readPage });
    assert.deepEqual(Buffer.from(bytes), Buffer.concat([...writeField(1, describeOne("b"))]));
  });

  it("shows nothing of a Namespace whose name it cannot read", async () => {
    const readPage = async () => Buffer.concat([...writeField(1, Buffer.alloc(0))]);
    const bytes = await listNamespaces({ message: Buffer.alloc(0), mayDescribe: (name) => name !== "", readPage });
    assert.equal(bytes.length, 0);
  });

  it("refuses a negative page size and a token that no list has given", async () => {
    const list = (request: object) =>
      listNamespaces({
        message: encode("ListNamespacesRequest", request),
        mayDescribe: () => true,
        readPage: startServer(names).readPage,
      });
    await assert.rejects(list({ pageSize: -1 }), { message: /page_size: must not be negative/ });
    await assert.rejects(list({ nextPageToken: Buffer.from("elsewhere") }), { message: /next_page_token/ });
    await assert.rejects(list({ nextPageToken: Buffer.alloc(5_000, 1) }), { message: /next_page_token/ });
  });

  it("gives up when the server's list never ends", async () => {
    const readPage = async (_size: number, token: Uint8Array) =>
      Buffer.concat([...writeField(2, token.length === 0 ? Buffer.from("again") : token)]);
    await assert.rejects(listNamespaces({ message: Buffer.alloc(0), mayDescribe: () => true, readPage }), RemitError);
  });
});
