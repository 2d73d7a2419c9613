import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { CloudService } from "@remit/protocol";
import { cloudMethods } from "../packages/server/src/authorize/methods.ts";

describe("docs/compatibility.md", () => {
  const page = readFileSync(join(import.meta.dirname, "../docs/compatibility.md"), "utf8");
  const rows = page
    .slice(page.indexOf("## Every RPC"), page.indexOf("## What differs"))
    .split("\n")
    .filter((line) => /^\| [A-Z][a-z]\w+ \|/.test(line))
    .map((line) => line.split("|").map((cell) => cell.trim()));

  it("has one row for each RPC of the Cloud Ops API, in the API's order", () => {
    const named = rows.map(([, rpc]) => rpc);
    assert.deepEqual(
      named,
      CloudService.methods.map(({ name }) => name),
    );
  });

  it("says of each what it does here and how it differs", () => {
    const silent = rows.filter((cells) => cells.length !== 5 || cells[2] === "" || cells[3] === "");
    assert.deepEqual(silent, []);
  });

  it("calls all of them served, as they are", () => {
    const unserved = CloudService.methods.filter(({ name }) => cloudMethods[name]?.served !== true);
    assert.deepEqual(
      unserved.map(({ name }) => name),
      [],
    );
  });
});
