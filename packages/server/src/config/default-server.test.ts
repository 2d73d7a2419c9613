import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { defaultFirst } from "./default-server.ts";

const namesOf = (...names: string[]): string[] =>
  defaultFirst(Object.fromEntries(names.map((name) => [name, {}]))).map(([name]) => name);

describe("configured Temporal servers", () => {
  it("come with the one named default first, or as they are written", () => {
    assert.deepEqual(namesOf("west", "default", "east"), ["default", "west", "east"]);
    assert.deepEqual(namesOf("west", "east"), ["west", "east"]);
    assert.deepEqual(namesOf(), []);
  });
});
