// What must not be lost while a custom role is edited in the browser: by two people at once, by a session that ends, by
// leaving, and by a role that is deleted meanwhile.
import assert from "node:assert/strict";
import { describeConsoleAlone } from "../harness/console-for-file.ts";
import { actionsOf, findRole, makeRole, nameField, rolesPath, saidTo, switchOf } from "../harness/role-pages.ts";

describeConsoleAlone("what is typed into a custom role", (onConsole) => {
  onConsole(
    "merges what two people change apart, and refuses where they meet, losing nothing that was typed",
    async ({ plane, open }) => {
      const path = `/settings/custom-roles/${await makeRole(plane, "Shared")}/edit?tab=namespace`;
      const [mine, theirs] = [await open(path), await open(path)];
      await switchOf(mine, "cloud.namespace.updateTags").check();
      await switchOf(theirs, "cloud.namespace.failoverRegion").check();
      await theirs.getByRole("button", { name: "Update Custom Role" }).click();
      await saidTo(theirs, "has been updated");

      await mine.getByRole("button", { name: "Update Custom Role" }).click();
      await mine.getByText("Their changes are taken in").waitFor();
      await mine.getByText("turned on, all namespaces: cloud.namespace.failoverRegion").waitFor();
      assert.deepEqual(actionsOf(await findRole(plane, "Shared")), [
        "cloud.namespace.failoverRegion",
        "cloud.namespace.get",
      ]);
      await mine.getByRole("button", { name: "Update Custom Role" }).click();
      await saidTo(mine, "has been updated");
      assert.deepEqual(actionsOf(await findRole(plane, "Shared")), [
        "cloud.namespace.failoverRegion",
        "cloud.namespace.get",
        "cloud.namespace.updateTags",
      ]);

      await Promise.all([mine, theirs].map((page) => page.goto(`${plane.url}${path}`)));
      await nameField(mine).fill("Shared-by-me");
      await nameField(theirs).fill("Shared-by-them");
      await theirs.getByRole("button", { name: "Update Custom Role" }).click();
      await saidTo(theirs, "has been updated");
      await mine.getByRole("button", { name: "Update Custom Role" }).click();
      await mine.getByText("Somebody else changed the same").waitFor();
      assert.equal(await nameField(mine).inputValue(), "Shared-by-me");
      assert.ok(await findRole(plane, "Shared-by-them"));
      await mine.getByRole("button", { name: "Go on with mine" }).click();
      await mine.getByRole("button", { name: "Update Custom Role" }).click();
      await saidTo(mine, "The Custom Role Shared-by-me has been updated");
    },
  );

  onConsole(
    "keeps what was typed when the session ends, and saves it after signing in again",
    async ({ plane, open }) => {
      const page = await open("/settings/custom-roles/new");
      await nameField(page).fill("Patient");
      await switchOf(page, "cloud.region.list").check();
      await page.context().clearCookies();
      await page.getByRole("button", { name: "Create Custom Role" }).click();
      const dialog = page.getByRole("dialog", { name: "Your session has ended" });
      await dialog.getByLabel("API key").fill(plane.ownerKey);
      await dialog.getByRole("button", { name: "Sign in" }).click();
      await dialog.waitFor({ state: "hidden" });
      assert.equal(await nameField(page).inputValue(), "Patient");
      assert.equal(await switchOf(page, "cloud.region.list").isChecked(), true);
      await page.getByRole("button", { name: "Create Custom Role" }).click();
      await saidTo(page, "The Custom Role Patient has been created");
    },
  );

  onConsole("asks before it drops what is not saved, by a link and by the back button", async ({ plane, open }) => {
    const page = await open(rolesPath);
    await page.getByRole("link", { name: "Create Custom Role" }).click();
    await nameField(page).fill("Unsaved");
    await page.getByRole("link", { name: "Home", exact: true }).click();
    const question = page.getByRole("dialog", { name: "Leave without saving?" });
    await question.getByRole("button", { name: "Stay" }).click();
    assert.equal(await nameField(page).inputValue(), "Unsaved");
    await page.goBack();
    await question.getByRole("button", { name: "Leave" }).click();
    await page
      .getByRole("button", { name: /^Actions for / })
      .first()
      .waitFor();
    assert.equal(await findRole(plane, "Unsaved"), undefined);
  });

  onConsole("loses nothing when the role is deleted while somebody edits it", async ({ plane, open }) => {
    const roleId = await makeRole(plane, "Fleeting");
    const page = await open(`/settings/custom-roles/${roleId}/edit?tab=namespace`);
    await switchOf(page, "cloud.namespace.updateTags").check();
    const { customRole } = await plane.owner.cloud.getCustomRole({ roleId });
    await plane.owner.cloud.deleteCustomRole({ roleId, resourceVersion: customRole?.resourceVersion ?? "" });
    await page.getByRole("button", { name: "Update Custom Role" }).click();
    await page.getByRole("button", { name: "It was deleted: go on as a new role" }).click();
    await page.getByRole("button", { name: "Create Custom Role" }).click();
    await saidTo(page, "The Custom Role Fleeting has been created");
    assert.deepEqual(actionsOf(await findRole(plane, "Fleeting")), [
      "cloud.namespace.get",
      "cloud.namespace.updateTags",
    ]);
  });
});
