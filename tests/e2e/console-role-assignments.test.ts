// Custom roles given and taken on the lists of users, groups and service accounts, in a real browser.
import assert from "node:assert/strict";
import { Code, ConnectError } from "@connectrpc/connect";
import { describeConsole } from "../harness/console-for-file.ts";
import type { Caller, TestPlane } from "../harness/control-plane.ts";
import { changeRole, focusedName, makeReaderRole, pickRole, readOnly, tabTo } from "../harness/identity-pages.ts";
import { makeNamespace } from "../harness/namespaces.ts";
import { makeServiceAccount, makeUser } from "../harness/principals.ts";

const sees = async ({ cloud }: Caller, namespace: string): Promise<boolean> => {
  try {
    await cloud.getNamespace({ namespace });
    return true;
  } catch (error) {
    assert.equal(ConnectError.from(error).code, Code.PermissionDenied);
    return false;
  }
};

describeConsole("custom roles on the lists of identities", (onConsole) => {
  onConsole(
    "a custom role given on the lists to a user, a group and a service account works at the next call",
    async ({ open, plane }) => {
      const { namespace: payments } = await makeNamespace(plane.owner);
      const roleId = await makeReaderRole(plane, "given-on-lists");
      const user = await makeUser(plane, readOnly, "holder@example.com");
      const member = await makeUser(plane, readOnly, "member@example.com");
      const account = await makeServiceAccount(plane, readOnly);
      const { groupId } = await plane.owner.cloud.createUserGroup({
        spec: { displayName: "role-holders", groupType: { case: "cloudGroup", value: {} } },
      });
      const memberId = { memberType: { case: "userId" as const, value: member.id } };
      await plane.owner.cloud.addUserGroupMember({ groupId, memberId });
      const accountName = (await plane.owner.cloud.getServiceAccount({ serviceAccountId: account.id })).serviceAccount
        ?.spec?.name;
      const holders = [
        { path: "/identities/users", name: "holder@example.com", caller: user },
        { path: "/identities/groups", name: "role-holders", caller: member },
        { path: "/identities/service-accounts", name: accountName ?? "", caller: account },
      ];
      for (const { path, name, caller } of holders) {
        const page = await open(path);
        assert.equal(await sees(caller, payments), false);
        await changeRole(page, name, "Assign", "given-on-lists");
        await page.getByText("1 assigned.").waitFor();
        await page.getByRole("button", { name: "Close" }).last().click();
        assert.equal(await sees(caller, payments), true);
        await changeRole(page, name, "Remove", "given-on-lists");
        await page.getByText("1 removed.").waitFor();
        assert.equal(await sees(caller, payments), false);
        await page.context().close();
      }
      await plane.owner.cloud.deleteCustomRole({ roleId, resourceVersion: await versionOfRole(plane, roleId) });
    },
  );

  onConsole(
    "what is refused for one of several is told for that one, and done for the others",
    async ({ open, plane }) => {
      const { namespace: orders } = await makeNamespace(plane.owner);
      await makeReaderRole(plane, "for-several");
      const { serviceAccountId } = await plane.owner.cloud.createServiceAccount({
        spec: { name: "several-bound", namespaceScopedAccess: { namespace: orders, access: { permission: 3 } } },
      });
      await plane.owner.cloud.createServiceAccount({ spec: { name: "several-free", access: readOnly } });
      const page = await open("/identities/service-accounts?q=several");
      await page.getByLabel("Select all rows on this page").check();
      await page.getByRole("button", { name: "Assign custom roles" }).click();
      await pickRole(page, "for-several");
      await page.getByRole("button", { name: "Assign", exact: true }).click();
      await page.getByText("1 not changed, 1 assigned.").waitFor();
      await page.getByText(/bound to one Namespace or project takes no custom roles/).waitFor();
      const { serviceAccount } = await plane.owner.cloud.getServiceAccount({ serviceAccountId });
      assert.equal(serviceAccount?.spec?.access, undefined);
    },
  );

  onConsole("a role is assigned with the keyboard alone, and the focus comes back", async ({ open, plane }) => {
    await makeReaderRole(plane, "by-keyboard");
    const target = await makeUser(plane, readOnly, "keyboard@example.com");
    const page = await open("/identities/users?q=keyboard");
    const { keyboard } = page;
    await page.getByLabel("Select keyboard@example.com").waitFor();
    await tabTo(page, "Select keyboard@example.com");
    await keyboard.press("Space");
    await tabTo(page, "Assign custom roles", "Shift+Tab");
    await keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await keyboard.type("by-keyboard");
    await page.getByRole("option", { name: "by-keyboard" }).waitFor();
    await keyboard.press("ArrowDown");
    await keyboard.press("Enter");
    await keyboard.press("Escape");
    await tabTo(page, "Assign");
    await keyboard.press("Enter");
    await page.getByText("1 assigned.").waitFor();
    await tabTo(page, "Close");
    await keyboard.press("Enter");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    const { user } = await plane.owner.cloud.getUser({ userId: target.id });
    assert.equal(user?.spec?.access?.accountAccess?.customRoles.length, 1);
    assert.notEqual(await focusedName(page), "");
  });
});

async function versionOfRole({ owner }: TestPlane, roleId: string): Promise<string> {
  return (await owner.cloud.getCustomRole({ roleId })).customRole?.resourceVersion ?? "";
}
