import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { findViolations, type ImportGraph, readImports } from "./layers.ts";

const root = join(import.meta.dirname, "..");
const server = (path: string) => `packages/server/src/${path}`;

/** The real graph with one more import. */
function plant(file: string, target: string): ImportGraph {
  const graph = new Map(readImports(root));
  return graph.set(file, [...(graph.get(file) ?? []), target]);
}

describe("the layers", () => {
  it("hold, without a cycle, in every package", () => {
    const graph = readImports(root);
    assert.deepEqual(findViolations(graph), []);
    assert.ok(graph.size > 50 && [...graph.values()].flat().length > 100, "the graph was read");
  });

  const planted: readonly (readonly [string, string, string])[] = [
    ["a store that imports resources", server("store/x.ts"), server("resources/x.ts")],
    ["neighbours on one level", server("temporal/x.ts"), server("store/x.ts")],
    ["a part that has no layer", server("helpers/x.ts"), server("store/x.ts")],
    ["a command line that imports the server", "packages/cli/src/x.ts", "@remit/server"],
    ["the same by a relative path", "packages/cli/src/x.ts", server("errors.ts")],
    ["a client that uses the machine", "packages/client/src/x.ts", "node:timers/promises"],
    ["a client that brings its own transport", "packages/client/src/x.ts", "@connectrpc/connect-web"],
    ["a client that knows the command line", "packages/client/src/x.ts", "@remit/cli"],
    ["a policy that imports anything", "packages/policy/src/x.ts", "@bufbuild/protobuf"],
    ["a policy that uses the machine", "packages/policy/src/x.ts", "node:fs"],
    ["a protocol that knows policy", "packages/protocol/src/x.ts", "@remit/policy"],
    ["a file that imports itself", server("store/x.ts"), server("store/x.ts")],
  ];
  for (const [what, file, target] of planted) {
    it(`refuse ${what}`, () => {
      assert.ok(findViolations(plant(file, target)).some((line) => line.includes(file)));
    });
  }

  it("refuse a cycle over several files", () => {
    const graph = new Map([
      [server("store/a.ts"), [server("store/b.ts")]],
      [server("store/b.ts"), [server("store/c.ts")]],
      [server("store/c.ts"), [server("store/a.ts")]],
    ]);
    assert.equal(findViolations(graph).length, 1);
  });
});
