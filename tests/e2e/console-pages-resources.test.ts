// Namespaces, Nexus endpoints, projects, operations and the audit log: every page of them, opened by its address.
import assert from "node:assert/strict";
import { it } from "node:test";
import { consolePages, describePages, listConsoleRoutes } from "../harness/console-pages.ts";

it("the table of pages has a row for every route of the router, and for nothing else", async () => {
  const rows = Object.values(consolePages).flatMap((area) => Object.keys(area));
  assert.deepEqual(rows.sort(), await listConsoleRoutes());
});

describePages("resources");
