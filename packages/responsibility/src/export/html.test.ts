import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { template } from "../template/template.ts";
import { anyText, modelSaying } from "./export.test-support.ts";
import { toHtml } from "./html.ts";

const model = { matrix: template, teams: [] };

/** All that a browser would take for markup, in order. */
const markupOf = (html: string): string[] => html.match(/<[^>]*>?/g) ?? [];

describe("toHtml", () => {
  it("draws a table for each category, with the marks and parts of each kind", () => {
    const html = toHtml(model);
    assert.equal(html.match(/<table>/g)?.length, 11);
    assert.equal(html.match(/<th scope="row">/g)?.length, 49);
    assert.ok(
      html.includes(
        '<td><span aria-hidden="true">🤝</span><span class="words">shared</span> (defaults)</td>' +
          '<td><span aria-hidden="true">🤝</span><span class="words">shared</span> (customization)</td>',
      ),
    );
    assert.ok(html.includes('Temporal Cloud access (<a href="/requests/new">go/temporal-request</a>)'));
  });

  it("runs and loads nothing", () => {
    const html = toHtml(modelSaying("x"));
    assert.doesNotMatch(html, /<script|\ssrc=|\son\w+=|@import|url\(/i);
    assert.match(html, /Content-Security-Policy" content="default-src 'none'/);
  });

  it("has the same markup whatever the texts are", () => {
    const expected = markupOf(toHtml(modelSaying("x")));
    fc.assert(
      fc.property(anyText, (text) => {
        assert.deepEqual(markupOf(toHtml(modelSaying(text))), expected);
      }),
    );
  });

  it("makes no link of an address that is not safe to follow", () => {
    for (const url of ["javascript:alert(1)", "//evil.example", 'https://a/" onclick="x', "data:text/html,x"]) {
      assert.doesNotMatch(toHtml(modelSaying("x", url)), /<a /, url);
    }
    assert.match(toHtml(modelSaying("x", "https://a/'x'&<y>")), /<a href="https:\/\/a\/&#39;x&#39;&amp;&lt;y&gt;">/);
  });

  it("shows what cannot be shown as missing, and does not turn the direction of what follows", () => {
    const html = toHtml(modelSaying("a\u0000b\u202ec\ud800d"));
    assert.match(html, /a\ufffdbc\ufffdd/);
    assert.ok(html.isWellFormed());
  });
});
