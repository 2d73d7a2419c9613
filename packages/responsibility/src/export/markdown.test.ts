import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { template } from "../template/template.ts";
import { anyText, modelSaying } from "./export.test-support.ts";
import { toMarkdown } from "./markdown.ts";

/** Lines without what texts may say: the characters that make tables, headings, lists, links and HTML. */
const structureOf = (markdown: string): string[] =>
  markdown
    .split(/\r\n|[\r\n\u2028\u2029]/)
    .map((line) =>
      line
        .replace(/\\[*_[\]~$!]/g, "")
        .replace(
          /^(- |#+ )?.*$/s,
          (all, start: string | undefined) => `${start ?? ""}${all.replace(/[^|<>`*_[\]\\~]/g, "")}`,
        ),
    );

describe("toMarkdown", () => {
  it("draws the published tables", () => {
    const markdown = toMarkdown({ matrix: template, teams: [] });
    const expected = `## Worker

| Responsibility | Temporal Platform Team | Application Team |
| --- | --- | --- |
| Worker identity authentication policy | ✅ | ❌ |
| Worker identity auth implementation | ❌ | ✅ |
| Worker identity auth rotation | ✅ | ❌ |
| Worker infrastructure health (e.g. Kubernetes health) | ✅ | ❌ |
| Worker deployment health | ❌ | ✅ |
| Worker configurations (Task Queue, Execution Slots) | 🤝 (defaults) | 🤝 (customization) |
| Worker auto-scaling framework (e.g. KEDA) | ✅ | ❌ |
| Worker auto-scaling configuration | ❌ | ✅ |
`;
    assert.ok(markdown.includes(expected));
    assert.ok(markdown.includes("| Temporal Cloud access ([go/temporal-request](/requests/new)) | ✅ | ❌ |"));
    assert.ok(markdown.includes("- Is it business logic or application-specific? → Application Team"));
  });

  it("has the same lines, cells, links and lists whatever the texts are", () => {
    const expected = structureOf(toMarkdown(modelSaying("x")));
    fc.assert(
      fc.property(anyText, (text) => {
        assert.deepEqual(structureOf(toMarkdown(modelSaying(text))), expected);
      }),
    );
  });

  it("shows markup, entities and bare addresses as they were written", () => {
    const shown = (text: string): string | undefined =>
      /^# Shared Responsibility Model of (.*)$/m.exec(toMarkdown(modelSaying(text)))?.[1];
    assert.equal(shown("a|b\\|c"), "a&#124;b&#92;&#124;c");
    assert.equal(shown("<b>&amp;"), "&#60;b&#62;&#38;amp;");
    assert.equal(shown("*a* [b](c)"), "\\*a\\* \\[b\\](c)");
    assert.equal(
      shown("https://evil.example www.evil.example a@b.c"),
      "https&#58;//evil.example www&#46;evil.example a&#64;b.c",
    );
    assert.equal(shown("a\n\n# b"), "a # b");
  });

  it("begins no list, heading or quote with somebody's text", () => {
    const first = (text: string): string | undefined => /^- (.*) → /m.exec(toMarkdown(modelSaying(text)))?.[1];
    assert.equal(first("- a"), "&#45; a");
    assert.equal(first("# a"), "&#35; a");
    assert.equal(first("12. a"), "12&#46; a");
    assert.equal(first("|a"), "&#124;a");
    assert.equal(first("    a"), "a");
  });

  it("ends no link early and makes none that is not safe to follow", () => {
    assert.match(toMarkdown(modelSaying("x", "https://a/(b)|*c*")), /\[go\/link\]\(https:\/\/a\/%28b%29%7C%2Ac%2A\)/);
    assert.doesNotMatch(toMarkdown(modelSaying("x", "javascript:alert(1)")), /\]\(/);
  });
});
