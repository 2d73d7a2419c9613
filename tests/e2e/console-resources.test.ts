// Namespaces, Nexus endpoints, connectivity rules, projects, regions, the audit log, operations and the command palette,
// in a real browser, with a real Temporal server behind the control plane. That each page opens by its address, without a
// violation that axe finds, is shown by console-pages-resources.test.ts; hostile names by console-hostile-strings.test.ts.
import assert from "node:assert/strict";
import { Code } from "@connectrpc/connect";
import {
  NamespaceAccess_Permission as Permission,
  AccountAccess_Role as Role,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { findViolationsInBothThemes } from "../harness/browser.ts";
import { describeConsole } from "../harness/console-for-file.ts";
import { freshName, makeNamespace, readNamespace } from "../harness/namespaces.ts";
import { fulfilled } from "../harness/operations.ts";
import { makeUser } from "../harness/principals.ts";
import { refused } from "../harness/refusals.ts";

describeConsole("the console's resources", (onConsole) => {
  onConsole(
    "create a Namespace, follow it until it is active, change its retention, delete it by its name",
    async ({ plane, open }) => {
      const name = freshName("browser");
      const id = `${name}.${plane.accountId}`;
      const page = await open("/namespaces");
      await page.getByRole("link", { name: "Create Namespace" }).first().click();
      // The list has a field of a like name, "Search namespaces".
      await page.getByRole("heading", { level: 1, name: "Create Namespace" }).waitFor();
      await page.getByRole("textbox", { name: "Name" }).fill("Not a name");
      await page.getByRole("button", { name: "Create Namespace" }).click();
      // The server's words stand at the field, and the field has the focus.
      const field = page.getByRole("textbox", { name: "Name" });
      await page
        .getByText(/lower-case letters, digits and single hyphens/)
        .first()
        .waitFor();
      assert.equal(await field.getAttribute("aria-invalid"), "true");
      assert.ok(await field.evaluate((element) => element === element.ownerDocument.activeElement));
      await field.fill(name);
      await page.getByRole("combobox", { name: "Regions" }).click();
      await page.getByRole("option", { name: /aws-us-east-1/ }).click();
      await page.getByRole("textbox", { name: "Description" }).fill("Made in a browser");
      await page.getByRole("button", { name: "Add tag" }).click();
      await page.getByRole("textbox", { name: "Key of tag 1" }).fill("team");
      await page.getByRole("textbox", { name: "Value of tag 1" }).fill("shop");
      await page.getByRole("button", { name: "Create Namespace" }).click();
      await page.waitForURL(`${plane.url}/namespaces/${id}`);
      await page.getByText("Active", { exact: true }).first().waitFor();
      const made = await readNamespace(plane.owner, id);
      assert.deepEqual([made.spec?.description, made.tags], ["Made in a browser", { team: "shop" }]);

      await page.getByRole("link", { name: "Edit", exact: true }).click();
      await page.getByRole("textbox", { name: "Retention period" }).fill("14");
      await page.getByRole("button", { name: "Save changes" }).click();
      await page.waitForURL(`${plane.url}/namespaces/${id}`);
      await page.getByText(`Namespace ${id} has been updated`).waitFor();
      await page.getByText("14 days").waitFor();
      assert.equal((await readNamespace(plane.owner, id)).spec?.retentionDays, 14);

      await page.getByRole("button", { name: "Delete", exact: true }).click();
      const confirm = page.getByRole("dialog").getByRole("button", { name: "Delete Namespace" });
      assert.ok(await confirm.isDisabled());
      await page.getByRole("dialog").getByRole("textbox").fill(id);
      await confirm.click();
      await page.waitForURL(`${plane.url}/namespaces`);
      await page.getByText(`Namespace ${id} has been deleted`).waitFor();
      await refused(readNamespace(plane.owner, id), Code.NotFound);
    },
  );

  onConsole(
    "ask before what was typed is left, and merge what somebody else changed meanwhile",
    async ({ plane, open }) => {
      const { namespace } = await makeNamespace(plane.owner, { retentionDays: 7 });
      const page = await open(`/namespaces/${namespace}/edit`);
      await page.getByRole("textbox", { name: "Retention period" }).fill("21");
      await page.getByRole("link", { name: "Nexus" }).click();
      await page.getByRole("dialog", { name: "Leave without saving?" }).getByRole("button", { name: "Stay" }).click();
      const { spec, resourceVersion } = await readNamespace(plane.owner, namespace);
      assert.ok(spec !== undefined);
      const description = "Changed by somebody else";
      await fulfilled(
        plane.owner,
        plane.owner.cloud.updateNamespace({ namespace, resourceVersion, spec: { ...spec, description } }),
      );
      await page.getByRole("button", { name: "Save changes" }).click();
      await page.getByRole("button", { name: "Take over their changes" }).click();
      assert.equal(await page.getByRole("textbox", { name: "Description" }).inputValue(), description);
      assert.equal(await page.getByRole("textbox", { name: "Retention period" }).inputValue(), "21 days");
      await page.getByRole("button", { name: "Save changes" }).click();
      await page.waitForURL(`${plane.url}/namespaces/${namespace}`);
      await page.getByText("21 days").waitFor();
      const after = await readNamespace(plane.owner, namespace);
      assert.deepEqual([after.spec?.retentionDays, after.spec?.description], [21, description]);
    },
  );

  onConsole(
    "show a second person only the Namespaces that are theirs, and grey what they may not do",
    async ({ plane, open }) => {
      const [theirs, other] = [await makeNamespace(plane.owner), await makeNamespace(plane.owner)];
      const user = await makeUser(plane, {
        accountAccess: { role: Role.READ },
        namespaceAccesses: { [theirs.namespace]: { permission: Permission.READ } },
      });
      const page = await open("/namespaces", user.key);
      await page.getByRole("link", { name: theirs.namespace }).waitFor();
      assert.equal(await page.getByText(other.namespace).count(), 0);
      const create = page.getByRole("button", { name: "Create Namespace" });
      await create.waitFor();
      assert.equal(await create.getAttribute("aria-disabled"), "true");
      await page.getByRole("textbox", { name: "Search namespaces" }).focus();
      await page.keyboard.press("Shift+Tab");
      await page.getByRole("tooltip").getByText("cloud.namespace.create is needed").waitFor();
      // What is not theirs looks like what is not there, and says whom to ask.
      await page.goto(`${plane.url}/namespaces/${other.namespace}`);
      await page.getByRole("alert").getByText("Platform team", { exact: true }).waitFor();
    },
  );

  onConsole("move a Namespace that has rules to another project, and see where it is then", async ({ plane, open }) => {
    const { cloud } = plane.owner;
    const displayName = freshName("Moved to");
    const { projectId } = await cloud.createProject({ spec: { displayName } });
    const publicRule = { connectionType: { case: "publicRule" as const, value: {} } };
    const ruleOf = async (project: string) =>
      (await fulfilled(plane.owner, cloud.createConnectivityRule({ spec: publicRule, projectId: project })))
        .connectivityRuleId;
    const [before, after] = [await ruleOf(""), await ruleOf(projectId)];
    const { namespace } = await makeNamespace(plane.owner, { connectivityRuleIds: [before] });
    const page = await open(`/namespaces/${namespace}`);
    await page.getByRole("button", { name: "Move to project" }).click();
    const dialog = page.getByRole("dialog", { name: "Move to another project" });
    await dialog.getByRole("combobox", { name: "Destination project" }).click();
    await page.getByRole("option", { name: displayName }).click();
    await dialog.getByRole("radio", { name: "By rules of the new project" }).check();
    await dialog.getByRole("checkbox", { name: "Public" }).check();
    await dialog.getByText("Nobody gains or loses access by the move.").waitFor();
    assert.deepEqual(await findViolationsInBothThemes(page), []);
    await dialog.getByRole("button", { name: "Move", exact: true }).click();
    await page.getByRole("link", { name: displayName }).waitFor();
    const moved = await readNamespace(plane.owner, namespace);
    assert.deepEqual([moved.projectId, moved.spec?.connectivityRuleIds], [projectId, [after]]);
  });

  onConsole("add a region to a Namespace, fail over to it, and remove the other one", async ({ plane, open }) => {
    const { namespace } = await makeNamespace(plane.owner);
    const page = await open(`/namespaces/${namespace}`);
    await page.getByRole("button", { name: "Add region" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("combobox", { name: "Region" }).click();
    await page.getByRole("option", { name: /aws-us-west-2/ }).click();
    await dialog.getByRole("button", { name: "Add region" }).click();
    await page.getByRole("button", { name: "Fail over to aws-us-west-2" }).click();
    await dialog.getByText(`${namespace} is active in aws-us-east-1.`, { exact: false }).waitFor();
    assert.deepEqual(await findViolationsInBothThemes(page), []);
    await dialog.getByRole("button", { name: "Fail over to aws-us-west-2" }).click();
    await page.getByRole("button", { name: "Remove aws-us-east-1" }).click();
    await dialog.getByRole("button", { name: "Remove aws-us-east-1" }).click();
    await page.getByRole("button", { name: "Add region" }).waitFor();
    const { activeRegion, replicas } = await readNamespace(plane.owner, namespace);
    assert.deepEqual([activeRegion, replicas.map(({ region }) => region)], ["aws-us-west-2", ["aws-us-west-2"]]);
  });

  onConsole("create, edit and delete a Nexus endpoint", async ({ plane, open }) => {
    const [target, caller] = [await makeNamespace(plane.owner), await makeNamespace(plane.owner)];
    const name = freshName("charge");
    const page = await open("/nexus/create");
    await page.getByRole("textbox", { name: "Name" }).fill(name);
    await page.getByRole("combobox", { name: "Namespace", exact: true }).fill(target.namespace);
    await page.keyboard.press("Escape");
    await page.getByRole("textbox", { name: "Task queue" }).fill("payments");
    await page.getByRole("combobox", { name: "Caller Namespaces" }).fill(caller.namespace);
    await page.getByRole("option", { name: caller.namespace }).click();
    await page.getByRole("button", { name: "Create endpoint" }).click();
    await page.getByRole("heading", { name, level: 1 }).waitFor();
    await page.getByText("Active", { exact: true }).waitFor();
    await page.getByRole("link", { name: caller.namespace }).waitFor();
    await page.getByRole("link", { name: "Edit", exact: true }).click();
    await page.getByRole("textbox", { name: "Task queue" }).fill("payments-2");
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("payments-2").waitFor();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("dialog").getByRole("textbox").fill(name);
    await page.getByRole("dialog").getByRole("button", { name: "Delete endpoint" }).click();
    await page.getByText(`Nexus endpoint ${name} has been deleted`).waitFor();
  });

  onConsole("create and delete a connectivity rule, and say at the field what is wrong with it", async ({ open }) => {
    const page = await open("/connectivity-rules");
    await page.getByRole("button", { name: "Create rule" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Create rule" }).click();
    await dialog.getByText("spec.private_rule.connection_id: is required").first().waitFor();
    await dialog.getByRole("textbox", { name: "Connection id" }).fill("vpce-0a1b2c3d");
    await dialog.getByRole("combobox", { name: "Region" }).click();
    await page.getByRole("option", { name: "aws-us-east-1" }).click();
    await dialog.getByRole("button", { name: "Create rule" }).click();
    await page.getByRole("cell", { name: "Private, aws-us-east-1, vpce-0a1b2c3d" }).waitFor();
    const row = page.getByRole("row", { name: /vpce-0a1b2c3d/ });
    await row.getByRole("button", { name: /^Actions for/ }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete rule" }).click();
    await page.getByText("The connectivity rule has been deleted").waitFor();
  });

  onConsole("create, rename and delete a project, and show what lies in it", async ({ plane, open }) => {
    const name = freshName("Payments");
    const page = await open("/projects");
    await page.getByRole("button", { name: "Create project" }).click();
    await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill(name);
    await page.getByRole("dialog").getByRole("button", { name: "Create project" }).click();
    await page.getByRole("heading", { name, level: 1 }).waitFor();
    const projectId = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    const { namespace } = await makeNamespace(plane.owner, {}, projectId);
    await page.reload();
    await page.getByRole("link", { name: namespace }).waitFor();
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill(`${name} II`);
    await page.getByRole("dialog").getByRole("button", { name: "Save changes" }).click();
    await page.getByRole("heading", { name: `${name} II`, level: 1 }).waitFor();
    // What is not empty stays, and the dialog says why.
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("dialog").getByRole("textbox").fill(`${name} II`);
    await page.getByRole("dialog").getByRole("button", { name: "Delete project" }).click();
    await page.getByRole("dialog").getByText("the project still holds 1 namespaces").waitFor();
    const { resourceVersion } = await readNamespace(plane.owner, namespace);
    await fulfilled(plane.owner, plane.owner.cloud.deleteNamespace({ namespace, resourceVersion }));
    await page.getByRole("dialog").getByRole("button", { name: "Delete project" }).click();
    await page.waitForURL(`${plane.url}/projects`);
  });

  onConsole(
    "filter the audit log in the address, show a record's details, and export what is filtered",
    async ({ plane, open }) => {
      const hostile = `=cmd()${freshName("x")}`;
      const { projectId } = await plane.owner.cloud.createProject({ spec: { displayName: hostile } });
      await makeUser(plane, { accountAccess: { role: Role.READ } }, "=eve@example.com").catch(() => undefined);
      const page = await open("/audit-log");
      await page.getByRole("button", { name: "Chain verified" }).waitFor();
      await page.getByRole("textbox", { name: "Resource" }).fill(projectId);
      await page.waitForURL(/resource=/);
      await page.getByText("Page 1, 1 row").waitFor();
      await page.getByRole("button", { name: "Details of CreateProject" }).click();
      const details = page.getByRole("dialog");
      await details.getByText(hostile, { exact: false }).waitFor();
      assert.deepEqual(await findViolationsInBothThemes(page), []);
      // The record has an address of its own, which needs no filter.
      const link = await details.getByText(/\/audit-log\?record=/).textContent();
      const linked = await page.context().newPage();
      await linked.goto(link ?? "");
      await linked.getByRole("dialog").getByText(hostile, { exact: false }).waitFor();
      await linked.goto(`${plane.url}/audit-log?record=nothing`);
      await linked.getByRole("dialog").getByText("There is no such record").waitFor();
      await linked.close();
      await page.keyboard.press("Escape");
      await details.waitFor({ state: "hidden" });
      // The address is enough to get there again, and the way back is open.
      const other = await page.context().newPage();
      await other.goto(page.url());
      await other.getByText("Page 1, 1 row").waitFor();
      await other.getByRole("button", { name: "Clear filters" }).click();
      await other.getByRole("cell", { name: "CreateAccount", exact: true }).waitFor();
      const downloading = page.waitForEvent("download");
      await page.getByRole("button", { name: "Export CSV" }).click();
      const file = await (await downloading).createReadStream();
      let text = "";
      for await (const chunk of file) text += String(chunk);
      const lines = text.trimEnd().split("\r\n");
      assert.equal(lines.length, 2, text);
      assert.match(lines[1] ?? "", new RegExp(`,CreateProject,OK,user,.*,projects,${projectId},`));
    },
  );

  onConsole("show what is under way, and whose it is", async ({ plane, open }) => {
    const { namespace } = await makeNamespace(plane.owner);
    const page = await open("/operations?show=all");
    const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: namespace }) });
    await row.getByText("Done").waitFor();
    await row.getByText("owner@example.com").waitFor();
  });

  onConsole("go anywhere by keyboard alone, by name, id or e-mail address", async ({ plane, open }) => {
    const { namespace } = await makeNamespace(plane.owner);
    const page = await open("/regions");
    await page.keyboard.press("Control+k");
    await page.getByPlaceholder(/^Pages, Namespaces/).waitFor();
    await page.keyboard.type(namespace.slice(0, 14));
    await page.getByText(namespace, { exact: true }).waitFor();
    // The list follows what is typed a moment later: others begin with the same letters.
    await page.locator("[data-action]").nth(1).waitFor({ state: "detached" });
    await page.keyboard.press("Enter");
    await page.waitForURL(`${plane.url}/namespaces/${namespace}`);
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("Control+k");
    const palette = page.getByRole("dialog");
    await palette.getByPlaceholder(/^Pages, Namespaces/).waitFor();
    await page.keyboard.type("activity");
    await palette.getByText("Projects").first().waitFor({ state: "hidden" });
    // The first one is chosen while one types.
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(`${plane.url}/audit-log`);
  });
});
