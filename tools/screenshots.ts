// `npm run screenshots`: the console's main pages with the data of ABC Financial, in both themes, into docs/screenshots.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { startBrowser } from "../tests/harness/browser.ts";
import { type DevConnection, startDevProcess } from "../tests/harness/dev-process.ts";
import { runProgram } from "../tests/harness/run-program.ts";
import { buildConsole } from "./build-console.ts";
import { startTemporalDevServer } from "./temporal-dev-server.ts";

const folder = join(import.meta.dirname, "..", "docs", "screenshots");

/** File name → the page, and what is shown of it when it is there. */
const shots: Readonly<Record<string, { readonly path: string; readonly show?: (page: Page) => Promise<unknown> }>> = {
  home: { path: "/" },
  responsibility: { path: "/responsibility" },
  "whom-to-ask": { path: "/ask?q=who%20rotates%20worker%20certificates" },
  drift: { path: "/responsibility/drift" },
  "custom-roles": { path: "/settings/custom-roles" },
  "create-custom-role": {
    path: "/settings/custom-roles/new",
    show: (page) => page.getByLabel("Name", { exact: false }).first().fill("support-readers"),
  },
  identities: { path: "/identities/users" },
  namespaces: { path: "/namespaces" },
  "audit-log": { path: "/audit-log" },
};

/** In a process of its own: the official client trusts the CA that it finds when it is loaded. */
async function settleCompany(connectionFile: string): Promise<void> {
  const { code, stdout, stderr } = await runProgram(process.execPath, [
    join(import.meta.dirname, "settle-company.ts"),
    connectionFile,
  ]);
  if (code !== 0) throw new Error(`${stdout}\n${stderr}`);
}

async function takeShots(connection: DevConnection): Promise<void> {
  await using browser = await startBrowser();
  for (const colorScheme of ["light", "dark"] as const) {
    const page = await browser.open({ colorScheme });
    const url = `http://${connection.apiAddress}`;
    await page.goto(`${url}/sign-in`);
    await page.getByLabel("API key").fill(connection.apiKey);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("banner").waitFor();
    for (const [name, { path, show }] of Object.entries(shots)) {
      await page.goto(`${url}${path}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.waitForLoadState("networkidle");
      await show?.(page);
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });
      console.log(`${name}, ${colorScheme}`);
    }
  }
  for (const complaint of browser.complaints) console.log(`the page complains: ${complaint}`);
}

mkdirSync(folder, { recursive: true });
process.env.REMIT_CONSOLE_DIRECTORY = await buildConsole();
const temporal = await startTemporalDevServer();
try {
  await using plane = await startDevProcess(temporal.address);
  await settleCompany(plane.connectionFile);
  await takeShots(plane.connection);
} finally {
  await temporal.stop();
}
