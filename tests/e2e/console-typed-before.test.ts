// What somebody typed and did not save, after the tab was loaded anew.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { AccountAccess_Role as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { Page } from "playwright-core";
import { browserIsMissing, signIn, startBrowser, startConsolePlane, type TestBrowser } from "../harness/browser.ts";
import type { TestPlane } from "../harness/control-plane.ts";
import { tailor } from "../harness/teams.ts";

describe("what was typed and not saved", { skip: browserIsMissing() ?? false }, () => {
  const stack = new AsyncDisposableStack();
  let plane: TestPlane;
  let browser: TestBrowser;

  before(async () => {
    plane = stack.use(await startConsolePlane());
    browser = stack.use(await startBrowser());
  });
  afterEach(async () => {
    await browser.closePages();
    assert.deepEqual(browser.complaints, []);
  });
  after(() => stack.disposeAsync());

  const open = async (path: string): Promise<Page> => {
    const page = await browser.open();
    // The browser asks in its own words before it loads a page anew on which something is unsaved.
    page.on("dialog", (dialog) => void dialog.accept());
    await signIn(page, plane, plane.ownerKey, path);
    return page;
  };

  const restore = (page: Page) => page.getByRole("button", { name: "Restore what you typed" });
  const nameField = (page: Page) => page.getByRole("textbox", { name: "Name", exact: true });

  it("of a new custom role is offered again, and is gone when it was saved", async () => {
    const page = await open("/settings/custom-roles/new");
    await nameField(page).fill("Typed");
    await page.getByRole("switch", { name: "cloud.region.list", exact: true }).click();
    await page.reload();
    await restore(page).click();
    assert.equal(await nameField(page).inputValue(), "Typed");
    await page.getByRole("button", { name: "Create Custom Role" }).click();
    await page.getByRole("heading", { level: 1, name: "Typed" }).waitFor();
    await page.goto(`${plane.url}/settings/custom-roles/new`);
    await nameField(page).waitFor();
    assert.equal(await restore(page).count(), 0);
    const kept = await page.evaluate<string[]>(
      "Object.keys(sessionStorage).filter((key) => key.startsWith('remit typed'))",
    );
    assert.deepEqual(kept, []);
    const { customRoles } = await plane.owner.cloud.getCustomRoles({});
    assert.deepEqual(
      customRoles.map(({ spec }) => [spec?.name, spec?.permissions.flatMap(({ actions }) => actions)]),
      [["Typed", ["cloud.region.list"]]],
    );
  });

  it("of an identity is offered again after the session has ended, and can be discarded", async () => {
    const access = { accountAccess: { role: Role.READ } };
    const { serviceAccountId } = await plane.owner.cloud.createServiceAccount({ spec: { name: "deployer", access } });
    const path = `/identities/service-accounts/${serviceAccountId}/edit`;
    const page = await open(path);
    await nameField(page).fill("deployer of everything");
    await page.context().clearCookies();
    await page.reload();
    await page.waitForURL(/sign-in/);
    await page.getByLabel("API key").fill(plane.ownerKey);
    await page.getByRole("button", { name: "Sign in" }).click();
    await restore(page).click();
    assert.equal(await nameField(page).inputValue(), "deployer of everything");
    await page.reload();
    await page.getByRole("button", { name: "Discard" }).click();
    await page.reload();
    await nameField(page).waitFor();
    assert.equal(await nameField(page).inputValue(), "deployer");
    assert.equal(await restore(page).count(), 0);
  });

  it("of the matrix is offered again, and no longer when somebody else has saved another version", async () => {
    const page = await open("/responsibility/tailor?row=cloud-access");
    const name = page.getByRole("dialog").getByRole("textbox", { name: "Name", exact: true });
    const before = await name.inputValue();
    await name.fill("Access, typed");
    await page.reload();
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await restore(page).click();
    await page.getByText("Access, typed").first().waitFor();
    await tailor(plane.owner, (spec) => {
      spec.organization = "Example";
    });
    await page.goto(`${plane.url}/responsibility/tailor?row=cloud-access`);
    assert.equal(await name.inputValue(), before);
    assert.equal(await restore(page).count(), 0);
  });
});
