// Settings → Custom Roles for those who use no mouse or see little, and with names that mean harm.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { AccountAccess_Role as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { Locator, Page } from "playwright-core";
import {
  browserIsMissing,
  findAccessibilityViolations,
  signIn,
  startBrowser,
  startConsolePlane,
  type TestBrowser,
  waitUntilItFits,
} from "../harness/browser.ts";
import type { TestPlane } from "../harness/control-plane.ts";
import { makeUser } from "../harness/principals.ts";

const skip = browserIsMissing() ?? false;
const list = "/settings/custom-roles";
const all = (resourceType: string) => ({ resourceType, allowAll: true, resourceIds: [] as string[] });
const nameField = (page: Page): Locator => page.getByRole("textbox", { name: "Name", exact: true });

describe("custom roles for everybody", { skip }, () => {
  const stack = new AsyncDisposableStack();
  let plane: TestPlane;
  let browser: TestBrowser;
  let roleId = "";

  before(async () => {
    plane = stack.use(await startConsolePlane());
    browser = stack.use(await startBrowser());
    const actions = ["cloud.namespace.get", "cloud.namespace.update"];
    const spec = { name: "Explained", permissions: [{ actions, resources: all("namespaces") }] };
    ({ roleId } = await plane.owner.cloud.createCustomRole({ spec }));
    await makeUser(plane, { accountAccess: { role: Role.READ, customRoles: [roleId] } }, "bob@example.com");
  });
  afterEach(() => browser.closePages());
  after(() => stack.disposeAsync());

  const actionsOf = async (name: string): Promise<string[] | undefined> =>
    (await plane.owner.cloud.getCustomRoles({})).customRoles
      .find(({ spec }) => spec?.name === name)
      ?.spec?.permissions.flatMap(({ actions }) => actions);

  it("is done by keyboard alone, from creating to deleting", async () => {
    const page = await browser.open();
    await signIn(page, plane, plane.ownerKey, list);
    await tabTo(page, page.getByRole("link", { name: "Create Custom Role" }));
    await page.keyboard.press("Enter");
    await tabTo(page, nameField(page));
    await page.keyboard.type("ByKeyboard");
    await tabTo(page, page.getByRole("tab", { name: "Account" }));
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await tabTo(page, page.getByRole("combobox", { name: "Select a Namespace" }));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await tabTo(page, page.getByRole("switch", { name: "cloud.namespace.get", exact: true }));
    await page.keyboard.press("Space");
    await tabTo(page, page.getByRole("button", { name: "Create Custom Role" }));
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "ByKeyboard" }).waitFor();
    assert.deepEqual(await actionsOf("ByKeyboard"), ["cloud.namespace.get"]);
    await tabTo(page, page.getByRole("button", { name: "Delete" }));
    await page.keyboard.press("Enter");
    const question = page.getByRole("dialog", { name: "Delete ByKeyboard?" });
    await question.getByText("Nobody holds it.").waitFor();
    await tabTo(page, question.getByRole("button", { name: "Delete Custom Role" }));
    await page.keyboard.press("Enter");
    await page.getByRole("alert").filter({ hasText: "The Custom Role ByKeyboard has been deleted" }).waitFor();
    assert.equal(await actionsOf("ByKeyboard"), undefined);
  });

  for (const colorScheme of ["light", "dark"] as const) {
    it(`has no accessibility violation on any of its pages, ${colorScheme}`, async () => {
      const page = await browser.open({ colorScheme });
      await signIn(page, plane, plane.ownerKey, list);
      const check = async (what: string, shown: Locator) => {
        await shown.first().waitFor();
        await page.waitForLoadState("networkidle");
        assert.deepEqual(await findAccessibilityViolations(page), [], what);
      };
      await check("list", page.getByRole("link", { name: "Explained" }));
      await page.goto(`${plane.url}/settings/custom-roles/new`);
      await check("create", nameField(page));
      await page.getByRole("button", { name: "Select Preset" }).click();
      await check("presets", page.getByRole("menuitem", { name: "Developer" }));
      await page.getByRole("menuitem", { name: "Developer" }).click();
      await page.getByText("JSON", { exact: true }).click();
      await check("json", page.getByText("must not be empty"));
      await nameField(page).fill("x");
      for (const [tab, label] of [
        ["project", "Select a Project"],
        ["namespace", "Select a Namespace"],
        ["connectivity-rules", "Select a Connectivity Rule"],
      ] as const) {
        await page.goto(`${plane.url}/settings/custom-roles/${roleId}/edit?tab=${tab}`);
        await check(tab, page.getByRole("combobox", { name: label }));
      }
      await page.getByRole("combobox", { name: "As seen by" }).click();
      await page.getByRole("option", { name: "bob@example.com" }).click();
      await check("as seen by", page.getByText("has already"));
      for (const tab of ["permissions", "assigned", "history", "code"]) {
        await page.goto(`${plane.url}/settings/custom-roles/${roleId}?tab=${tab}`);
        await check(tab, page.getByRole("heading", { name: "Explained" }));
      }
      await page.getByRole("button", { name: "Delete" }).click();
      await check("delete", page.getByText("bob@example.com"));
    });
  }

  it("shows hostile names and descriptions as text, on a narrow screen", async () => {
    const { cloud } = plane.owner;
    const permissions = [{ actions: ["cloud.region.list"], resources: all("accounts") }];
    const made: string[] = [];
    for (const [index, description] of hostile.entries()) {
      const name = `W${"_".repeat(60)}${index}`;
      made.push((await cloud.createCustomRole({ spec: { name, description, permissions } })).roleId);
    }
    const page = await browser.open({ viewport: { width: 390, height: 800 } });
    await signIn(page, plane, plane.ownerKey, list);
    await page
      .getByRole("link", { name: /^W_/ })
      .nth(hostile.length - 1)
      .waitFor();
    const paths = made.flatMap((id) => [`${list}/${id}`, `${list}/${id}/edit`]);
    for (const path of [list, ...paths.slice(0, 8)]) {
      await page.goto(`${plane.url}${path}`);
      await page.getByRole("heading").first().waitFor();
      await page.waitForLoadState("networkidle");
      assert.match(await page.title(), /Remit$/);
      await waitUntilItFits(page);
    }
    assert.deepEqual(browser.complaints, []);
  });
});

/** As many characters as a description takes. */
const hostile = [
  '<img src=x onerror="document.title=1">',
  "<script>document.title=1</script>",
  "javascript:document.title=1",
  "\u202e right to left \u2066 and back",
  "x".repeat(256),
  "W".repeat(256),
  "\u{1f469}\u200d\u{1f469}\u200d\u{1f467}".repeat(40),
  "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324".repeat(20),
  "\u0645\u0631\u062d\u0628\u0627 ".repeat(40),
  "{{constructor.constructor('document.title=1')()}}",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what a template would run
  "${document.title=1}",
  "\u0007\u001b[31m",
  "'; DROP TABLE custom_roles; --",
  "%3Cscript%3E",
  "]]><!--",
  " \n\t ".repeat(20),
];

/** Presses Tab until it is there, as somebody without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.first().waitFor();
  for (let presses = 0; presses < 200; presses += 1) {
    if (await target.first().evaluate((element) => element === element.ownerDocument.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("not reached by Tab");
}
