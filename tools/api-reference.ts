// Makes docs/api.md, docs/openapi.json and docs/permissions.md from the descriptors, the authorization table and the
// permission catalogue. Run by `npm run docs`; a test fails when what is committed differs.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderApiPage } from "./api-reference/api-page.ts";
import { describeRpcs } from "./api-reference/describe-rpcs.ts";
import { renderOpenApi } from "./api-reference/open-api.ts";
import { renderPermissionsPage } from "./api-reference/permissions-page.ts";

const docs = join(import.meta.dirname, "../docs");

/** File name below docs/ → its whole content. */
export function renderReference(): ReadonlyMap<string, string> {
  const rpcs = describeRpcs();
  return new Map([
    ["api.md", renderApiPage(rpcs)],
    ["openapi.json", renderOpenApi(rpcs)],
    ["permissions.md", renderPermissionsPage(rpcs)],
  ]);
}

if (import.meta.main) {
  for (const [name, content] of renderReference()) writeFileSync(join(docs, name), content);
}
