// One console for all tests of a file: a browser, and a control plane with a real Temporal server behind it.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it, type TestContext } from "node:test";
import type { Page } from "playwright-core";
import { type TestServer, temporalForTest } from "../../tools/temporal-for-test.ts";
import { browserIsMissing, signIn, startBrowser, startConsolePlane, type TestBrowser } from "./browser.ts";
import type { TestPlane, TestPlaneOptions } from "./control-plane.ts";

export interface OpenConsole {
  readonly plane: TestPlane;
  readonly browser: TestBrowser;
  /** A page of a browser of its own, signed in, on the path; as the owner unless a key says otherwise. */
  open(path: string, key?: string): Promise<Page>;
}

/** A test that skips with the reason when there is no Temporal server, and fails when the page complained. */
export type OnConsole = (promise: string, prove: (console: OpenConsole) => Promise<void>) => void;

/** A `describe` of one; skips with the reason when there is no browser. */
export function describeConsole(
  title: string,
  tests: (onConsole: OnConsole) => void,
  options: TestPlaneOptions = {},
): void {
  describe(title, { skip: browserIsMissing() ?? false }, () => tests(shareConsole(temporalForTest, options)));
}

/** The same without a Temporal server, for pages that need none: what would need it stays pending. */
export function describeConsoleAlone(
  title: string,
  tests: (onConsole: OnConsole) => void,
  options: TestPlaneOptions = {},
): void {
  describe(title, { skip: browserIsMissing() ?? false }, () => tests(shareConsole(noServer, options)));
}

const noServer = (): Promise<null> => Promise.resolve(null);

function shareConsole(startServer: () => Promise<TestServer | string | null>, options: TestPlaneOptions): OnConsole {
  const stack = new AsyncDisposableStack();
  let server: TestServer | string | null = "not started";
  let shared: OpenConsole | undefined;
  before(async () => {
    server = await startServer();
    if (typeof server === "string") return;
    if (server !== null) stack.defer(server.stop);
    const address = server === null ? {} : { temporalAddress: server.address };
    const plane = stack.use(await startConsolePlane({ ...address, ...options }));
    const browser = stack.use(await startBrowser());
    const open = async (path: string, key = plane.ownerKey): Promise<Page> => {
      const page = await browser.open();
      await signIn(page, plane, key, path);
      return page;
    };
    shared = { plane, browser, open };
  });
  afterEach(() => shared?.browser.closePages());
  after(() => stack.disposeAsync());
  return (promise, prove) =>
    void it(promise, async (t: TestContext) => {
      if (shared === undefined) return t.skip(typeof server === "string" ? server : "the console did not start");
      await prove(shared);
      assert.deepEqual(shared.browser.complaints, []);
    });
}
