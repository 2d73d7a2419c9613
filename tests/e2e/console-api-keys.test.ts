// API keys in the console, in a real browser: shown once, and what follows when one is disabled.
import assert from "node:assert/strict";
import { describeConsole } from "../harness/console-for-file.ts";
import { readOnly } from "../harness/identity-pages.ts";
import { makeUser } from "../harness/principals.ts";

describeConsole("API keys in the console", (onConsole) => {
  onConsole("an API key is shown once and is nowhere afterwards", async ({ open, plane }) => {
    const page = await open("/api-keys");
    await page.getByRole("button", { name: "Create API key" }).click();
    await page.getByLabel("Name", { exact: false }).last().fill("shown-once");
    await page.getByRole("dialog").getByRole("button", { name: "Create API key" }).click();
    const key = await page.getByLabel("API key", { exact: true }).innerText();
    assert.match(key, /^remit_key_/);
    assert.equal((await plane.as(key).cloud.getCurrentIdentity({})).principal.case, "user");
    // Neither a slip of the hand nor Escape takes it away before it was kept.
    await page.keyboard.press("Escape");
    await page.getByLabel("API key", { exact: true }).waitFor();
    await page.getByLabel(/I have put the API key/).check();
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByRole("cell", { name: "shown-once", exact: true }).waitFor();
    const readable = await page.evaluate<string>(
      "JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }, location.href, history.state])",
    );
    for (const text of [readable, await page.content()]) assert.ok(!text.includes(key));
    // Made just now, and used just now.
    await page.reload();
    const row = page.getByRole("row", { name: /^shown-once/ });
    await row.getByRole("cell", { name: "just now" }).nth(1).waitFor();
  });

  onConsole("disabling a key ends the session that was made from it", async ({ open, plane }) => {
    const user = await makeUser(plane, readOnly, "disabled-key@example.com");
    const theirs = await open("/api-keys", user.key);
    const page = await open(`/identities/users/${user.id}?tab=api-keys`);
    await page.getByRole("button", { name: "Actions for first key" }).click();
    await page.getByRole("menuitem", { name: "Disable" }).click();
    await page.getByRole("button", { name: "Disable key" }).click();
    await page.getByRole("cell", { name: "Disabled" }).waitFor();
    await theirs.reload();
    await theirs.waitForURL(/\/sign-in/);
  });
});
