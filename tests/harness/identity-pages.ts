// What browser tests of identities do again and again: fields that find what is typed, roles given and taken on the lists.
import assert from "node:assert/strict";
import { AccountAccess_Role as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { Page } from "playwright-core";
import type { TestPlane } from "./control-plane.ts";

export const readOnly = { accountAccess: { role: Role.READ } };

/** A custom role that shows every Namespace; its id. */
export async function makeReaderRole({ owner }: TestPlane, name: string): Promise<string> {
  const resources = { resourceType: "namespaces", allowAll: true, resourceIds: [] };
  const permissions = [{ actions: ["cloud.namespace.get"], resources }];
  return (await owner.cloud.createCustomRole({ spec: { name, permissions } })).roleId;
}

/** What the keyboard is on, as assistive technology names it. */
export const focusedName = (page: Page): Promise<string> =>
  page.evaluate<string>(
    "document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim() ?? ''",
  );

/** Goes on from what has the focus until something of this name has it. */
export async function tabTo(page: Page, name: string, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press(key);
    if ((await focusedName(page)) === name) return;
  }
  assert.fail(`${name} cannot be reached by ${key}`);
}

/** Types into a field that finds what is typed, and takes what it found. */
export async function choose(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByRole("combobox", { name: label, exact: true });
  await field.click();
  await field.fill(text);
  await page.getByRole("option", { name: text }).first().click();
}

export async function pickRole(page: Page, role: string): Promise<void> {
  const field = page.getByRole("dialog").getByRole("combobox", { name: "Custom roles" });
  await field.fill(role);
  await page.getByRole("option", { name: role }).click();
  // The list of choices lies over the buttons.
  await page.keyboard.press("Escape");
}

/** On a list of identities: for the one of this name. */
export async function changeRole(page: Page, name: string, change: "Assign" | "Remove", role: string): Promise<void> {
  await page.getByLabel(`Select ${name}`).check();
  await page.getByRole("button", { name: `${change} custom roles` }).click();
  await pickRole(page, role);
  await page.getByRole("dialog").getByRole("button", { name: change, exact: true }).click();
}
