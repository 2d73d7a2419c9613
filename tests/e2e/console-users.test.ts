// Users in the console, in a real browser: who comes in, what they are given, and who may change it.
import assert from "node:assert/strict";
import { AccountAccess_Role as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { describeConsole } from "../harness/console-for-file.ts";
import { choose, makeReaderRole, readOnly, tabTo } from "../harness/identity-pages.ts";
import { makeNamespace } from "../harness/namespaces.ts";
import { makeUser } from "../harness/principals.ts";

describeConsole("users in the console", (onConsole) => {
  onConsole(
    "an invited person comes in by the link, once, and sees only their own Namespaces",
    async ({ browser, open, plane }) => {
      const { namespace: orders } = await makeNamespace(plane.owner);
      const page = await open("/identities/users");
      await page.getByRole("link", { name: "Invite user" }).click();
      await page.getByLabel("Email").fill("invited@example.com");
      await choose(page, "Add a Namespace", orders);
      await page.getByLabel(`Level on ${orders}`).selectOption("write");
      await page.getByRole("button", { name: "Invite user" }).click();
      const link = await page.getByLabel("invitation link", { exact: true }).innerText();
      assert.match(link, /\/accept-invitation#token=remit_invite_/);
      await page.getByLabel(/I have put the invitation link/).check();
      await page.getByRole("button", { name: "Done" }).click();
      await page.getByRole("heading", { name: "invited@example.com" }).waitFor();
      await page.getByText("Invited", { exact: true }).waitFor();
      assert.ok(!(await page.content()).includes("remit_invite_"));

      const theirs = await browser.open();
      await theirs.goto(link);
      await theirs.getByRole("button", { name: "Accept the invitation" }).click();
      await theirs.getByRole("button", { name: "invited@example.com" }).waitFor();
      assert.ok(!theirs.url().includes("token"));
      await theirs.goto(`${plane.url}/who-can?operation=cloud.namespace.get&type=namespaces`);
      await theirs.getByRole("combobox", { name: "Namespace" }).click();
      assert.deepEqual(await theirs.getByRole("listbox").getByRole("option").allInnerTexts(), [orders]);

      const again = await browser.open();
      await again.goto(link);
      await again.getByRole("button", { name: "Accept the invitation" }).click();
      await again.getByText(/is not valid, was used, or has expired/).waitFor();
    },
  );

  onConsole(
    "the last Account Owner stays, and a Global Admin makes nobody one: both are told why",
    async ({ open, plane }) => {
      const ownerPage = await open("/identities/users?q=owner%40example.com");
      await ownerPage.getByRole("button", { name: "Actions for owner@example.com" }).click();
      await ownerPage.getByRole("menuitem", { name: "Delete" }).click();
      await ownerPage.getByRole("button", { name: "Delete user" }).click();
      await ownerPage.getByText("the last active Account Owner cannot go").waitFor();

      const admin = await makeUser(plane, { accountAccess: { role: Role.ADMIN } }, "admin@example.com");
      const target = await makeUser(plane, readOnly, "raised@example.com");
      const page = await open(`/identities/users/${target.id}/edit`, admin.key);
      await page.getByLabel("Account Owner").check();
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText(/are given, used for others and taken by Account Owners only/).waitFor();
      await page.getByText("Platform team", { exact: true }).waitFor();
      const { user } = await plane.owner.cloud.getUser({ userId: target.id });
      assert.equal(user?.spec?.access?.accountAccess?.role, Role.READ);
    },
  );

  onConsole(
    "two edits of one user both stay: the second is told, and put on top of the first",
    async ({ open, plane }) => {
      const roleId = await makeReaderRole(plane, "of-the-first-edit");
      const target = await makeUser(plane, readOnly, "edited-twice@example.com");
      const page = await open(`/identities/users/${target.id}/edit`);
      await page.getByLabel("Developer").check();
      const { user } = await plane.owner.cloud.getUser({ userId: target.id });
      await plane.owner.cloud.updateUser({
        userId: target.id,
        resourceVersion: user?.resourceVersion ?? "",
        spec: {
          email: "edited-twice@example.com",
          access: { accountAccess: { role: Role.READ, customRoles: [roleId] } },
        },
      });
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("Somebody else saved a change meanwhile").waitFor();
      await page.getByRole("button", { name: "Put my changes on top" }).click();
      await page.getByText("of-the-first-edit").first().waitFor();
      assert.ok(await page.getByLabel("Developer").isChecked());
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByRole("heading", { name: "edited-twice@example.com" }).waitFor();
      const after = (await plane.owner.cloud.getUser({ userId: target.id })).user?.spec?.access?.accountAccess;
      assert.deepEqual([after?.role, after?.customRoles], [Role.DEVELOPER, [roleId]]);
    },
  );

  onConsole(
    "who does not administer users sees names, nothing false, and why a button is grey",
    async ({ open, plane }) => {
      await plane.owner.cloud.createUser({ spec: { email: "open-invitation@example.com", access: readOnly } });
      const reader = await makeUser(plane, readOnly, "reader@example.com");
      const page = await open("/identities/users", reader.key);
      const row = page.getByRole("row", { name: /open-invitation@example\.com/ });
      await row.waitFor();
      await page.getByText("What others hold is shown to those who administer users.").waitFor();
      assert.doesNotMatch(await row.innerText(), /Active|Invited|Read-Only/);
      assert.match(await page.getByRole("row", { name: /reader@example\.com/ }).innerText(), /Read-Only/);
      assert.equal(await page.getByRole("checkbox").count(), 0);
      await tabTo(page, "Invite user");
      await page.getByText(/You may not: cloud\.user\.create is needed/).waitFor();
      await page.getByRole("button", { name: "Actions for open-invitation@example.com" }).click();
      assert.ok(await page.getByRole("menuitem", { name: "Delete" }).isDisabled());
      await page.goto(`${plane.url}/identities/users/${reader.id}?tab=effective`);
      await page.getByRole("cell", { name: /cloud\.user\.list/ }).waitFor();
    },
  );

  onConsole(
    "a form asks before what was typed is lost, and saving what is so already is no error",
    async ({ open, plane }) => {
      const target = await makeUser(plane, readOnly, "half-edited@example.com");
      const page = await open(`/identities/users/${target.id}/edit`);
      await page.getByLabel("Developer").check();
      await page.getByRole("link", { name: "Cancel" }).click();
      await page.getByText("What you changed on this page has not been saved.").waitFor();
      await page.getByRole("button", { name: "Stay" }).click();
      assert.ok(await page.getByLabel("Developer").isChecked());
      await page.getByLabel("Read-Only").check();
      await page.getByRole("button", { name: "Save" }).click();
      await page.waitForURL(new RegExp(`/identities/users/${target.id}$`));
    },
  );

  onConsole(
    "why somebody may not is answered with what would help, and why they may with the path",
    async ({ open, plane }) => {
      const { namespace: orders } = await makeNamespace(plane.owner);
      const target = await makeUser(plane, readOnly, "asked-about@example.com");
      const question = `tab=can&operation=cloud.namespace.update&type=namespaces&resource=${orders}`;
      const page = await open(`/identities/users/${target.id}?${question}`);
      await page.getByText("the Namespace permission Namespace Admin").waitFor();
      await page.getByText(`a custom role with cloud.namespace.update on namespaces/${orders}`).waitFor();
      await choose(page, "Operation", "cloud.user.list");
      await page.getByText("account role read on the account").waitFor();
      assert.match(page.url(), /operation=cloud\.user\.list/);
    },
  );
});
