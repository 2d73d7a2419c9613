import assert from "node:assert/strict";
import { appendFileSync, globSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { findStale } from "./unchanged.ts";

describe("generated code", () => {
  it("is what its generator makes", () => {
    assert.deepEqual(findStale(), []);
  });

  it("is found stale when its source has changed", () => {
    const stale = findStale((copy) => {
      const [source = ""] = globSync("proto/remit/**/*.proto", { cwd: copy });
      appendFileSync(join(copy, source), "\nmessage Planted {}\n");
    });
    assert.ok(stale.includes("descriptors/remit.binpb"));
    assert.ok(stale.some((path) => path.startsWith("src/gen/remit/")));
  });
});
