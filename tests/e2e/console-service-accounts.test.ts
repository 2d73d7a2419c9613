// Service accounts in the console, in a real browser: what is bound to a project, and names of every kind.
import assert from "node:assert/strict";
import {
  NamespaceAccess_Permission as Permission,
  ProjectAccess_ProjectRole as ProjectRole,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { signIn, waitUntilItFits } from "../harness/browser.ts";
import { describeConsole } from "../harness/console-for-file.ts";
import { choose, readOnly } from "../harness/identity-pages.ts";
import { makeNamespace } from "../harness/namespaces.ts";

describeConsole("service accounts in the console", (onConsole) => {
  onConsole(
    "one that is bound to a project gets levels on single Namespaces of it, and no others",
    async ({ plane, open }) => {
      const { projectId } = await plane.owner.cloud.createProject({ spec: { displayName: "Payments" } });
      const inside = (await makeNamespace(plane.owner, {}, projectId)).namespace;
      const outside = (await makeNamespace(plane.owner)).namespace;
      const page = await open("/identities/service-accounts/create");
      await page.getByRole("textbox", { name: "Name" }).fill("deployer");
      await page.getByRole("radio", { name: "One project" }).check();
      await choose(page, "Project", "Payments");
      await page.getByRole("combobox", { name: "Project role" }).selectOption("none");
      await page.getByRole("combobox", { name: "Add a Namespace" }).click();
      assert.equal(await page.getByRole("option", { name: outside }).count(), 0);
      await page.getByRole("option", { name: inside }).click();
      await page.getByLabel(`Level on ${inside}`).selectOption("write");
      await page.getByRole("button", { name: "Create service account" }).click();
      await page.getByRole("heading", { level: 1, name: "deployer" }).waitFor();
      const { serviceAccounts } = await plane.owner.cloud.getProjectScopedServiceAccounts({ projectId });
      const [account = assert.fail()] = serviceAccounts;
      const held = async () => {
        const read = await plane.owner.cloud.getServiceAccount({ serviceAccountId: account.id });
        const bound = read.serviceAccount?.spec?.projectScopedAccess;
        const levels = Object.entries(bound?.namespaceAccesses ?? {}).map(([id, { permission }]) => [id, permission]);
        return { role: bound?.access?.role, levels };
      };
      assert.deepEqual(await held(), { role: undefined, levels: [[inside, Permission.WRITE]] });

      await page.goto(`${plane.url}/identities/service-accounts/${account.id}/edit`);
      await page.getByLabel(`Level on ${inside}`).selectOption("read");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByRole("heading", { level: 1, name: "deployer", exact: true }).waitFor();
      assert.deepEqual(await held(), { role: undefined, levels: [[inside, Permission.READ]] });

      await page.goto(`${plane.url}/identities/service-accounts/${account.id}/edit`);
      await page.getByRole("button", { name: `Remove ${inside}` }).click();
      await page.getByRole("combobox", { name: "Project role" }).selectOption("read");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByRole("heading", { level: 1, name: "deployer", exact: true }).waitFor();
      assert.deepEqual(await held(), { role: ProjectRole.READ, levels: [] });
    },
  );

  onConsole("names of every kind neither run nor break the page", async ({ browser, plane }) => {
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
});
