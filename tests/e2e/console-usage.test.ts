// Usage and cost in the console, with a month of it: as a chart, as a table, and as a file.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { parse } from "csv-parse/sync";
import { bootstrap } from "../../packages/server/src/resources/bootstrap.ts";
import { readAccount } from "../../packages/server/src/store/account.ts";
import { migrate } from "../../packages/server/src/store/database.ts";
import { openPGlite } from "../../packages/server/src/store/pglite.ts";
import { addActionCounts } from "../../packages/server/src/store/usage-counts.ts";
import { findViolationsInBothThemes, waitUntilItFits } from "../harness/browser.ts";
import { describeConsole } from "../harness/console-for-file.ts";

const dayMs = 86_400_000;
const today = Math.floor(Date.now() / dayMs) * dayMs;
const directory = await mkdtemp(join(tmpdir(), "remit-usage-"));
after(() => rm(directory, { recursive: true, force: true }));

/** Eight Namespaces, more than the chart has colours, that used more with each day. */
async function seed(): Promise<void> {
  const database = await openPGlite(directory);
  const { db } = database;
  await migrate(db);
  await bootstrap(db, "owner@example.com", new Date(today - 40 * dayMs));
  const { default_project: project } = await readAccount(db);
  const names = ["orders", "payments", "stock", "billing", "mail", "fraud", "search", "audit"];
  const counts = names.flatMap((name, place) =>
    Array.from({ length: 30 }, (_, day) => ({
      uid: `uid-${name}`,
      namespace: `${name}.abc123`,
      hour: new Date(today - day * dayMs),
      actions: Math.round(((40 - day) * 400_000) / (place + 1)),
    })),
  );
  await addActionCounts(db, "seeded", 1, counts);
  await db
    .updateTable("usage_hours")
    .set({ project_id: project, active_byte_seconds: 4e13, retained_byte_seconds: 9e14, storage_seconds: 3_600 })
    .execute();
  await db.deleteFrom("usage_counters").execute();
  await database.close();
}
await seed();

describeConsole(
  "usage and cost in the console",
  (onConsole) => {
    onConsole("are a chart and the same as a table, by Namespace and project, in both themes", async ({ open }) => {
      const page = await open("/usage");
      await page.getByRole("img", { name: /^Bars: cost of each day/ }).waitFor();
      const table = page.getByRole("region", { name: "Cost by namespace" });
      await table.getByRole("link", { name: "orders.abc123" }).waitFor();
      await page.getByText("1,000.00 EUR a month").first().waitFor();
      assert.deepEqual(await findViolationsInBothThemes(page), []);
      await page.getByRole("combobox", { name: "What" }).click();
      await page.getByRole("option", { name: "Actions" }).click();
      await page.getByText("Project", { exact: true }).click();
      const projects = page.getByRole("region", { name: "Actions by project" });
      await projects.getByRole("link").first().waitFor();
      assert.equal(await projects.getByRole("row").count(), 3, "a head, one project and the sum");
      await page.setViewportSize({ width: 390, height: 800 });
      await waitUntilItFits(page);
    });

    onConsole("come as a file, which the server makes", async ({ open }) => {
      const page = await open("/usage");
      await page.getByRole("button", { name: "Download CSV" }).click();
      await page.getByRole("dialog", { name: "Download billing report" }).waitFor();
      const coming = page.waitForEvent("download");
      await page.getByRole("button", { name: "Make and download" }).click();
      const download = await coming;
      assert.match(download.suggestedFilename(), /^billing-report-[\d-]+\.csv$/);
      const rows = parse(await readFile(await download.path()), { columns: true, record_delimiter: "\r\n" });
      assert.ok((rows as Record<string, string>[]).some(({ ResourceID }) => ResourceID === "orders.abc123"));
    });

    onConsole("and the account's metrics and sessions are set where its settings are", async ({ open, plane }) => {
      const page = await open("/settings/account");
      // The switch itself is hidden behind what draws it; a key reaches it as it reaches people.
      await page.getByRole("switch", { name: "Serve the account's metrics" }).press("Space");
      await page.getByRole("switch", { name: "Restrict how long people stay signed in" }).press("Space");
      await page.getByLabel("Certificate authorities").fill("no certificate");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText(/must hold PEM certificates/).waitFor();
      await page.getByLabel("Certificate authorities").fill("");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText(`${plane.url}/v1/metrics`).waitFor();
      const { account } = await plane.owner.cloud.getAccount({});
      assert.equal(account?.spec?.authenticationSettings?.restrictSessionLifetimes, true);
      const { session } = await page.evaluate(async () => {
        const answer = await fetch("/remit/v1/session", { headers: { "x-remit-console": "1" } });
        return (await answer.json()) as { session: { createdAt: string; expiresAt: string } };
      });
      assert.equal(Date.parse(session.expiresAt) - Date.parse(session.createdAt), 4 * 3_600_000);
    });
  },
  {
    store: { kind: "pglite", directory },
    billing: {
      prices: {
        currency: "EUR",
        millionActions: 25,
        activeGigabyteHour: 0.042,
        retainedGigabyteHour: 0.00105,
        namespacesPerMonth: {},
        projectsPerMonth: {},
      },
      budgets: { account: 1_000, namespaces: {} },
    },
  },
);
