// Plans that mend drift, carried out by clicks: in an account whose access is otherwise what the matrix says.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe, it } from "node:test";
import { Code } from "@connectrpc/connect";
import {
  OwnerType,
  AccountAccess_Role as Role,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { Page, Route } from "playwright-core";
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
import type { TestPlane, TestPlaneOptions } from "../harness/control-plane.ts";
import { freshName, makeNamespace } from "../harness/namespaces.ts";
import {
  findGroup,
  giveTooMuch,
  makeRole,
  readActions,
  setActions,
  takeNamespaceAccess,
} from "../harness/plant-drift.ts";
import { makeUser, withKey } from "../harness/principals.ts";
import { refused } from "../harness/refusals.ts";
import { remitAs } from "../harness/run-remit.ts";
import { makePeople, type People, setRole } from "../harness/settled-people.ts";

const missing = browserIsMissing();
const [driftPage, noDrift] = ["/responsibility/drift", "Responsibility and access agree."];

async function readDrift({ owner }: TestPlane): Promise<string[]> {
  return (await owner.responsibility.getDrift({ pageSize: 100 })).findings.map(({ text }) => text);
}

async function readAccess({ owner }: TestPlane, userId: string) {
  const { user } = await owner.cloud.getUser({ userId });
  const { accountAccess, namespaceAccesses = {} } = user?.spec?.access ?? {};
  return { accountAccess, namespaceAccesses, resourceVersion: user?.resourceVersion ?? "" };
}

/** The plan for all, on a page of its own. */
async function openPlan(browser: TestBrowser, plane: TestPlane, key: string) {
  const page = await browser.open();
  await signIn(page, plane, key, driftPage);
  await page.getByRole("button", { name: "Plan for all that can be mended" }).click();
  const dialog = page.getByRole("dialog", { name: "Plan" });
  await dialog.getByRole("list", { name: "Changes" }).waitFor();
  return { page, dialog };
}

const countChanges = (page: Page) => page.getByRole("list", { name: "Changes" }).getByRole("listitem").count();

describe("a plan that mends drift in the console", { skip: missing ?? false }, () => {
  const name = freshName();
  let temporal: TestServer | string = "not started";
  let plane: TestPlane;
  let browser: TestBrowser;
  let people: People;
  let namespace = "";
  const stack = new AsyncDisposableStack();

  before(async () => {
    temporal = await temporalForTest();
    if (typeof temporal === "string") return;
    const server = temporal;
    stack.defer(() => server.stop());
    plane = stack.use(await startConsolePlane({ temporalAddress: server.address }));
    browser = stack.use(await startBrowser());
    people = await makePeople(plane, name);
    const { dev } = people;
    // Who made it is its admin, until a plan ends that.
    await setRole(plane, dev, Role.DEVELOPER);
    ({ namespace } = await makeNamespace(dev, { name }));
    await setRole(plane, dev, Role.READ);
    assert.equal((await remitAs(plane, plane.ownerKey)(["access", "apply"])).exitCode, 0);
  });
  afterEach(() => browser?.closePages());
  after(() => stack.disposeAsync());

  it("brings access to what the model says, and then there is none", async (t) => {
    if (typeof temporal === "string") return t.skip(temporal);
    const { dev, decider } = people;
    const { cloud } = plane.owner;
    const roleId = await makeRole(plane, "needless", ["cloud.usergroup.create"]);
    await giveTooMuch(plane, dev, namespace, [roleId]);
    await takeNamespaceAccess(plane, "orders");
    const { keyId } = await withKey(plane, dev.id, OwnerType.USER);
    const before = await readDrift(plane);
    for (const part of ["never used", "by having created it", "needless", "cannot"])
      assert.ok(
        before.some((text) => text.includes(part)),
        `${part}: ${before.join("\n")}`,
      );

    const { page, dialog } = await openPlan(browser, plane, decider.key);
    await dialog.getByText("let dev@example.com hold Read-Only").waitFor();
    await dialog.getByText(`end what dev@example.com holds as a creator: Namespace Admin on ${namespace}`).waitFor();
    assert.deepEqual(await findAccessibilityViolations(page), []);
    await page.setViewportSize({ width: 390, height: 800 });
    await waitUntilItFits(page);
    assert.deepEqual(await readDrift(plane), before, "nothing is changed by looking");
    const all = await countChanges(page);
    await dialog.getByRole("button", { name: "Carry it out" }).press("Enter");
    await dialog.getByText(`All ${all} changes have been made.`).waitFor();
    await page.keyboard.press("Enter");
    await dialog.waitFor({ state: "detached" });
    await page.getByText(noDrift).waitFor();

    assert.deepEqual(await readDrift(plane), []);
    const { accountAccess, namespaceAccesses } = await readAccess(plane, dev.id);
    assert.deepEqual([accountAccess?.role, accountAccess?.customRoles, namespaceAccesses], [Role.READ, [], {}]);
    const { spec } = await findGroup(plane, "orders");
    assert.ok(spec.access?.namespaceAccesses[namespace] !== undefined, "the team has what it answers for");
    await refused(cloud.getApiKey({ keyId }), Code.NotFound);
    await refused(dev.cloud.updateNamespaceTags({ namespace, tagsToUpsert: { a: "b" } }), Code.PermissionDenied);
    assert.equal((await remitAs(plane, plane.ownerKey)(["access", "plan"])).exitCode, 0);
    assert.deepEqual(browser.complaints, []);
  });

  it("writes over nothing that a second session changed in between, and is made again", async (t) => {
    if (typeof temporal === "string") return t.skip(temporal);
    const { cloud } = plane.owner;
    const { customRoles } = await cloud.getCustomRoles({});
    const roleId = customRoles.find(({ spec }) => spec?.name === "remit-platform")?.id ?? assert.fail();
    const wanted = await readActions(plane, roleId);
    const without = (...gone: string[]) => wanted.filter((operation) => !gone.includes(operation));
    await setActions(plane, roleId, without("cloud.customrole.assign"));
    const { page, dialog } = await openPlan(browser, plane, plane.ownerKey);
    await dialog.getByText("change the custom role remit-platform to:").waitFor();
    // A Global Admin does that by the account role, too: it is the same finding still.
    const theirs = without("cloud.customrole.assign", "cloud.account.get");
    await setActions(plane, roleId, theirs);
    await dialog.getByRole("button", { name: "Carry it out" }).click();
    const failed = dialog.getByRole("listitem").filter({ hasText: "failed: 1." });
    await failed.getByText("remit-platform was changed since the plan was made: plan again.").waitFor();
    await dialog.getByText("Stopped at change 1 of 1: 0 done, 1 left.").waitFor();
    assert.deepEqual(await readActions(plane, roleId), theirs, "what the second session wrote stands");
    assert.equal(await dialog.getByRole("button", { name: "Go on" }).count(), 0);
    await dialog.getByRole("button", { name: "Plan again" }).click();
    await dialog.getByRole("button", { name: "Carry it out" }).click();
    await dialog.getByText("The change has been made.").waitFor();
    await page.getByText(noDrift).waitFor();
    assert.deepEqual((await readActions(plane, roleId)).toSorted(), wanted.toSorted());
    assert.deepEqual(await readDrift(plane), []);
  });

  it("tells who may see drift and not all that a plan is made from what is missing, and whom to ask", async (t) => {
    if (typeof temporal === "string") return t.skip(temporal);
    const roleId = await makeRole(plane, "drift-watcher", ["remit.drift.get"]);
    const watcher = await makeUser(plane, { accountAccess: { role: Role.METRICS_READ, customRoles: [roleId] } });
    const page = await browser.open({ colorScheme: "dark" });
    await signIn(page, plane, watcher.key, driftPage);
    await page.getByRole("button", { name: "Show the plan" }).first().click();
    const alert = page.getByRole("dialog", { name: "Plan" }).getByRole("alert");
    await alert.getByText(/^Missing: .*users.*custom roles/).waitFor();
    await alert.getByText(/^Ask Temporal Platform Team \(#temporal-platform\)/).waitFor();
    assert.deepEqual(await findAccessibilityViolations(page), []);
  });
});

describe("a plan whose server goes away in the middle", { skip: missing ?? false }, () => {
  it("goes on when it is back, and makes no change twice", async () => {
    const directory = await mkdtemp(join(tmpdir(), "remit-console-"));
    const secretsKey = randomBytes(32);
    const options = (port: number): TestPlaneOptions => ({
      store: { kind: "pglite", directory },
      listen: { plaintext: { host: "127.0.0.1", port }, tls: null, hostNames: [] },
      secretsKey,
    });
    await using stack = new AsyncDisposableStack();
    stack.defer(() => rm(directory, { recursive: true, force: true }));
    const browser = stack.use(await startBrowser());
    const first = await startConsolePlane(options(0));
    const stop = onceOnly(() => first[Symbol.asyncDispose]());
    stack.defer(stop);
    const { dev, decider } = await makePeople(first, "orders");
    for (const { id } of [dev, decider]) await withKey(first, id, OwnerType.USER);
    const page = await browser.open();
    await signIn(page, first, decider.key, driftPage);
    // Who may not read custom roles cannot plan for all, and for these.
    const choices = page.getByRole("checkbox", { name: /never used$/ });
    await choices.first().waitFor();
    for (const choice of await choices.all()) await choice.check();
    await page.getByRole("button", { name: "Plan for 2 chosen" }).click();
    const dialog = page.getByRole("dialog", { name: "Plan" });
    // The first change is made, and nobody is there any more to say so.
    const loseAnswer = async (route: Route) => {
      await route.fetch();
      await stop();
      await route.abort();
    };
    await page.route(/\/DeleteApiKey$/, loseAnswer, { times: 1 });
    await dialog.getByRole("button", { name: "Carry it out" }).click();
    await dialog.getByText("Stopped at change 1 of 2: 0 done, 2 left.").waitFor();
    await dialog.getByRole("alert").getByText("Remit cannot be reached").waitFor();
    const second = stack.use(await startConsolePlane(options(Number(new URL(first.url).port))));
    await dialog.getByRole("button", { name: "Go on" }).click();
    await dialog.getByText("All 2 changes have been made.").waitFor();
    const { logs } = await second.owner.cloud.getAuditLogs({ pageSize: 100 });
    assert.equal(logs.filter(({ operation }) => operation === "DeleteApiKey").length, 2);
    assert.deepEqual(
      (await readDrift(second)).filter((text) => text.startsWith("API key test")),
      [],
    );
  });
});

function onceOnly(act: () => PromiseLike<void>): () => PromiseLike<void> {
  let acted: PromiseLike<void> | undefined;
  return () => (acted ??= act());
}
