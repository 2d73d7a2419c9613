import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { evidenceNames } from "@remit/responsibility";
import { renderSchema, schemaFile } from "./responsibilities-schema.ts";

interface Node {
  readonly additionalProperties?: boolean | Node;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly enum?: readonly string[];
}

const schema = JSON.parse(renderSchema()) as Node;

/** Every object with named fields, wherever it stands. */
function listObjects(node: Node): Node[] {
  const below = [...Object.values(node.properties ?? {}), ...(node.items ? [node.items] : []), ...(node.anyOf ?? [])];
  const values = typeof node.additionalProperties === "object" ? [node.additionalProperties] : [];
  return [...(node.properties ? [node] : []), ...[...below, ...values].flatMap(listObjects)];
}

describe("the JSON Schema of responsibilities.yaml", () => {
  it("is committed as npm run docs makes it", () => {
    assert.ok(readFileSync(schemaFile, "utf8") === renderSchema(), "docs/ is out of date: run npm run docs");
  });

  it("refuses unknown fields everywhere, as the command does", () => {
    const objects = listObjects(schema);
    assert.ok(objects.length > 15);
    for (const object of objects) assert.equal(object.additionalProperties, false);
  });

  it("completes evidence and operations", () => {
    const row = schema.properties?.matrix?.properties?.responsibilities?.items?.properties;
    assert.deepEqual(row?.evidence?.items?.enum, evidenceNames);
    const owner = row?.owners?.additionalProperties as Node;
    const operations = owner.properties?.operations?.items?.enum ?? [];
    assert.ok(operations.includes("namespace:write") && operations.includes("cloud.namespace.update"));
  });
});
