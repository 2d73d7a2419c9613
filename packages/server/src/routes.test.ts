import assert from "node:assert/strict";
import { it } from "node:test";
import { CloudService, ResponsibilityService } from "@remit/protocol";
import { cloudMethods } from "./authorize/methods.ts";
import type { Deps } from "./resources/call.ts";
import { cloudHandlers, responsibilityHandlers } from "./routes.ts";

it("has a handler for exactly the RPCs that the table calls served", () => {
  // Handlers are made without touching what they will work with.
  const handlers = Object.keys(cloudHandlers({} as Deps)).sort();
  const served = CloudService.methods
    .filter((method) => cloudMethods[method.name]?.served)
    .map((method) => method.localName);
  assert.deepEqual(handlers, served.sort());
});

it("has a handler for each RPC of the responsibility service", () => {
  const handlers = Object.keys(responsibilityHandlers({} as Deps)).sort();
  assert.deepEqual(handlers, ResponsibilityService.methods.map((method) => method.localName).sort());
});
