// Operations that do not end by themselves, as people see them in the console.
import assert from "node:assert/strict";
import { findViolationsInBothThemes } from "../harness/browser.ts";
import { describeConsoleAlone } from "../harness/console-for-file.ts";
import { specOf } from "../harness/namespaces.ts";

describeConsoleAlone(
  "an operation that nobody carries out",
  (onConsole) => {
    onConsole("is shown as stuck, and is taken back by a button that asks first", async ({ plane, open }) => {
      const { namespace } = await plane.owner.cloud.createNamespace({ spec: specOf() });
      const page = await open("/operations");
      const row = page.getByRole("row").filter({ hasText: namespace });
      await row.getByText("Stuck").waitFor();
      await row.getByText("Not begun").waitFor();
      assert.deepEqual(await findViolationsInBothThemes(page), []);
      await row.getByRole("button", { name: `Cancel: CreateNamespace on ${namespace}` }).click();
      const dialog = page.getByRole("dialog", { name: "Take the operation back?" });
      await dialog.getByRole("button", { name: "Cancel the operation" }).click();
      await page.getByText("CreateNamespace was cancelled.").waitFor();
      await page.getByText("Nothing is under way").waitFor();
      await page.goto(`${plane.url}/operations?show=all`);
      await row.getByText("Cancelled", { exact: true }).waitFor();
      await row.getByText("it was cancelled").waitFor();
    });
  },
  { operations: { stuckAfterMinutes: 0 } },
);
