// What a page of hostile strings must and must not look like, asked in the browser.
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { untilThere, waitUntilItFits } from "./browser.ts";

/** Goes to another page of the console as a click on a link does: the page is not loaded anew. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    const { history } = globalThis as unknown as { history: { pushState(...args: unknown[]): void } };
    history.pushState({}, "", to);
  }, path);
  await untilThere(page);
}

/** Every text that stands in the table's rows: those of the cells, and of each part of them. */
export const readRows = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(`[...document.querySelectorAll("main tbody :is(td, th, td *, th *)")]
    .map(({ textContent }) => textContent)`);

/** What a list shows, page after page; each page is looked at, wide and narrow. */
export async function walkList(page: Page, look: (page: Page) => Promise<void>): Promise<ReadonlySet<string>> {
  const texts: string[] = [];
  for (let number = 1; ; number += 1) {
    texts.push(...(await readRows(page)));
    await look(page);
    const next = page.getByRole("button", { name: "next page" });
    if ((await next.count()) === 0 || (await next.isDisabled())) return new Set(texts);
    await next.click();
    await page.locator("[aria-current=page]", { hasText: String(number + 1) }).waitFor();
  }
}

/** Nothing ran, nothing stands out at the side, and no text turns the direction of what stands beside it. */
export async function lookForHarm(page: Page): Promise<void> {
  await waitUntilItFits(page);
  assert.deepEqual(await page.evaluate<string[]>(findLeaks), [], `${page.url()}: direction leaks out of a text`);
  assert.equal(await page.evaluate("typeof globalThis.harmed"), "undefined", page.url());
  assert.match(await page.title(), /Remit$/);
}

/** The same where the window is wide and where it is narrow. */
export async function lookTwice(page: Page): Promise<void> {
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await lookForHarm(page);
  }
}

/**
 * A text with marks of direction stands alone in the line that it is laid out in, or is isolated there: otherwise it
 * would reorder the words beside it. The console's own words beside it in the same text are its leak.
 */
const findLeaks = `(() => {
  const marks = /[\\u202a-\\u202e\\u2066-\\u2069]/;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const leaks = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (!marks.test(node.data)) continue;
    let element = node.parentElement;
    if (element.closest("textarea, pre, script, style") !== null || element.offsetParent === null) continue;
    while (element.parentElement !== null) {
      const { display, unicodeBidi } = getComputedStyle(element);
      if (display !== "inline" && display !== "contents") break;
      if (unicodeBidi.startsWith("isolate") || unicodeBidi === "plaintext") break;
      element = element.parentElement;
    }
    if (element.textContent !== node.data) leaks.push(element.outerHTML.slice(0, 300));
  }
  return leaks;
})()`;
