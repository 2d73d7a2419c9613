// Menus, the palette and lists to choose from, for those who use no mouse or hear what others see.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { AccountAccess_Role as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { Page } from "playwright-core";
import {
  browserIsMissing,
  findViolationsInBothThemes,
  signIn,
  startBrowser,
  startConsolePlane,
  type TestBrowser,
} from "../harness/browser.ts";
import type { TestPlane } from "../harness/control-plane.ts";
import { makeUser, type TestPrincipal } from "../harness/principals.ts";

describe("the console without a mouse", { skip: browserIsMissing() ?? false }, () => {
  const stack = new AsyncDisposableStack();
  let plane: TestPlane;
  let browser: TestBrowser;
  let reader: TestPrincipal;

  before(async () => {
    plane = stack.use(await startConsolePlane());
    browser = stack.use(await startBrowser());
    reader = await makeUser(plane, { accountAccess: { role: Role.READ } });
    await plane.owner.cloud.createUserGroup({
      spec: { displayName: "auditors", groupType: { case: "cloudGroup", value: {} } },
    });
  });
  afterEach(async () => {
    await browser.closePages();
    assert.deepEqual(browser.complaints, []);
  });
  after(() => stack.disposeAsync());

  const open = async (path: string, key = plane.ownerKey): Promise<Page> => {
    const page = await browser.open();
    await signIn(page, plane, key, path);
    return page;
  };

  it("says at a grey entry of a menu why it is grey, and does nothing when it is chosen", async () => {
    const page = await open("/identities/groups", reader.key);
    const menu = page.getByRole("button", { name: "Actions for auditors" });
    await menu.waitFor();
    await page.getByText("You may not: cloud.usergroup.create").waitFor({ state: "hidden" });
    await menu.press("Enter");
    const edit = page.getByRole("menuitem", { name: "Edit" });
    await edit.and(page.locator("[aria-disabled=true]")).waitFor();
    for (const name of ["View details", "Edit"]) {
      await page.keyboard.press("ArrowDown");
      // The first press may only bring the focus to where it is already.
      if (!(await hasFocus(page, name))) await page.keyboard.press("ArrowDown");
    }
    assert.ok(await hasFocus(page, "Edit"));
    await page.getByRole("tooltip", { name: /cloud\.usergroup\.update is needed/ }).waitFor();
    assert.match((await edit.getAttribute("aria-description")) ?? "", /cloud\.usergroup\.update is needed/);
    await page.keyboard.press("Enter");
    assert.equal(new URL(page.url()).pathname, "/identities/groups");
    assert.deepEqual(await findViolations(page), []);
  });

  it("names the entry of the palette that is chosen to whoever hears it", async () => {
    const page = await open("/regions");
    await page.keyboard.press("Control+k");
    const search = page.getByRole("combobox", { name: "Search everything" });
    await search.fill("auditors");
    const chosen = page.getByRole("option", { selected: true });
    await chosen.getByText("auditors").waitFor();
    assert.equal(await search.getAttribute("aria-activedescendant"), await chosen.getAttribute("id"));
    assert.equal(await search.getAttribute("aria-expanded"), "true");
    await search.fill("cloud.namespace");
    await page.getByRole("option", { name: "auditors" }).waitFor({ state: "detached" });
    const first = await search.getAttribute("aria-activedescendant");
    await page.keyboard.press("ArrowDown");
    await page.waitForFunction((before) => {
      const { document } = globalThis as unknown as {
        document: { querySelector(s: string): { getAttribute(n: string): string } };
      };
      return document.querySelector("[role=combobox][aria-controls]").getAttribute("aria-activedescendant") !== before;
    }, first);
    assert.equal(await search.getAttribute("aria-activedescendant"), await chosen.getAttribute("id"));
    assert.deepEqual(await findViolations(page), []);
    await search.fill("nothing is called like this");
    await page.getByText("Nothing is called so.").waitFor();
    assert.equal(await search.getAttribute("aria-activedescendant"), null);
    assert.deepEqual(await findViolations(page), []);
  });

  it("has nothing for axe where a list to choose from has nothing", async () => {
    const page = await open("/who-can");
    await page.getByRole("combobox", { name: "Operation" }).fill("no operation is called so");
    await page.getByText("No such operation").waitFor();
    assert.deepEqual(await findViolations(page), []);
  });
});

/** What hangs at its field or button while it is open lies beside the regions of the page, as it should. */
const findViolations = async (page: Page): Promise<string[]> =>
  (await findViolationsInBothThemes(page)).filter((line) => !line.startsWith("light: region:"));

const hasFocus = (page: Page, name: string): Promise<boolean> =>
  page.getByRole("menuitem", { name }).evaluate((element) => element === element.ownerDocument.activeElement);
