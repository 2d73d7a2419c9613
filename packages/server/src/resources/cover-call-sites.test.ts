import assert from "node:assert/strict";
import { it } from "node:test";
import { methods } from "../authorize/methods.ts";
import { coverCallSites, coverExempt } from "./cover-call-sites.ts";

it("asks the cover rule, or says why not, for every RPC that changes what decisions depend on", () => {
  const writers = [...methods].filter(([, row]) => row.writes === "policy").map(([name]) => name.split("/")[1] ?? "");
  assert.deepEqual([...Object.keys(coverCallSites), ...Object.keys(coverExempt)].sort(), writers.sort());
});
