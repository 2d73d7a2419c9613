// The control plane goes away while somebody looks at a page, and comes back at the same place.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { browserIsMissing, signIn, startBrowser, startConsolePlane } from "../harness/browser.ts";
import type { TestPlaneOptions } from "../harness/control-plane.ts";

const skip = browserIsMissing() ?? false;

describe("a control plane that goes away", { skip }, () => {
  it("is told on the page, which keeps what it shows and recovers by itself", async () => {
    const directory = await mkdtemp(join(tmpdir(), "remit-console-"));
    const options = (port: number): TestPlaneOptions => ({
      store: { kind: "pglite", directory },
      listen: { plaintext: { host: "127.0.0.1", port }, tls: null, hostNames: [] },
      secretsKey: key,
    });
    const key = randomBytes(32);
    try {
      await using browser = await startBrowser();
      const first = await startConsolePlane(options(0));
      const port = Number(new URL(first.url).port);
      await first.owner.cloud.createProject({ spec: { displayName: "Before" } });
      const page = await browser.open();
      await signIn(page, first, first.ownerKey, "/projects");
      await page.getByRole("link", { name: "Before" }).waitFor();
      await first[Symbol.asyncDispose]();
      // Whoever comes back to the page looks at what is there now, and it cannot be had.
      await page.getByRole("link", { name: "Regions" }).click();
      await page.getByText("Remit cannot be reached").first().waitFor({ timeout: 60_000 });
      await using second = await startConsolePlane(options(port));
      assert.equal(second.url, first.url);
      await page.getByRole("cell", { name: "aws-us-east-1", exact: true }).waitFor({ timeout: 60_000 });
      await page.getByText("Remit cannot be reached").first().waitFor({ state: "detached", timeout: 60_000 });
      await page.getByRole("link", { name: "Projects" }).click();
      await page.getByRole("link", { name: "Before" }).waitFor();
      assert.equal(await page.getByRole("dialog").count(), 0, "the session goes on");
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
});
