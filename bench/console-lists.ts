// Lists of 10,000 in a real browser: `node bench/console-lists.ts [--write]`. The rows lie in the store, the pages come
// from the production composition. Prints a Markdown report; --write also puts it into docs/benchmarks/console.md.
import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  CustomRoleSpecSchema,
  AccountAccess_Role as Role,
  UserSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { sql } from "kysely";
import type { Page } from "playwright-core";
import { openPGlite } from "../packages/server/src/store/pglite.ts";
import { signIn, startBrowser, startConsolePlane } from "../tests/harness/browser.ts";
import { specOf } from "../tests/harness/namespaces.ts";

const { values } = parseArgs({ options: { write: { type: "boolean" } } });
const rows = 10_000;
/** As an operator would raise them who has that many. */
const limits = { namespacesPerAccount: 0, usersPerAccount: 0, customRolesPerAccount: 0 };
const access = { accountAccess: { role: Role.READ } };
const permission = {
  actions: ["cloud.region.list"],
  resources: { resourceType: "accounts", allowAll: true, resourceIds: [] },
};

const watchLongTasks = `globalThis.longestTask = 0;
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) globalThis.longestTask = Math.max(globalThis.longestTask, duration);
}).observe({ type: "longtask", buffered: true });`;

const directory = await mkdtemp(join(tmpdir(), "remit-bench-console-"));
const store = { kind: "pglite", directory } as const;
try {
  await fillStore();
  await using plane = await startConsolePlane({ store, limits });
  await using browser = await startBrowser();
  const page = await browser.open();
  page.setDefaultTimeout(60_000);
  await signIn(page, plane, await plane.plane.mintDevelopmentKey(), "/regions");
  const lines: string[] = [];
  for (const [name, path, wanted] of [
    ["Namespaces", "/namespaces", "ns-7777"],
    ["Users", "/identities/users", "user-7777"],
    ["Custom roles", "/settings/custom-roles", "role-7777"],
  ] as const) {
    lines.push(await measureList(page, plane.url, name, path, wanted));
  }
  report(lines);
} finally {
  await rm(directory, { recursive: true, force: true });
}

/** One of each is made as usual, and copied under other names. */
async function fillStore(): Promise<void> {
  await using first = await startConsolePlane({ store });
  const { cloud } = first.owner;
  const { namespace } = await cloud.createNamespace({ spec: specOf() });
  const { userId } = await cloud.createUser({ spec: { email: "first@example.com", access } });
  const { roleId } = await cloud.createCustomRole({ spec: { name: "First", permissions: [permission] } });
  await first[Symbol.asyncDispose]();
  const { db, close } = await openPGlite(directory);
  await sql`UPDATE namespaces SET state = 3`.execute(db);
  const account = namespace.split(".").at(-1) ?? "";
  await copyRow(db, "namespaces", "id", namespace, (n) => ({ uid: `uid${n}`, id: `ns-${n}.${account}` }));
  await copyRow(db, "users", "id", userId, (n, { spec }) => {
    const email = `user-${n}@example.com`;
    const changed = Object.assign(fromBinary(UserSpecSchema, spec), { email });
    return { id: `user-${n}`, email, spec: toBinary(UserSpecSchema, changed) };
  });
  await copyRow(db, "custom_roles", "id", roleId, (n, { spec }) => {
    const changed = Object.assign(fromBinary(CustomRoleSpecSchema, spec), { name: `role-${n}` });
    return { id: `role-${n}`, name: `role-${n}`, spec: toBinary(CustomRoleSpecSchema, changed) };
  });
  await close();
}

type Db = Awaited<ReturnType<typeof openPGlite>>["db"];
type Row = Readonly<Record<string, unknown>> & { readonly spec: Uint8Array };

async function copyRow(
  db: Db,
  table: "namespaces" | "users" | "custom_roles",
  key: "id",
  id: string,
  change: (n: number, row: Row) => Readonly<Record<string, unknown>>,
): Promise<void> {
  const row = (await db.selectFrom(table).selectAll().where(key, "=", id).executeTakeFirstOrThrow()) as unknown as Row;
  // What a JSON column gives as a value, it takes as a text.
  const texts = ["tags", "bindings"].filter((name) => name in row).map((name) => [name, JSON.stringify(row[name])]);
  const copied = { ...row, ...Object.fromEntries(texts) };
  for (let from = 1; from <= rows; from += 500) {
    const copies = Array.from({ length: 500 }, (_, index) => ({ ...copied, ...change(from + index, row) }));
    await db
      .insertInto(table)
      .values(copies as never)
      .execute();
  }
}

/** A line of the report: seconds until the first rows and until all are there, milliseconds of what one does then. */
async function measureList(page: Page, url: string, name: string, path: string, wanted: string): Promise<string> {
  const started = performance.now();
  await page.goto(url + path);
  await page.evaluate(watchLongTasks);
  await page.getByRole("cell").first().waitFor();
  await page
    .getByRole("link", { name: /^(ns|user|role)-/i })
    .first()
    .waitFor();
  const first = performance.now() - started;
  await page.getByText(/^10,00\d\b/).waitFor({ timeout: 120_000 });
  const all = performance.now() - started;
  const whileLoading = await page.evaluate<number>("globalThis.longestTask");
  await page.evaluate("globalThis.longestTask = 0");
  const search = await timed(async () => {
    await page.getByRole("textbox", { name: /^Search/ }).pressSequentially(wanted);
    await page.getByText(/^1 of 10,00\d\b/).waitFor();
  });
  await page.getByRole("textbox", { name: /^Search/ }).fill("");
  await page.getByText(/^10,00\d\b/).waitFor();
  const turn = await timed(async () => {
    await page.getByRole("button", { name: "Page 201", exact: true }).click();
    await page.locator("[aria-current=page]", { hasText: "201" }).waitFor();
  });
  const longest = await page.evaluate<number>("globalThis.longestTask ?? 0");
  return `| ${[name, ms(first), ms(all), ms(search), ms(turn), ms(whileLoading), ms(longest)].join(" | ")} |`;
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
in headless Chromium, browser, control plane and PGlite on the same machine. Times are by the clock: where the load is above
the number of processors, each is longer by what the others took.

| List of ${rows.toLocaleString("en")} | First rows | All rows | Search, typed letter by letter | To the last page | Longest task while it loads | Longest task afterwards |
| --- | --- | --- | --- | --- | --- | --- |
${lines.join("\n")}

The first rows stand there while the other pages are fetched, 1,000 rows at a time. A table draws 50 rows, however many
there are; searching and sorting go over all of them. The longest task is the longest time for which the page could not
answer; the first one includes starting the page.
`;
  console.log(text);
  if (values.write) writeFileSync(join(import.meta.dirname, "../docs/benchmarks/console.md"), text);
}
