// Lists of 10,000 in a real browser: `node bench/console-lists.ts [--write]`. The rows lie in the store, the pages come
// from the production composition. Prints a Markdown report; --write also puts it into docs/benchmarks/console.md.
import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { sql } from "kysely";
import type { Page } from "playwright-core";
import { openPGlite } from "../packages/server/src/store/pglite.ts";
import { signIn, startBrowser, startConsolePlane } from "../tests/harness/browser.ts";
import { specOf } from "../tests/harness/namespaces.ts";

const { values } = parseArgs({ options: { write: { type: "boolean" } } });
const rows = 10_000;

const watchLongTasks = `globalThis.longestTask = 0;
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) globalThis.longestTask = Math.max(globalThis.longestTask, duration);
}).observe({ type: "longtask" });`;

const directory = await mkdtemp(join(tmpdir(), "remit-bench-console-"));
const store = { kind: "pglite", directory } as const;
try {
  await fillStore();
  await using plane = await startConsolePlane({ store });
  await using browser = await startBrowser();
  const page = await browser.open();
  page.setDefaultTimeout(60_000);
  await signIn(page, plane, await plane.plane.mintDevelopmentKey(), "/regions");
  const lines: string[] = [];
  for (const [name, path, wanted] of [["Namespaces", "/namespaces", "ns-7777"]] as const) {
    lines.push(await measureList(page, plane.url, name, path, wanted));
  }
  report(lines);
} finally {
  await rm(directory, { recursive: true, force: true });
}

/** One Namespace is made as usual, and copied. */
async function fillStore(): Promise<void> {
  await using first = await startConsolePlane({ store });
  const { namespace } = await first.owner.cloud.createNamespace({ spec: specOf() });
  await first[Symbol.asyncDispose]();
  const { db, close } = await openPGlite(directory);
  await sql`UPDATE namespaces SET state = 3`.execute(db);
  await copyRows(db, "namespaces", sql`id = ${namespace}`, {
    uid: sql`'uid' || n`,
    id: sql`'ns-' || n || '.' || split_part(t.id, '.', 2)`,
  });
  await close();
}

type Db = Awaited<ReturnType<typeof openPGlite>>["db"];
type Raw = ReturnType<typeof sql>;

async function copyRows(db: Db, table: string, which: Raw, changed: Readonly<Record<string, Raw>>): Promise<void> {
  const found = await sql<{ name: string }>`SELECT column_name AS name FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = ${table}`.execute(db);
  const names = found.rows.map(({ name }) => name);
  const columns = sql.join(names.map((name) => sql.ref(name)));
  const copied = sql.join(names.map((name) => changed[name] ?? sql`t.${sql.ref(name)}`));
  await sql`INSERT INTO ${sql.table(table)} (${columns}) SELECT ${copied}
    FROM ${sql.table(table)} t, generate_series(1, ${sql.lit(rows)}) n WHERE t.${which}`.execute(db);
}

/** A line of the report: seconds until the first rows and until all are there, milliseconds of what one does then. */
async function measureList(page: Page, url: string, name: string, path: string, wanted: string): Promise<string> {
  const started = performance.now();
  await page.goto(url + path);
  await page.getByRole("cell").first().waitFor();
  await page
    .getByRole("link", { name: /^(ns|user)-/ })
    .first()
    .waitFor();
  const first = performance.now() - started;
  await page.getByText(/^10,00\d$/).waitFor({ timeout: 120_000 });
  const all = performance.now() - started;
  await page.evaluate(watchLongTasks);
  const search = await timed(async () => {
    await page.getByRole("textbox", { name: /^Search/ }).pressSequentially(wanted);
    await page.getByText(/^1 of 10,00\d$/).waitFor();
  });
  await page.getByRole("textbox", { name: /^Search/ }).fill("");
  await page.getByText(/^10,00\d$/).waitFor();
  const turn = await timed(async () => {
    await page.getByRole("button", { name: "Page 201", exact: true }).click();
    await page.locator("[aria-current=page]", { hasText: "201" }).waitFor();
  });
  const longest = await page.evaluate<number>("globalThis.longestTask ?? 0");
  return `| ${[name, ms(first), ms(all), ms(search), ms(turn), ms(longest)].join(" | ")} |`;
}

async function timed(act: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await act();
  return performance.now() - started;
}

function ms(value: number): string {
  return `${Math.round(value).toLocaleString("en")} ms`;
}

function report(lines: readonly string[]): void {
  const text = `# Lists of 10,000 in the console

Measured by \`node bench/console-lists.ts\` on ${cpus().length} × ${cpus()[0]?.model.trim()}, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version},
in headless Chromium, browser, control plane and PGlite on the same machine.

| List of ${rows.toLocaleString("en")} | First rows | All rows | Search, typed letter by letter | To the last page | Longest task meanwhile |
| --- | --- | --- | --- | --- | --- |
${lines.join("\n")}

The first rows stand there while the other pages are fetched, 1,000 rows at a time. A table draws 50 rows, however many
there are; searching and sorting go over all of them.
`;
  console.log(text);
  if (values.write) writeFileSync(join(import.meta.dirname, "../docs/benchmarks/console.md"), text);
}
