import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { cloudMethods } from "../packages/server/src/authorize/methods.ts";

describe("docs/compatibility.md", () => {
  const page = readFileSync(join(import.meta.dirname, "../docs/compatibility.md"), "utf8");
  const families = page.slice(page.indexOf("## Served"), page.indexOf("## What differs"));

  it("names the RPCs that are not served, and no others", () => {
    const named = new Set(Object.keys(cloudMethods).filter((name) => new RegExp(`\\b${name}\\b`).test(families)));
    const unserved = new Set(Object.keys(cloudMethods).filter((name) => cloudMethods[name]?.served === false));
    assert.deepEqual(named, unserved);
  });
});
