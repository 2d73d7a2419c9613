// Pages that mean harm, in a real browser in which somebody is signed in: on another port of the same host, which is the
// same site and is sent the cookie, and on another host name.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { browserIsMissing, signIn, startBrowser, startConsolePlane, type TestBrowser } from "../harness/browser.ts";
import type { TestPlane } from "../harness/control-plane.ts";
import { type HostileSite, startHostileSite } from "../harness/hostile-site.ts";

describe("a page that means harm", { skip: browserIsMissing() ?? false }, () => {
  const stack = new AsyncDisposableStack();
  let plane: TestPlane;
  let browser: TestBrowser;
  let site: HostileSite;
  let page: Page;

  before(async () => {
    plane = stack.use(await startConsolePlane());
    browser = stack.use(await startBrowser());
    site = stack.use(await startHostileSite());
    page = await browser.open();
    await signIn(page, plane, plane.ownerKey);
  });
  after(() => stack.disposeAsync());

  for (const host of ["127.0.0.1", "localhost"]) {
    it(`on ${host} reads nothing and changes nothing, though the browser is signed in`, async () => {
      const hostile = await page.context().newPage();
      const attack = (kind: string, target: string): string =>
        `http://${host}:${site.port}/${kind}?target=${encodeURIComponent(target)}`;
      await hostile.goto(attack("script", plane.url));
      await hostile.waitForFunction("document.title.startsWith('done')");
      assert.equal(await hostile.title(), "done:", "got an answer to read");
      for (const path of ["/cloud/users", "/temporal.api.cloud.cloudservice.v1.CloudService/CreateUser"]) {
        const answered = hostile.waitForResponse((response) => response.url() === plane.url + path);
        await hostile.goto(attack("form", plane.url + path), { waitUntil: "commit" });
        assert.ok([401, 415].includes((await answered).status()), path);
        await hostile.waitForLoadState();
      }
      await hostile.close();
      const { users } = await plane.owner.cloud.getUsers({});
      assert.deepEqual(
        users.map(({ spec }) => spec?.email),
        ["owner@example.com"],
      );
      await page.reload();
      await page.getByRole("button", { name: "owner@example.com" }).waitFor();
    });
  }

  it("that got into the console itself would find a cookie that no script can read", async () => {
    assert.equal(await page.evaluate<string>("document.cookie"), "");
    const [cookie] = await page.context().cookies(plane.url);
    assert.equal(cookie?.name, "remit-session");
    assert.ok(cookie.httpOnly && cookie.sameSite === "Strict");
  });
});
