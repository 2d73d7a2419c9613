import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What tools/setup.mjs found and wrote to .remit/tools.json. */
export interface ToolsRecord {
  readonly node: { readonly path: string; readonly version: string };
  readonly temporal:
    | { readonly path: string; readonly version: string; readonly from: string }
    | { readonly path: null; readonly reason: string };
}

/** Null when set-up has not run yet. */
export function readTools(): ToolsRecord | null {
  try {
    return JSON.parse(readFileSync(join(import.meta.dirname, "..", ".remit", "tools.json"), "utf8")) as ToolsRecord;
  } catch {
    return null;
  }
}
