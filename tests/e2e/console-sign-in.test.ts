// Signing in to the console, in a real browser.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import {
  browserIsMissing,
  findAccessibilityViolations,
  signIn,
  startBrowser,
  startConsolePlane,
  type TestBrowser,
} from "../harness/browser.ts";
import type { TestPlane } from "../harness/control-plane.ts";
import { makeClock } from "../harness/requests.ts";

const skip = browserIsMissing() ?? false;

describe("signing in to the console", { skip }, () => {
  const stack = new AsyncDisposableStack();
  let plane: TestPlane;
  let browser: TestBrowser;

  before(async () => {
    plane = stack.use(await startConsolePlane());
    browser = stack.use(await startBrowser());
  });
  afterEach(() => browser.closePages());
  after(() => stack.disposeAsync());

  it("asks for a key first, and goes on to the page that was asked for", async () => {
    const page = await browser.open();
    await page.goto(`${plane.url}/?from=a-message`);
    await page.waitForURL(/\/sign-in\?next=/);
    await page.getByLabel("API key").fill("remit_key_nonsense");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("This key is not valid").waitFor();
    await page.getByLabel("API key").fill(plane.ownerKey);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(`${plane.url}/?from=a-message`);
    await page.getByRole("button", { name: "owner@example.com" }).waitFor();
    assert.deepEqual(browser.complaints, []);
  });

  it("leaves no secret where a script could read it", async () => {
    const page = await browser.open();
    await signIn(page, plane, plane.ownerKey);
    const readable = await page.evaluate<string>(
      "JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }, location.href, history.state])",
    );
    assert.ok(!readable.includes("remit_"), readable);
    assert.ok(!(await page.content()).includes(plane.ownerKey));
  });

  it("takes a one-time link, once, and takes its secret out of the address", async () => {
    const link = `${plane.url}/sign-in#token=${await plane.plane.mintSignInToken()}`;
    const page = await browser.open();
    await page.goto(link);
    await page.getByRole("button", { name: "owner@example.com" }).waitFor();
    assert.equal(page.url(), `${plane.url}/`);
    const other = await browser.open();
    await other.goto(link);
    await other.getByText("A sign-in link works once").waitFor();
    await other.getByRole("button", { name: "Use an API key" }).click();
    await other.getByLabel("API key").waitFor();
    assert.deepEqual(browser.complaints, []);
  });

  it("leads nowhere but to the console's own pages afterwards", async () => {
    for (const next of ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]) {
      const page = await browser.open();
      await page.goto(`${plane.url}/sign-in?next=${encodeURIComponent(next)}`);
      await page.getByLabel("API key").fill(plane.ownerKey);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("button", { name: "owner@example.com" }).waitFor();
      assert.equal(new URL(page.url()).origin, plane.url, next);
    }
  });

  it("signs out, and shows nothing of before to whoever comes next", async () => {
    const page = await browser.open();
    await signIn(page, plane, plane.ownerKey);
    await page.getByRole("button", { name: "owner@example.com" }).click();
    await page.getByRole("menuitem", { name: "Sign out", exact: true }).click();
    await page.getByLabel("API key").waitFor();
    await page.goto(plane.url);
    await page.waitForURL(/\/sign-in/);
    assert.equal(await page.getByText("owner@example.com").count(), 0);
  });

  it("asks again in front of the page when the session has ended, and the page stays", async () => {
    const clock = makeClock();
    await using plane = await startConsolePlane({ now: clock.now });
    const page = await browser.open();
    await signIn(page, plane, plane.ownerKey);
    clock.passHours(13);
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))");
    const dialog = page.getByRole("dialog", { name: "Your session has ended" });
    await dialog.waitFor();
    await dialog.getByLabel("API key").fill(plane.ownerKey);
    await dialog.getByRole("button", { name: "Sign in" }).click();
    await dialog.waitFor({ state: "hidden" });
    assert.equal(page.url(), `${plane.url}/`);
  });

  it("can be used by everyone: sign-in, first page, unknown page, both themes", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await browser.open({ colorScheme });
      await page.goto(`${plane.url}/sign-in`);
      await page.getByLabel("API key").waitFor();
      assert.deepEqual(await findAccessibilityViolations(page), [], `sign-in, ${colorScheme}`);
      await signIn(page, plane, plane.ownerKey);
      await page.getByRole("heading", { level: 1 }).waitFor();
      assert.deepEqual(await findAccessibilityViolations(page), [], `first page, ${colorScheme}`);
      await page.goto(`${plane.url}/no/such/page`);
      await page.getByText("There is no such page").waitFor();
      assert.deepEqual(await findAccessibilityViolations(page), [], `unknown page, ${colorScheme}`);
    }
  });
});
