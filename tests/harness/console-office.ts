// An office at work in the console: a team that decides, a developer who asks, and a team with a Namespace.
import type { Page } from "playwright-core";
import {
  findViolationsInBothThemes,
  signIn,
  startBrowser,
  startConsolePlane,
  type TestBrowser,
  untilThere,
} from "./browser.ts";
import type { TestPlane, TestPlaneOptions } from "./control-plane.ts";
import { specOf } from "./namespaces.ts";
import type { TestPrincipal } from "./principals.ts";
import { makeDeciders, makeDeveloper } from "./requests.ts";
import { makeTeam } from "./teams.ts";

export interface ConsoleOffice extends AsyncDisposable {
  readonly plane: TestPlane;
  readonly browser: TestBrowser;
  /** Two Global Admins in the team that decides requests. */
  readonly deciders: readonly [TestPrincipal, TestPrincipal];
  /** Somebody who sees no Namespace. */
  readonly developer: TestPrincipal;
  /** Of the team "orders". */
  readonly namespace: string;
  /** A page of a browser of its own, signed in, on the path. */
  openAs(key: string, path?: string): Promise<Page>;
  /** What axe finds on each of the pages, in both themes; one line for each, with its page. */
  findViolations(key: string, paths: readonly string[]): Promise<string[]>;
}

export async function openOffice(options: TestPlaneOptions = {}): Promise<ConsoleOffice> {
  await using stack = new AsyncDisposableStack();
  const plane = stack.use(await startConsolePlane(options));
  const browser = stack.use(await startBrowser());
  const { members } = await makeDeciders(plane);
  const developer = await makeDeveloper(plane);
  const spec = specOf();
  const { namespace } = await plane.owner.cloud.createNamespace({ spec });
  await makeTeam(plane.owner, "orders", {
    name: "Orders",
    kind: "application",
    owns: { namespaces: [spec.name] },
    contacts: { chat: "#orders", email: "orders@example.com" },
  });
  const kept = stack.move();
  return {
    plane,
    browser,
    deciders: members,
    developer,
    namespace,
    async openAs(key, path = "/") {
      const page = await browser.open();
      await signIn(page, plane, key, path);
      return page;
    },
    findViolations: (key, paths) => findOnPages(browser, plane, key, paths),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

async function findOnPages(
  browser: TestBrowser,
  plane: TestPlane,
  key: string,
  paths: readonly string[],
): Promise<string[]> {
  const found: string[] = [];
  const page = await browser.open();
  await signIn(page, plane, key);
  for (const path of paths) {
    await page.goto(`${plane.url}${path}`);
    await untilThere(page);
    found.push(...(await findViolationsInBothThemes(page)).map((line) => `${path}, ${line}`));
  }
  return found;
}
