// Temporal's stock Web UI in a real browser, as a user of one Namespace who may not terminate.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it, type TestContext } from "node:test";
import type { Page } from "playwright-core";
import { temporalForTest } from "../../tools/temporal-for-test.ts";
import { findWebUi } from "../../tools/web-ui.ts";
import { browserIsMissing, startBrowser, type TestBrowser } from "../harness/browser.ts";
import { startPlane, type TestPlane } from "../harness/control-plane.ts";
import { connectToGateway } from "../harness/gateway-clients.ts";
import { withLevel, withRoleOf } from "../harness/gateway-roles.ts";
import { makeNamespace } from "../harness/namespaces.ts";
import { startWebUi } from "../harness/web-ui.ts";

interface World {
  readonly own: string;
  readonly other: string;
  readonly url: string;
  readonly browser: TestBrowser;
  /** A page whose browser sends the user's key. */
  open(path: string): Promise<Page>;
  isRunning(workflowId: string): Promise<boolean>;
}

const secret = "nobody-else-reads-this";

describe("Temporal's Web UI through the gateway", () => {
  const stack = new AsyncDisposableStack();
  let world: World | string = "not started";

  before(async () => {
    const found = findWebUi();
    const missing = typeof found === "string" ? found : browserIsMissing();
    const server = missing === null ? await temporalForTest() : missing;
    if (typeof server === "string") {
      world = server;
      return;
    }
    stack.defer(() => server.stop());
    const plane = stack.use(await startPlane({ temporalAddress: server.address, gateway: {} }));
    world = await makeWorld(plane, stack);
  });
  afterEach(async () => {
    if (typeof world !== "string") await world.browser.closePages();
  });
  after(() => stack.disposeAsync());

  function inBrowser(promise: string, prove: (given: World) => Promise<void>): void {
    it(promise, (t: TestContext) => (typeof world === "string" ? t.skip(world) : prove(world)));
  }

  inBrowser("the list of Namespaces has the user's own and no other", async ({ own, other, open }) => {
    const page = await open("/namespaces");
    await page.getByRole("link", { name: own }).first().waitFor();
    assert.equal(await page.getByText(other).count(), 0);
  });

  inBrowser("workflows are listed, and what happened in one is read", async ({ own, open }) => {
    const page = await open(`/namespaces/${own}/workflows`);
    await page.getByRole("link", { name: "order-1" }).first().click();
    await page.getByText("tea").first().waitFor();
    await page.getByRole("tab", { name: "Event History" }).or(page.getByText("Event History")).first().click();
    await page
      .getByText(/Workflow Execution Started/)
      .first()
      .waitFor();
  });

  inBrowser("Terminate is refused with the gateway's words, and the workflow runs on", async (given) => {
    const page = await given.open(`/namespaces/${given.own}/workflows`);
    await page.getByRole("link", { name: "order-1" }).first().click();
    await page.getByRole("button", { name: "More Actions" }).click();
    await page.getByRole("menuitem", { name: "Terminate" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Terminate" }).click();
    await page.getByText(/temporal\.workflow\.terminate on namespace .* is needed.*Ask Platform team/).waitFor();
    assert.ok(await given.isRunning("order-1"));
  });

  inBrowser("another Namespace's address shows an error and nothing of it", async ({ other, browser, open }) => {
    const page = await open("/namespaces");
    const answers: number[] = [];
    const read: Promise<string>[] = [];
    page.on("response", (answer) => {
      if (!answer.url().includes(`/api/v1/namespaces/${other}`)) return;
      answers.push(answer.status());
      read.push(answer.text().catch(() => ""));
    });
    await page.goto(new URL(`/namespaces/${other}/workflows`, page.url()).href);
    await page.getByText("There's an error").waitFor();
    assert.ok(answers.length > 0, "the page asked nothing about it");
    assert.deepEqual([...new Set(answers)], [403]);
    assert.doesNotMatch((await Promise.all(read)).join(), new RegExp(secret));
    assert.doesNotMatch(await page.content(), new RegExp(secret));
    assert.ok(browser.complaints.some((complaint) => complaint.includes("permission denied")));
  });
});

async function makeWorld(plane: TestPlane, stack: AsyncDisposableStack): Promise<World> {
  const { namespace: own } = await makeNamespace(plane.owner);
  const { namespace: other } = await makeNamespace(plane.owner);
  const user = await withRoleOf(plane, own, "operator");
  const start = async (namespace: string, workflowId: string, item: string) => {
    const writer = await withLevel(plane, namespace, "WRITE");
    const { client } = stack.use(await connectToGateway(plane.gatewayAddress, writer.key, namespace));
    await client.workflow.start("order", { taskQueue: "orders", workflowId, args: [{ item }] });
    return client;
  };
  const client = await start(own, "order-1", "tea");
  await start(other, secret, secret);
  const webUi = await startWebUi(plane.gatewayAddress);
  if (typeof webUi === "string") throw new Error(webUi);
  const { url } = stack.use(webUi);
  const browser = stack.use(await startBrowser());
  return {
    own,
    other,
    url,
    browser,
    async open(path) {
      const page = await browser.open();
      await page.setExtraHTTPHeaders({ authorization: `Bearer ${user.key}` });
      await page.goto(`${url}${path}`);
      return page;
    },
    isRunning: async (workflowId) => (await client.workflow.getHandle(workflowId).describe()).status.name === "RUNNING",
  };
}
