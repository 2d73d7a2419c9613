// Settings → Custom Roles for those who use no mouse or see little. The pages as they open are in
// console-pages-access.test.ts; here is what shows only after somebody has acted.
import assert from "node:assert/strict";
import { AccountAccess_Role as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { Locator, Page } from "playwright-core";
import { findViolationsInBothThemes } from "../harness/browser.ts";
import { describeConsoleAlone } from "../harness/console-for-file.ts";
import { makeUser } from "../harness/principals.ts";
import { actionsOf, findRole, makeRole, nameField, rolesPath } from "../harness/role-pages.ts";

describeConsoleAlone("custom roles for everybody", (onConsole) => {
  onConsole("is done by keyboard alone, from creating to deleting", async ({ plane, open }) => {
    const page = await open(rolesPath);
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
    assert.deepEqual(actionsOf(await findRole(plane, "ByKeyboard")), ["cloud.namespace.get"]);
    await tabTo(page, page.getByRole("button", { name: "Delete" }));
    await page.keyboard.press("Enter");
    const question = page.getByRole("dialog", { name: "Delete ByKeyboard?" });
    await question.getByText("Nobody holds it.").waitFor();
    await tabTo(page, question.getByRole("button", { name: "Delete Custom Role" }));
    await page.keyboard.press("Enter");
    await page.getByRole("alert").filter({ hasText: "The Custom Role ByKeyboard has been deleted" }).waitFor();
    assert.equal(await findRole(plane, "ByKeyboard"), undefined);
  });

  onConsole("has no violation that axe finds, whatever is opened on its pages", async ({ plane, open }) => {
    const roleId = await makeRole(plane, "Explained", ["cloud.namespace.get", "cloud.namespace.update"]);
    await makeUser(plane, { accountAccess: { role: Role.READ, customRoles: [roleId] } }, "bob@example.com");
    const page = await open("/settings/custom-roles/new");
    const check = async (what: string, shown: Locator) => {
      await shown.first().waitFor();
      await page.waitForLoadState("networkidle");
      assert.deepEqual(await findViolationsInBothThemes(page), [], what);
    };
    await page.getByRole("button", { name: "Select Preset" }).click();
    await check("presets", page.getByRole("menuitem", { name: "Developer" }));
    await page.getByRole("menuitem", { name: "Developer" }).click();
    await page.getByText("JSON", { exact: true }).click();
    await check("json", page.getByText("must not be empty"));
    await nameField(page).fill("x");
    await page.goto(`${plane.url}/settings/custom-roles/${roleId}/edit`);
    for (const [tab, field] of [
      ["Project", "Select a Project"],
      ["Namespace", "Select a Namespace"],
      ["Connectivity Rules", "Select a Connectivity Rule"],
    ] as const) {
      await page.getByRole("tab", { name: tab }).click();
      await check(tab, page.getByRole("combobox", { name: field }));
    }
    await page.getByRole("combobox", { name: "As seen by" }).click();
    await page.getByRole("option", { name: "bob@example.com" }).click();
    await check("as seen by", page.getByText("has already"));
    await page.goto(`${plane.url}/settings/custom-roles/${roleId}`);
    for (const tab of ["Assigned to", "History", "JSON, Terraform, CLI"]) {
      await page.getByRole("tab", { name: tab }).click();
      await check(tab, page.getByRole("tabpanel", { name: tab }));
    }
    await page.getByRole("button", { name: "Delete" }).click();
    await check("delete", page.getByRole("dialog").getByText("bob@example.com"));
  });
});

/** Presses Tab until it is there, as somebody without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.first().waitFor();
  for (let presses = 0; presses < 200; presses += 1) {
    if (await target.first().evaluate((element) => element === element.ownerDocument.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("not reached by Tab");
}
