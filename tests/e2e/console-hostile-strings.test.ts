// Two hundred and more hostile strings as names and descriptions, in a real browser: nothing runs, nothing breaks the
// page, and what is shown is what was stored. Where they are not allowed: console-hostile-refused.test.ts.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { AccountAccess_Role as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { Page } from "playwright-core";
import {
  browserIsMissing,
  findAccessibilityViolations,
  signIn,
  startBrowser,
  startConsolePlane,
  type TestBrowser,
} from "../harness/browser.ts";
import type { TestPlane } from "../harness/control-plane.ts";
import { goTo, lookForHarm, lookTwice, walkList } from "../harness/hostile-looks.ts";
import { legalAs } from "../harness/hostile-strings.ts";
import { type HostileThings, makeHostileThings, roomForAll, sampleOf, type Thing } from "../harness/hostile-things.ts";
import { makeUser } from "../harness/principals.ts";
import { makeDeciders, makeDeveloper } from "../harness/requests.ts";

describe("hostile strings in the console", { skip: browserIsMissing() ?? false }, () => {
  const stack = new AsyncDisposableStack();
  let plane: TestPlane;
  let browser: TestBrowser;
  let things: HostileThings;
  let page: Page;
  const dialogs: string[] = [];

  before(async () => {
    plane = stack.use(await startConsolePlane({ limits: roomForAll }));
    browser = stack.use(await startBrowser());
    await makeDeciders(plane);
    things = await makeHostileThings(plane, await makeDeveloper(plane));
    page = await browser.open();
    page.on("dialog", (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await signIn(page, plane, plane.ownerKey);
  });
  after(() => stack.disposeAsync());

  const proves = (promise: string, prove: () => Promise<void>): void =>
    void it(promise, async () => {
      await prove();
      assert.deepEqual(dialogs, []);
      assert.deepEqual(browser.complaints, []);
    });

  const lists = (): readonly (readonly [path: string, label: string, things: readonly Thing[]])[] => [
    ["/settings/custom-roles", "Custom Roles", things.roles],
    ["/identities/service-accounts", "Service accounts", things.serviceAccounts],
    ["/identities/groups", "Groups", things.groups],
    ["/projects", "Projects", things.projects],
    ["/responsibility/teams", "Teams", things.teams],
    ["/responsibility", things.category, things.rows],
  ];

  proves("stand in the lists as they are stored, many on a page, and nothing stands out at the side", async () => {
    for (const [path, label, expected] of lists()) {
      await goTo(page, path);
      await page
        .locator(`table[aria-label="${label}"] tbody a, table[aria-label="${label}"] tbody button`)
        .first()
        .waitFor();
      await page.getByText("more are coming").waitFor({ state: "detached" });
      const shown = await walkList(page, lookTwice);
      const missing = expected.filter(({ id, text }) => !shown.has(isVisible(text) ? text : id) && !shown.has(text));
      assert.deepEqual(missing, [], `${path} does not show these as they are`);
    }
  });

  proves("do no harm on the pages of one thing, nor where it is edited or deleted", async () => {
    const pages = [
      ...sampleOf(things.roles, 0).map(({ id, text }) => [`/settings/custom-roles/${id}`, text]),
      ...sampleOf(things.roles, 1).map(({ id, text }) => [`/settings/custom-roles/${id}/edit`, text]),
      ...sampleOf(things.serviceAccounts, 1).map(({ id, text }) => [`/identities/service-accounts/${id}`, text]),
      ...sampleOf(things.serviceAccounts, 0).map(({ id, text }) => [`/identities/service-accounts/${id}/edit`, text]),
      ...sampleOf(things.projects, 1).map(({ id, text }) => [`/projects/${id}`, text]),
      ...sampleOf(things.rows, 0).map(({ id, text }) => [`/responsibility?row=${id}`, text]),
    ] as [string, string][];
    await page.setViewportSize({ width: 390, height: 800 });
    for (const [path, text] of pages) {
      await goTo(page, path);
      await page.waitForFunction(isShown, isVisible(text) ? text : "", { polling: 20 });
      await lookForHarm(page);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    await goTo(page, "/identities/service-accounts");
    const row = page.locator('table[aria-label="Service accounts"] tbody tr');
    await row.nth(40).waitFor();
    await page.getByText("more are coming").waitFor({ state: "detached" });
    for (let index = 0; index < 50; index += 4) {
      const name = await row.nth(index).locator("a").first().textContent();
      await row.nth(index).getByRole("button").click();
      await page.getByRole("menuitem", { name: "Delete" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByText("will be deleted").waitFor();
      assert.equal(await dialog.locator("b").textContent(), name);
      await lookForHarm(page);
      await dialog.getByRole("button", { name: "Cancel" }).click();
      await dialog.waitFor({ state: "detached" });
    }
  });

  proves("are found by the palette, and stand in the audit log and among those who can", async () => {
    await goTo(page, "/who-can?operation=cloud.region.list&type=accounts");
    await page.locator('table[aria-label="Holders"] tbody tr').nth(10).waitFor();
    const holders = await walkList(page, lookTwice);
    const called = things.serviceAccounts.slice(0, legalAs("serviceAccountName").length);
    assert.deepEqual(
      called.filter(({ id, text }) => !holders.has(isVisible(text) ? text : id)),
      [],
    );
    await goTo(page, "/audit-log?operation=CreateServiceAccount");
    await page.getByRole("button", { name: "Details of" }).nth(10).waitFor();
    for (let opened = 0; opened < 8; opened += 1) {
      await page
        .getByRole("button", { name: "Details of" })
        .nth(opened * 6)
        .click();
      await page.getByRole("dialog").locator("pre").waitFor();
      await lookForHarm(page);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
    }
    await page.keyboard.press("Control+k");
    const search = page.getByPlaceholder(/^Pages, Namespaces/);
    for (const { text } of sampleOf(things.serviceAccounts).filter(({ text: name }) => isOneLine(name))) {
      await search.fill(text);
      await page.waitForFunction(isShown, text, { polling: 20 });
      await lookForHarm(page);
    }
    await page.keyboard.press("Escape");
  });

  proves("are no formula in any cell that is exported", async () => {
    const evil = await makeUser(plane, { accountAccess: { role: Role.ADMIN } }, "=1+1|x@example.com");
    await evil.cloud.createProject({ spec: { displayName: "by a formula" } });
    await goTo(page, "/audit-log");
    const audit = await download(page, () => page.getByRole("button", { name: "Export CSV" }).click());
    assert.ok(audit.some((cells) => cells.includes("'=1+1|x@example.com")));
    await goTo(page, "/responsibility");
    await page.getByRole("button", { name: "Export" }).click();
    const board = await download(page, () => page.getByRole("menuitem", { name: "CSV" }).click());
    for (const { id, text } of things.rows) {
      const cells = board.find((line) => line[1] === id);
      assert.ok(cells?.[2] === text || cells?.[2] === `'${text}`, `${id}: ${cells?.[2]}`);
    }
    const formulas = [...audit, ...board].flat().filter((cell) => /^\s*[=+\-@＝＋－＠]|^[\t\r]/.test(cell));
    assert.deepEqual(formulas, []);
  });

  proves("leave nothing for axe to find", async () => {
    // A pointer that rests on a row opens its hints.
    await page.mouse.move(0, 0);
    for (const path of ["/settings/custom-roles", `/settings/custom-roles/${things.roles.at(-3)?.id}`, "/projects"]) {
      await goTo(page, path);
      await page.locator("h1").waitFor();
      await page.waitForLoadState("networkidle");
      assert.deepEqual(await findAccessibilityViolations(page), [], path);
    }
  });
});

/** Something of it can be seen; of what cannot, the console shows the id. */
const isVisible = (text: string): boolean =>
  /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\u2800]/u.test(text);

/** The browser looks for names as it reads them out, with spaces put together and without what is not seen. */
const isOneLine = (text: string): boolean => /^[\x21-\x7e]+( [\x21-\x7e]+)*$/.test(text) && text.length < 200;

/** The text stands on the page, as a text or in a field; empty: the page is there. */
const isShown = `(text) => text === ""
  ? document.querySelector("h1") !== null
  : [...document.querySelectorAll("body *")].some((one) => one.textContent === text || one.value === text)`;

/** The cells of a file of the console's, as a spreadsheet reads them. */
async function download(page: Page, ask: () => Promise<void>): Promise<string[][]> {
  const downloading = page.waitForEvent("download");
  await ask();
  const chunks: Buffer[] = [];
  for await (const chunk of await (await downloading).createReadStream()) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks)
    .toString()
    .replace(/^\ufeff/, "");
  const lines: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy)) {
    lines.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end === "\r\n") lines.push([]);
  }
  return lines;
}
