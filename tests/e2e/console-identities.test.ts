// Identities in the console, in a real browser: who comes in, what they are given, and what is taken from them again.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { Code, ConnectError } from "@connectrpc/connect";
import { AccountAccess_Role as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { Page } from "playwright-core";
import { type TestServer, temporalForTest } from "../../tools/temporal-for-test.ts";
import {
  browserIsMissing,
  findAccessibilityViolations,
  signIn,
  startBrowser,
  startConsolePlane,
  type TestBrowser,
  waitUntilItFits,
} from "../harness/browser.ts";
import type { Caller, TestPlane } from "../harness/control-plane.ts";
import { makeNamespace } from "../harness/namespaces.ts";
import { makeServiceAccount, makeUser } from "../harness/principals.ts";

const skip = browserIsMissing() ?? false;
const readOnly = { accountAccess: { role: Role.READ } };

describe("identities in the console", { skip }, () => {
  const stack = new AsyncDisposableStack();
  let server: TestServer | string = "not started";
  let plane: TestPlane;
  let browser: TestBrowser;
  let orders = "";
  let payments = "";

  before(async () => {
    server = await temporalForTest();
    if (typeof server === "string") return;
    const started = server;
    stack.defer(() => started.stop());
    plane = stack.use(await startConsolePlane({ temporalAddress: server.address }));
    browser = stack.use(await startBrowser());
    orders = (await makeNamespace(plane.owner)).namespace;
    payments = (await makeNamespace(plane.owner)).namespace;
  });
  afterEach(() => browser.closePages());
  after(() => stack.disposeAsync());

  /** Skips with the reason where no Temporal server can be had. */
  const inBrowser = (promise: string, prove: () => Promise<void>): void => {
    it(promise, async (t) => {
      if (typeof server === "string") return t.skip(server);
      await prove();
      assert.deepEqual(browser.complaints, []);
    });
  };

  const openAs = async (key: string, path: string): Promise<Page> => {
    const page = await browser.open();
    await signIn(page, plane, key, path);
    return page;
  };

  const makeRole = async (name: string, namespaces: readonly string[] = []): Promise<string> => {
    const resources = { resourceType: "namespaces", allowAll: namespaces.length === 0, resourceIds: [...namespaces] };
    const permissions = [{ actions: ["cloud.namespace.get"], resources }];
    return (await plane.owner.cloud.createCustomRole({ spec: { name, permissions } })).roleId;
  };

  const sees = async ({ cloud }: Caller, namespace: string): Promise<boolean> => {
    try {
      await cloud.getNamespace({ namespace });
      return true;
    } catch (error) {
      assert.equal(ConnectError.from(error).code, Code.PermissionDenied);
      return false;
    }
  };

  inBrowser("an invited person comes in by the link, once, and sees only their own Namespaces", async () => {
    const page = await openAs(plane.ownerKey, "/identities/users");
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
  });

  inBrowser(
    "a custom role given on the lists to a user, a group and a service account works at the next call",
    async () => {
      const roleId = await makeRole("given-on-lists");
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
        const page = await openAs(plane.ownerKey, path);
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

  inBrowser("what is refused for one of several is told for that one, and done for the others", async () => {
    await makeRole("for-several");
    const { serviceAccountId } = await plane.owner.cloud.createServiceAccount({
      spec: { name: "several-bound", namespaceScopedAccess: { namespace: orders, access: { permission: 3 } } },
    });
    await plane.owner.cloud.createServiceAccount({ spec: { name: "several-free", access: readOnly } });
    const page = await openAs(plane.ownerKey, "/identities/service-accounts?q=several");
    await page.getByLabel("Select all rows on this page").check();
    await page.getByRole("button", { name: "Assign custom roles" }).click();
    await pickRole(page, "for-several");
    await page.getByRole("button", { name: "Assign", exact: true }).click();
    await page.getByText("1 not changed, 1 assigned.").waitFor();
    await page.getByText(/bound to one Namespace or project takes no custom roles/).waitFor();
    const { serviceAccount } = await plane.owner.cloud.getServiceAccount({ serviceAccountId });
    assert.equal(serviceAccount?.spec?.access, undefined);
  });

  inBrowser("an API key is shown once and is nowhere afterwards", async () => {
    const page = await openAs(plane.ownerKey, "/api-keys");
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

  inBrowser("disabling a key ends the session that was made from it", async () => {
    const user = await makeUser(plane, readOnly, "disabled-key@example.com");
    const theirs = await openAs(user.key, "/api-keys");
    const page = await openAs(plane.ownerKey, `/identities/users/${user.id}?tab=api-keys`);
    await page.getByRole("button", { name: "Actions for first key" }).click();
    await page.getByRole("menuitem", { name: "Disable" }).click();
    await page.getByRole("button", { name: "Disable key" }).click();
    await page.getByRole("cell", { name: "Disabled" }).waitFor();
    await theirs.reload();
    await theirs.waitForURL(/\/sign-in/);
  });

  inBrowser("the last Account Owner stays, and a Global Admin makes nobody one: both are told why", async () => {
    const ownerPage = await openAs(plane.ownerKey, "/identities/users?q=owner%40example.com");
    await ownerPage.getByRole("button", { name: "Actions for owner@example.com" }).click();
    await ownerPage.getByRole("menuitem", { name: "Delete" }).click();
    await ownerPage.getByRole("button", { name: "Delete user" }).click();
    await ownerPage.getByText("the last active Account Owner cannot go").waitFor();

    const admin = await makeUser(plane, { accountAccess: { role: Role.ADMIN } }, "admin@example.com");
    const target = await makeUser(plane, readOnly, "raised@example.com");
    const page = await openAs(admin.key, `/identities/users/${target.id}/edit`);
    await page.getByLabel("Account Owner").check();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText(/are given, used for others and taken by Account Owners only/).waitFor();
    await page.getByText("Platform team", { exact: true }).waitFor();
    const { user } = await plane.owner.cloud.getUser({ userId: target.id });
    assert.equal(user?.spec?.access?.accountAccess?.role, Role.READ);
  });

  inBrowser("two edits of one user both stay: the second is told, and put on top of the first", async () => {
    const roleId = await makeRole("of-the-first-edit");
    const target = await makeUser(plane, readOnly, "edited-twice@example.com");
    const page = await openAs(plane.ownerKey, `/identities/users/${target.id}/edit`);
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
  });

  inBrowser("why somebody may not is answered with what would help, and why they may with the path", async () => {
    const target = await makeUser(plane, readOnly, "asked-about@example.com");
    const question = `tab=can&operation=cloud.namespace.update&type=namespaces&resource=${orders}`;
    const page = await openAs(plane.ownerKey, `/identities/users/${target.id}?${question}`);
    await page.getByText("the Namespace permission Namespace Admin").waitFor();
    await page.getByText(`a custom role with cloud.namespace.update on namespaces/${orders}`).waitFor();
    await choose(page, "Operation", "cloud.user.list");
    await page.getByText("account role read on the account").waitFor();
    assert.match(page.url(), /operation=cloud\.user\.list/);
  });

  inBrowser("who does not administer users sees names, nothing false, and why a button is grey", async () => {
    await plane.owner.cloud.createUser({ spec: { email: "open-invitation@example.com", access: readOnly } });
    const reader = await makeUser(plane, readOnly, "reader@example.com");
    const page = await openAs(reader.key, "/identities/users");
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
  });

  inBrowser("a form asks before what was typed is lost, and saving what is so already is no error", async () => {
    const target = await makeUser(plane, readOnly, "half-edited@example.com");
    const page = await openAs(plane.ownerKey, `/identities/users/${target.id}/edit`);
    await page.getByLabel("Developer").check();
    await page.getByRole("link", { name: "Cancel" }).click();
    await page.getByText("What you changed on this page has not been saved.").waitFor();
    await page.getByRole("button", { name: "Stay" }).click();
    assert.ok(await page.getByLabel("Developer").isChecked());
    await page.getByLabel("Read-Only").check();
    await page.getByRole("button", { name: "Save" }).click();
    await page.waitForURL(new RegExp(`/identities/users/${target.id}$`));
  });

  inBrowser("names of every kind neither run nor break the page", async () => {
    const names = [
      "<img src=x onerror=alert(1)>",
      "\u202Eright to left\u202C שלום مرحبا",
      "🙂".repeat(60),
      "unbroken".repeat(30),
      "{{constructor.constructor('alert(1)')()}}",
    ];
    for (const name of names) await plane.owner.cloud.createServiceAccount({ spec: { name, access: readOnly } });
    const page = await browser.open({ viewport: { width: 390, height: 800 } });
    const dialogs: string[] = [];
    page.on("dialog", (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await signIn(page, plane, plane.ownerKey, "/identities/service-accounts");
    for (const name of names) await page.getByRole("link", { name, exact: true }).waitFor();
    await page.getByRole("link", { name: "unbroken".repeat(30), exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "unbroken".repeat(30) }).waitFor();
    await waitUntilItFits(page);
    assert.deepEqual(dialogs, []);
  });

  inBrowser("a role is assigned with the keyboard alone, and the focus comes back", async () => {
    await makeRole("by-keyboard");
    const target = await makeUser(plane, readOnly, "keyboard@example.com");
    const page = await openAs(plane.ownerKey, "/identities/users?q=keyboard");
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

  inBrowser("every page and dialog is accessible in both themes", async () => {
    const target = await makeUser(plane, { ...readOnly, namespaceAccesses: { [orders]: { permission: 2 } } });
    const { serviceAccountId } = await plane.owner.cloud.createServiceAccount({
      spec: { name: "looked-at", namespaceScopedAccess: { namespace: orders, access: { permission: 3 } } },
    });
    const { groupId } = await plane.owner.cloud.createUserGroup({
      spec: { displayName: "looked-at", groupType: { case: "cloudGroup", value: {} } },
    });
    const user = `/identities/users/${target.id}`;
    const account = `/identities/service-accounts/${serviceAccountId}`;
    const group = `/identities/groups/${groupId}`;
    const question = `operation=cloud.namespace.get&type=namespaces&resource=${orders}`;
    const paths = [
      "/identities/users",
      "/identities/groups",
      "/identities/service-accounts",
      "/identities/users/invite",
      "/identities/groups/create",
      "/identities/service-accounts/create",
      ...["access", "effective", "api-keys", "groups", "history"].map((tab) => `${user}?tab=${tab}`),
      `${user}?tab=can&${question}`,
      `${user}/edit`,
      ...["access", "members", "history"].map((tab) => `${group}?tab=${tab}`),
      `${group}/edit`,
      account,
      `${account}/edit`,
      "/api-keys",
      `/who-can?${question}`,
    ];
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await browser.open({ colorScheme });
      await signIn(page, plane, plane.ownerKey);
      for (const path of paths) {
        await page.goto(`${plane.url}${path}`);
        await page.getByRole("heading", { level: 1 }).waitFor();
        await page.waitForLoadState("networkidle");
        assert.deepEqual(await findAccessibilityViolations(page), [], `${path}, ${colorScheme}`);
      }
      await page.goto(`${plane.url}/identities/users?q=owner`);
      await page.getByLabel("Select owner@example.com").check();
      await page.getByRole("button", { name: "Assign custom roles" }).click();
      await page.getByRole("dialog").waitFor();
      assert.deepEqual(await findAccessibilityViolations(page), [], `assign, ${colorScheme}`);
    }
  });
});

/** What the keyboard is on, as assistive technology names it. */
const focusedName = (page: Page): Promise<string> =>
  page.evaluate<string>(
    "document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim() ?? ''",
  );

/** Goes on from what has the focus until something of this name has it. */
async function tabTo(page: Page, name: string, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press(key);
    if ((await focusedName(page)) === name) return;
  }
  assert.fail(`${name} cannot be reached by ${key}`);
}

/** Types into a field that finds what is typed, and takes what it found. */
async function choose(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByRole("combobox", { name: label });
  await field.click();
  await field.fill(text);
  await page.getByRole("option", { name: text }).first().click();
}

async function pickRole(page: Page, role: string): Promise<void> {
  const field = page.getByRole("dialog").getByRole("combobox", { name: "Custom roles" });
  await field.fill(role);
  await page.getByRole("option", { name: role }).click();
  // The list of choices lies over the buttons.
  await page.keyboard.press("Escape");
}

async function changeRole(page: Page, name: string, change: "Assign" | "Remove", role: string): Promise<void> {
  await page.getByLabel(`Select ${name}`).check();
  await page.getByRole("button", { name: `${change} custom roles` }).click();
  await pickRole(page, role);
  await page.getByRole("dialog").getByRole("button", { name: change, exact: true }).click();
}

async function versionOfRole({ owner }: TestPlane, roleId: string): Promise<string> {
  return (await owner.cloud.getCustomRole({ roleId })).customRole?.resourceVersion ?? "";
}
