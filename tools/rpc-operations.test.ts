import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { operationsFile, renderOperations } from "./rpc-operations.ts";

describe("the operations of each RPC", () => {
  it("are committed as the server's table of methods has them", () => {
    assert.equal(readFileSync(operationsFile, "utf8"), renderOperations(), "run: npm run generate");
  });
});
