// Export sinks in a real browser: made, tested against a real bucket, turned off, changed and deleted.
import assert from "node:assert/strict";
import { after } from "node:test";
import { describeConsoleAlone } from "../harness/console-for-file.ts";
import { specOf } from "../harness/namespaces.ts";
import { startS3 } from "../harness/s3.ts";

const s3 = await startS3(["orders-exports"]);
after(() => s3[Symbol.asyncDispose]());

describeConsoleAlone(
  "the export sinks of a Namespace",
  (onConsole) => {
    onConsole("are made, tested, turned off, changed and deleted", async ({ plane, open }) => {
      const { cloud } = plane.owner;
      const { namespace } = await cloud.createNamespace({ spec: specOf() });
      const read = async () => (await cloud.getNamespaceExportSinks({ namespace })).sinks;
      const page = await open(`/namespaces/${namespace}?tab=exports`);
      await page.getByRole("heading", { name: "Nothing is exported" }).waitFor();
      await page.getByRole("button", { name: "Create export sink" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("heading", { name: "Create export sink" }).waitFor();
      await dialog.getByRole("textbox", { name: "Name", exact: true }).fill("archive");
      await dialog.getByRole("textbox", { name: "Bucket" }).fill("a b");
      await dialog.getByRole("button", { name: "Create sink" }).click();
      await dialog
        .getByText(/must be letters, digits, dots/)
        .first()
        .waitFor();
      await dialog.getByRole("textbox", { name: "Bucket" }).fill("nowhere");
      await dialog.getByRole("button", { name: "Test it without saving" }).click();
      await dialog.getByText('S3 bucket "nowhere" does not exist').first().waitFor();
      await dialog.getByRole("textbox", { name: "Bucket" }).fill("orders-exports");
      await dialog.getByRole("button", { name: "Test it without saving" }).click();
      await dialog.getByText("It can be written to").waitFor();
      assert.deepEqual(await read(), []);
      await dialog.getByRole("button", { name: "Create sink" }).click();
      await dialog.waitFor({ state: "detached" });

      const row = page.getByRole("row", { name: /archive/ });
      await row.getByText("Not tried yet").waitFor();
      const act = async (name: string) => {
        await row.getByRole("button", { name: "Actions for archive" }).click();
        await page.getByRole("menuitem", { name, exact: true }).click();
      };
      await act("Turn off");
      await row.getByText("Off", { exact: true }).waitFor();
      assert.equal((await read())[0]?.spec?.enabled, false);
      await act("Edit");
      await dialog.getByText("Google Cloud Storage").click();
      await dialog.getByRole("textbox", { name: "Bucket" }).fill("elsewhere");
      await dialog.getByRole("button", { name: "Save changes" }).click();
      await row.getByText("GCS, elsewhere").waitFor();
      const [changed] = await read();
      assert.deepEqual([changed?.spec?.s3, changed?.spec?.gcs?.bucketName], [undefined, "elsewhere"]);
      await act("Delete");
      await dialog.getByRole("button", { name: "Delete sink" }).click();
      await page.getByRole("heading", { name: "Nothing is exported" }).waitFor();
      assert.deepEqual(await read(), []);
    });
  },
  { exports: { s3: s3.options } },
);
