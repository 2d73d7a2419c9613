import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { permissions } from "@remit/policy";
import { describeRpcs } from "./api-reference/describe-rpcs.ts";
import { requestsAndResponses, sharedTypes, shortName } from "./api-reference/messages.ts";
import { renderReference } from "./api-reference.ts";

const pages = renderReference();
const rpcs = describeRpcs();
const page = (name: string): string => pages.get(name) ?? assert.fail(`no page ${name}`);

describe("the generated reference", () => {
  for (const [name, content] of pages) {
    it(`docs/${name} is what npm run docs makes`, () => {
      const committed = readFileSync(join(import.meta.dirname, "../docs", name), "utf8");
      assert.ok(committed === content, `docs/${name} is out of date: run npm run docs`);
    });
  }

  it("names every RPC once, with its heading and its place in the index", () => {
    const headings: readonly string[] = page("api.md").match(/^### (.+)$/gm) ?? [];
    assert.equal(new Set(headings).size, headings.length);
    for (const { method } of rpcs) assert.ok(headings.includes(`### ${method.name}`), method.name);
    assert.equal(rpcs.length, 139);
  });

  it("marks each name that is Remit's own, wherever it stands", () => {
    const ours = permissions.filter((row) => row.nameIsOurs).map((row): string => row.operation);
    for (const operation of ours) {
      for (const name of ["api.md", "permissions.md"]) {
        const unmarked = page(name)
          .split(`\`${operation}\``)
          .slice(1)
          .filter((after) => !after.startsWith(" †"));
        assert.deepEqual(
          unmarked.map((after) => after.slice(0, 20)),
          [],
          `${operation} in ${name}`,
        );
      }
    }
  });

  it("links to headings that exist", () => {
    const anchors = new Set(
      (page("api.md").match(/^##+ (.+)$/gm) ?? []).map((heading) =>
        heading
          .replace(/^#+ /, "")
          .toLowerCase()
          .replace(/[^\w\- ]/g, "")
          .replaceAll(" ", "-"),
      ),
    );
    const links = [
      ...page("api.md").matchAll(/\]\(#([^)]+)\)/g),
      ...page("permissions.md").matchAll(/\]\(api\.md#([^)]+)\)/g),
    ];
    assert.deepEqual(
      links.map(([, anchor]) => anchor).filter((anchor) => !anchors.has(anchor ?? "")),
      [],
    );
  });

  it("gives each message a name of its own", () => {
    const roots = requestsAndResponses(rpcs.map(({ method }) => method));
    const names = [...roots, ...sharedTypes(roots)];
    assert.equal(new Set(names.map(shortName)).size, new Set(names.map((type) => type.typeName)).size);
  });

  it("lists every operation of the catalogue", () => {
    for (const { operation } of permissions) assert.ok(page("permissions.md").includes(`\`${operation}\``), operation);
  });
});

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
}

interface OpenApi {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

describe("docs/openapi.json", () => {
  const document = JSON.parse(page("openapi.json")) as OpenApi;
  const operations = Object.entries(document.paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([verb, operation]) => ({ path, verb, operation })),
  );

  it("is OpenAPI 3.1 with a title and a version", () => {
    assert.equal(document.openapi, "3.1.0");
    assert.ok(document.info.title && document.info.version);
  });

  it("has one operation for each route, under a unique id", () => {
    assert.equal(operations.length, rpcs.flatMap(({ routes }) => routes).length);
    assert.equal(new Set(operations.map(({ operation }) => operation.operationId)).size, operations.length);
  });

  it("declares the variables of each path, and no other path parameters", () => {
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
      const declared = (operation.parameters ?? [])
        .filter((parameter) => parameter.in === "path")
        .map(({ name }) => name);
      assert.deepEqual(declared, inPath, path);
    }
  });

  it("gives a body to POST alone, and an answer to each", () => {
    for (const { path, verb, operation } of operations) {
      assert.equal(operation.requestBody !== undefined, verb === "post", `${verb} ${path}`);
      assert.ok(operation.responses["200"] && operation.responses["400"], `${verb} ${path}`);
    }
  });

  it("names no parameter twice and uses declared tags only", () => {
    const tags = new Set(document.tags.map(({ name }) => name));
    for (const { path, operation } of operations) {
      const names = (operation.parameters ?? []).map((parameter) => `${parameter.in} ${parameter.name}`);
      assert.equal(new Set(names).size, names.length, path);
      assert.ok(
        operation.tags.every((tag) => tags.has(tag)),
        path,
      );
    }
  });

  it("refers to nothing that it lacks, and has no schema that nothing refers to", () => {
    const used = new Set([...page("openapi.json").matchAll(/"\$ref": "#\/([^"]+)"/g)].map(([, path]) => path ?? ""));
    for (const path of used) {
      const found = path
        .split("/")
        .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
      assert.ok(found, `nothing at #/${path}`);
    }
    const { schemas } = (document as unknown as { components: { schemas: Record<string, unknown> } }).components;
    assert.deepEqual(
      Object.keys(schemas).filter((name) => !used.has(`components/schemas/${name}`)),
      [],
    );
  });

  it("uses component names that the standard allows", () => {
    const { schemas } = (document as unknown as { components: { schemas: Record<string, unknown> } }).components;
    assert.deepEqual(
      Object.keys(schemas).filter((name) => !/^[\w.-]+$/.test(name)),
      [],
    );
  });
});
