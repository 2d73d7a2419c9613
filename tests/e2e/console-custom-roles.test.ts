// Settings → Custom Roles in a real browser: creating, editing and deleting roles as the documentation describes it. What
// must not be lost on the way is in console-custom-roles-kept.test.ts.
import assert from "node:assert/strict";
import { Code } from "@connectrpc/connect";
import { AccountAccess_Role as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { describeConsoleAlone } from "../harness/console-for-file.ts";
import type { TestPlane } from "../harness/control-plane.ts";
import { specOf } from "../harness/namespaces.ts";
import { makeServiceAccount, makeUser, type TestPrincipal } from "../harness/principals.ts";
import { refused } from "../harness/refusals.ts";
import { actionsOf, all, findRole, makeRole, nameField, rolesPath, saidTo, switchOf } from "../harness/role-pages.ts";

describeConsoleAlone("custom roles in the console", (onConsole) => {
  onConsole(
    "creates from a preset, assigns on Identities, edits, and deletes; each holder's next call follows",
    async ({ plane, open }) => {
      const { namespace } = await plane.owner.cloud.createNamespace({ spec: specOf() });
      const holders = await makeHolders(plane);
      const allMay = (allowed: boolean) =>
        Promise.all(
          holders.map(({ caller }) =>
            allowed
              ? caller.cloud.getNamespace({ namespace })
              : refused(caller.cloud.getNamespace({ namespace }), Code.PermissionDenied),
          ),
        );
      const page = await open("/");

      // Select Settings in the left sidebar, and then the Custom Roles tab.
      await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Settings" }).click();
      await page.getByRole("tab", { name: "Custom Roles" }).click();
      await page.waitForURL(`**${rolesPath}`);
      await page.getByText("No Custom Roles yet").waitFor();

      // Click Create Custom Role; a name and, optionally, a description.
      await page.getByRole("link", { name: "Create Custom Role" }).click();
      await page.getByRole("heading", { name: "Create Custom Role" }).waitFor();
      await nameField(page).fill("NamespaceReader");
      await page.getByRole("textbox", { name: "Description (optional)" }).fill("Reads the Namespaces' settings");
      await page.getByRole("button", { name: "Select Preset" }).click();
      await page.getByRole("menuitem", { name: "Read", exact: true }).click();
      await page.getByText("The permissions start from Read").waitFor();
      await page.getByRole("tab", { name: /^Namespace/ }).click();
      await switchOf(page, "cloud.namespace.get").waitFor();
      await page.getByRole("button", { name: "Create Custom Role" }).click();
      await saidTo(page, "The Custom Role NamespaceReader has been created");
      await page.getByRole("heading", { name: "NamespaceReader" }).waitFor();
      const made = actionsOf(await findRole(plane, "NamespaceReader"));
      assert.ok(made.includes("cloud.namespace.get") && made.includes("temporal.workflow.list"));

      // It is available on the Identities page to assign, the same as the predefined permissions.
      await allMay(false);
      for (const { path, name } of holders) {
        await page.goto(`${plane.url}${path}`);
        await page.getByLabel(`Select ${name}`).check();
        await page.getByRole("button", { name: "Assign custom roles" }).click();
        const dialog = page.getByRole("dialog");
        await dialog.getByRole("combobox", { name: "Custom roles" }).fill("NamespaceReader");
        await page.getByRole("option", { name: "NamespaceReader" }).click();
        await page.keyboard.press("Escape");
        await dialog.getByRole("button", { name: "Assign", exact: true }).click();
        await page.getByText("1 assigned.").waitFor();
      }
      await allMay(true);

      // Click the three dots menu of the role and select Edit.
      await page.goto(`${plane.url}${rolesPath}`);
      await page.getByText("1 user, 1 group, 1 service account").waitFor();
      await page.getByRole("button", { name: "Actions for NamespaceReader" }).click();
      await page.getByRole("menuitem", { name: "Edit" }).click();
      await page.getByRole("heading", { name: "Edit Custom Role" }).waitFor();
      await page.getByRole("tab", { name: /^Namespace/ }).click();
      await switchOf(page, "cloud.namespace.get").uncheck();
      // Before saving: who loses what, also through a group.
      const changes = page.getByRole("region", { name: "Who gains and who loses" });
      await changes.getByText("3 holders would be able to do more or less").waitFor();
      assert.match((await changes.textContent()) ?? "", /member@example\.com.*loses.*cloud\.namespace\.get/);
      await page.getByRole("button", { name: "Update Custom Role" }).click();
      await saidTo(page, "The Custom Role NamespaceReader has been updated");
      assert.ok(!actionsOf(await findRole(plane, "NamespaceReader")).includes("cloud.namespace.get"));
      await allMay(false);

      await page.getByRole("link", { name: "Edit", exact: true }).click();
      await page.getByRole("tab", { name: /^Namespace/ }).click();
      await switchOf(page, "cloud.namespace.get").check();
      await page.getByRole("button", { name: "Update Custom Role" }).click();
      await page.getByRole("heading", { name: "NamespaceReader" }).waitFor();
      await allMay(true);

      // Click the three dots menu of the role and select Delete.
      await page.goto(`${plane.url}${rolesPath}`);
      await page.getByRole("button", { name: "Actions for NamespaceReader" }).click();
      await page.getByRole("menuitem", { name: "Delete" }).click();
      const question = page.getByRole("dialog", { name: "Delete NamespaceReader?" });
      for (const { name } of holders) await question.getByText(name).waitFor();
      await question.getByRole("button", { name: "Delete Custom Role" }).click();
      await saidTo(page, "The Custom Role NamespaceReader has been deleted");
      await page.getByText("No Custom Roles yet").waitFor();
      await allMay(false);
    },
  );

  onConsole(
    "offers a resource first, then its permissions, and greys with the reason what cannot be granted",
    async ({ plane, open }) => {
      const { namespace } = await plane.owner.cloud.createNamespace({ spec: specOf() });
      const page = await open("/settings/custom-roles/new");
      await page.getByText("lets their holders give permissions to others").waitFor();
      await switchOf(page, "cloud.customrole.create").check();
      await page.getByRole("tab", { name: "Nexus Endpoint" }).click();
      await page.getByText("You must have at least one Nexus Endpoint").waitFor();
      await page.getByRole("tab", { name: "Namespace", exact: true }).click();
      await page.getByRole("combobox", { name: "Select a Namespace" }).click();
      await page.getByRole("option", { name: namespace }).click();
      await switchOf(page, "cloud.namespace.updateTags").check();
      const move = switchOf(page, "cloud.namespace.moveToProject");
      assert.equal(await move.isDisabled(), true);
      await page.getByText("Not available: moving between projects belongs to the Project Admin").waitFor();
      await nameField(page).fill("Tagger");
      await page.getByRole("button", { name: "Create Custom Role" }).click();
      await page.getByRole("heading", { name: "Tagger" }).waitFor();
      const role = await findRole(plane, "Tagger");
      assert.deepEqual(
        role?.spec?.permissions.map(({ actions, resources }) => [actions, resources?.resourceIds, resources?.allowAll]),
        [
          [["cloud.customrole.create"], [], true],
          [["cloud.namespace.updateTags"], [namespace], false],
        ],
      );
      await plane.owner.cloud.deleteCustomRole({
        roleId: role?.id ?? "",
        resourceVersion: role?.resourceVersion ?? "",
      });
    },
  );

  onConsole(
    "shows to another principal only the Namespaces that it may see, and what it may not give greyed",
    async ({ plane, open }) => {
      const { namespace } = await plane.owner.cloud.createNamespace({ spec: specOf() });
      await plane.owner.cloud.createNamespace({ spec: specOf({ name: "secret" }) });
      const permissions = [
        {
          actions: ["cloud.customrole.create", "cloud.customrole.list", "cloud.namespace.list", "cloud.user.list"],
          resources: all("accounts"),
        },
        {
          actions: ["cloud.namespace.get"],
          resources: { resourceType: "namespaces", allowAll: false, resourceIds: [namespace] },
        },
      ];
      const { roleId } = await plane.owner.cloud.createCustomRole({ spec: { name: "RoleMaker", permissions } });
      const maker = await makeUser(plane, { accountAccess: { role: Role.READ, customRoles: [roleId] } });
      const page = await open("/settings/custom-roles/new?tab=namespace", maker.key);
      await page.getByRole("combobox", { name: "Select a Namespace" }).click();
      await page.getByRole("option", { name: namespace }).waitFor();
      assert.equal(await page.getByRole("option", { name: /secret/ }).count(), 0);
      await page.getByRole("option", { name: namespace }).click();
      await switchOf(page, "cloud.namespace.get").check();
      assert.equal(await switchOf(page, "cloud.namespace.delete").isDisabled(), true);
      await nameField(page).fill("Mine");
      await page.getByRole("button", { name: "Create Custom Role" }).click();
      await saidTo(page, "has been created");
    },
  );

  onConsole(
    "takes JSON in both forms, in step with the switches, with errors at their line",
    async ({ plane, open }) => {
      const page = await open("/settings/custom-roles/new");
      await page.getByText("JSON", { exact: true }).click();
      const json = page.getByRole("textbox", { name: "The role as JSON" });
      await json.fill('{\n  "name": "Pasted",\n  "grants": [\n    { "operation": 7 }\n  ]\n}');
      await page.getByRole("listitem").filter({ hasText: "Line 4" }).first().waitFor();
      await json.fill(
        JSON.stringify({
          name: "Pasted",
          description: "Read-only access to all namespaces for monitoring and compliance",
          grants: [
            { operation: "cloud.namespace.list", resourceType: "Namespace", scope: { all: true } },
            { operation: "cloud.namespace.get", resourceType: "Namespace", scope: { all: true } },
          ],
        }),
      );
      await page.getByText("moved cloud.namespace.list from namespaces to accounts").waitFor();
      assert.equal(await nameField(page).inputValue(), "Pasted");
      await page.getByText("Switches", { exact: true }).click();
      await page.getByRole("tab", { name: /^Namespace/ }).click();
      assert.equal(await switchOf(page, "cloud.namespace.get").isChecked(), true);
      await switchOf(page, "cloud.namespace.updateTags").check();
      await page.getByText("JSON", { exact: true }).click();
      assert.ok((await json.inputValue()).includes('"cloud.namespace.updateTags"'));
      await page.getByRole("button", { name: "Create Custom Role" }).click();
      await saidTo(page, "The Custom Role Pasted has been created");
      assert.deepEqual(actionsOf(await findRole(plane, "Pasted")), [
        "cloud.namespace.get",
        "cloud.namespace.list",
        "cloud.namespace.updateTags",
      ]);
    },
  );

  onConsole(
    "says in words what a role gives, who holds it, what happened to it, and the same for files",
    async ({ plane, open }) => {
      const roleId = await makeRole(plane, "Explained", ["cloud.namespace.get", "cloud.namespace.update"]);
      await makeUser(plane, { accountAccess: { role: Role.READ, customRoles: [roleId] } }, "bob@example.com");
      const page = await open(`/settings/custom-roles/${roleId}`);
      await page.getByText("On all Namespaces, also those made later").waitFor();
      await page.getByText("Read the settings of one namespace").waitFor();
      await page.getByRole("tab", { name: "Assigned to" }).click();
      await page.getByRole("cell", { name: "bob@example.com" }).waitFor();
      await page.getByRole("tab", { name: "History" }).click();
      await page.getByText("CreateCustomRole").waitFor();
      await page.getByText("+ cloud.namespace.update on all namespaces").waitFor();
      await page.getByRole("tab", { name: "JSON, Terraform, CLI" }).click();
      await page.getByText('resource "temporalcloud_custom_role" "Explained"').waitFor();
      await page.getByText("temporal cloud custom-role apply --spec @Explained.json").waitFor();
      // The tab is in the address, and so is where the back button leads.
      assert.ok(page.url().endsWith("?tab=code"));
      await page.goBack();
      await page.getByText("CreateCustomRole").waitFor();
    },
  );

  onConsole(
    "finds roles by name, description and operation, with the search in the address",
    async ({ plane, open }) => {
      await makeRole(plane, "Updater", ["cloud.namespace.update"]);
      await makeRole(plane, "Patient");
      const page = await open(`${rolesPath}?search=namespace.update`);
      await page.getByRole("link", { name: "Updater" }).waitFor();
      await page.getByRole("link", { name: "Patient" }).waitFor({ state: "hidden" });
      await page.getByRole("textbox", { name: "Search custom roles" }).fill("patient");
      await page.getByRole("link", { name: "Patient" }).waitFor();
      await page.waitForURL("**?search=patient");
    },
  );

  onConsole("says beside the button what stands in the way, also that the name is taken", async ({ plane, open }) => {
    await makeRole(plane, "Taken");
    const page = await open("/settings/custom-roles/new");
    const button = page.getByRole("button", { name: "Create Custom Role" });
    await button.click();
    await saidTo(page, "The name must not be empty.");
    await nameField(page).fill("Taken");
    await saidTo(page, "Turn on at least one operation.");
    await switchOf(page, "cloud.region.list").check();
    await button.click();
    await saidTo(page, "It exists already");
    assert.equal(await nameField(page).inputValue(), "Taken");
    await nameField(page).fill("Free");
    await button.click();
    await page.getByRole("heading", { name: "Free" }).waitFor();
  });
});

interface Holder {
  /** Where on Identities it is found, and by which name. */
  readonly path: string;
  readonly name: string;
  /** Whose calls the role decides about: for a group, one of its members. */
  readonly caller: TestPrincipal;
}

/** A user, a group with a member, and a service account that may read the account and no Namespace. */
async function makeHolders(plane: TestPlane): Promise<Holder[]> {
  const readOnly = { accountAccess: { role: Role.READ } };
  const user = await makeUser(plane, readOnly, "ann@example.com");
  const member = await makeUser(plane, readOnly, "member@example.com");
  const account = await makeServiceAccount(plane, readOnly);
  const { cloud } = plane.owner;
  const { groupId } = await cloud.createUserGroup({
    spec: { displayName: "auditors", groupType: { case: "cloudGroup", value: {} } },
  });
  await cloud.addUserGroupMember({ groupId, memberId: { memberType: { case: "userId", value: member.id } } });
  const { serviceAccount } = await cloud.getServiceAccount({ serviceAccountId: account.id });
  return [
    { path: "/identities/users", name: "ann@example.com", caller: user },
    { path: "/identities/groups", name: "auditors", caller: member },
    { path: "/identities/service-accounts", name: serviceAccount?.spec?.name ?? "", caller: account },
  ];
}
