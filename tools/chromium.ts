// The browser for the browser tests: the system's own Chromium, found and never downloaded.
import { existsSync } from "node:fs";

const usual = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Its path, or why there is none. REMIT_TEST_CHROMIUM names another. */
export function findChromium(): { readonly path: string } | { readonly missing: string } {
  const named = process.env.REMIT_TEST_CHROMIUM;
  const path = (named === undefined ? usual : [named]).find((candidate) => existsSync(candidate));
  if (path !== undefined) return { path };
  return { missing: named === undefined ? "no Chromium is installed here" : `there is no ${named}` };
}
