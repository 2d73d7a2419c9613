// A real browser on the console of a real control plane. Whatever the page complains about fails the test.
import { setTimeout as sleep } from "node:timers/promises";
import axe, { type AxeResults, type RunOnly } from "axe-core";
import { chromium, type Page } from "playwright-core";
import { buildConsole } from "../../tools/build-console.ts";
import { findChromium } from "../../tools/chromium.ts";
import { startPlane, type TestPlane, type TestPlaneOptions } from "./control-plane.ts";

/** Nothing of the browser's own goes to the network. */
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface TestBrowser extends AsyncDisposable {
  /** A page of a browser of its own: other cookies than every other page's. */
  open(options?: PageOptions): Promise<Page>;
  /** After each test: pages that nobody looks at go on asking, and the next test waits for its turn. */
  closePages(): Promise<void>;
  /** What the pages complained about so far: errors thrown, and errors in the console of the browser. */
  readonly complaints: readonly string[];
}

export interface PageOptions {
  readonly colorScheme?: "light" | "dark";
  readonly viewport?: { readonly width: number; readonly height: number };
}

export function browserIsMissing(): string | null {
  const found = findChromium();
  return "missing" in found ? found.missing : null;
}

/** `await using browser = await startBrowser()` ends it with the test. */
export async function startBrowser(): Promise<TestBrowser> {
  const found = findChromium();
  if ("missing" in found) throw new Error(found.missing);
  await using stack = new AsyncDisposableStack();
  const complaints: string[] = [];
  const browser = stack.adopt(await chromium.launch({ executablePath: found.path, headless: true, args }), (started) =>
    started.close(),
  );
  const kept = stack.move();
  return {
    complaints,
    async open({ colorScheme = "light", viewport = { width: 1280, height: 800 } } = {}) {
      const context = await browser.newContext({ colorScheme, viewport, reducedMotion: "reduce" });
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("console", (message) => {
        // The browser's own note about an answer that is no success; what the page makes of it is what counts.
        if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
          complaints.push(message.text());
      });
      return page;
    },
    closePages: async () => {
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** A control plane that serves the console. */
export async function startConsolePlane(options: TestPlaneOptions = {}): Promise<TestPlane> {
  const consoleDirectory = process.env.REMIT_TEST_CONSOLE ?? (await buildConsole());
  return startPlane({ ...options, consoleDirectory });
}

/** Signs in as people do, with a key, and ends on `path`. */
export async function signIn(page: Page, plane: TestPlane, key: string, path = "/"): Promise<void> {
  await page.goto(`${plane.url}/sign-in?next=${encodeURIComponent(path)}`);
  await page.getByLabel("API key").fill(key);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${plane.url}${path}`);
  await page.getByRole("banner").waitFor();
}

/** Waits until nothing of the page stands out at the side: layout follows a change of the window a moment later. */
export async function waitUntilItFits(page: Page): Promise<void> {
  const excess = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
  for (const end = Date.now() + 15_000; ; await sleep(100)) {
    const pixels = await page.evaluate<number>(excess);
    if (pixels <= 0) return;
    if (Date.now() > end) throw new Error(`${page.url()} is ${pixels} pixels wider than its window`);
  }
}

/** The page has its title, and nothing on it is on its way any more. */
export async function untilThere(page: Page): Promise<void> {
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.locator('[aria-label="Loading"], [aria-busy="true"]').first().waitFor({ state: "detached" });
}

/** What axe finds against WCAG 2.2 A and AA, one line for each element. */
export function findAccessibilityViolations(page: Page): Promise<string[]> {
  const values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  return runAxe(page, { type: "tag", values });
}

/**
 * The same of a page that is shown light, and what the dark theme can add to it: of the rules only those about colours
 * see another page there. Ends light again.
 */
export async function findViolationsInBothThemes(page: Page): Promise<string[]> {
  const light = await findAccessibilityViolations(page);
  await showIn(page, "dark");
  const dark = await runAxe(page, { type: "rule", values: ["color-contrast", "link-in-text-block"] });
  await showIn(page, "light");
  return [...light.map((line) => `light: ${line}`), ...dark.map((line) => `dark: ${line}`)];
}

async function showIn(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
  await page.evaluate(untilColoured);
}

/** Colours pass from one to the other: halfway, a dark text lies on a dark ground. */
const untilColoured = `new Promise((resolve) => requestAnimationFrame(resolve)).then(() =>
  Promise.allSettled(document.getAnimations()
    .filter((animation) => animation instanceof CSSTransition)
    .map(({ finished }) => finished)))`;

async function runAxe(page: Page, runOnly: RunOnly): Promise<string[]> {
  if (await page.evaluate<boolean>("globalThis.axe === undefined")) await page.evaluate(axe.source);
  const results = await page.evaluate(
    (only) => (globalThis as unknown as { axe: typeof axe }).axe.run({ runOnly: only }),
    runOnly,
  );
  return describeViolations(results);
}

const describeViolations = ({ violations }: AxeResults): string[] =>
  violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help}: ${String(target)}`));
