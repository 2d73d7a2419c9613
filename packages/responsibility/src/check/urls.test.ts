import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { template } from "../template/template.ts";
import { checkMatrix } from "./matrix.ts";
import { refuseUrl } from "./urls.ts";

describe("refuseUrl", () => {
  it("accepts addresses on the web and paths of the console", () => {
    for (const url of ["https://example.com/a?b#c", "http://wiki", "HTTPS://example.com", "/", "/requests/new?x=1"]) {
      assert.equal(refuseUrl(url), null, url);
    }
  });

  it("refuses what runs, what hides its host, and what is another host behind a path", () => {
    const hostile = [
      "javascript:alert(1)",
      "JaVaScRiPt:alert(1)",
      " https://example.com",
      "java\nscript:alert(1)",
      "data:text/html,x",
      "vbscript:x",
      "file:///etc/passwd",
      "//evil.example",
      "/\\evil.example",
      "/\t/evil.example",
      "\\\\evil.example",
      "https:/\\evil.example",
      "https://example.com@evil.example",
      "https://user:word@example.com",
      "https://",
      "example.com",
      "mailto:a@example.com",
      "https://example.com/\u0000",
      "https://example.com/\ud800",
      `https://example.com/${"a".repeat(2048)}`,
    ];
    for (const url of hostile) assert.notEqual(refuseUrl(url), null, url);
  });

  it("accepts nothing that a browser would take to another host or scheme than it shows", () => {
    const part = fc.constantFrom(
      "/",
      "\\",
      "\t",
      "\n",
      " ",
      ".",
      "..",
      "//",
      "evil.example",
      ":",
      "@",
      "javascript:",
      "%2f",
      "a",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const url = `/${parts.join("")}`;
        if (refuseUrl(url) !== null) return;
        assert.equal(new URL(url, "https://console.example").origin, "https://console.example", url);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("go-links", () => {
  const problemsOf = (url: string): string[] =>
    checkMatrix({ ...template, goLinks: [...template.goLinks, { name: "hub", url, title: "" }] }).problems.map(
      ({ path, message }) => `${path.join(".")}: ${message}`,
    );

  it("lead somewhere, and not to another go-link however it is spelt", () => {
    assert.deepEqual(problemsOf("/gopher"), []);
    assert.deepEqual(problemsOf(""), ["goLinks.3.url: must not be empty"]);
    for (const url of ["/go/hub", "/GO/hub", "/./go/hub", "/a/../go/hub", "/%67o/hub", "/go"]) {
      assert.deepEqual(problemsOf(url), ["goLinks.3.url: must not lead to another go-link"], url);
    }
  });

  it("are refused when a script would run", () => {
    assert.deepEqual(problemsOf("javascript:alert(1)"), [
      'goLinks.3.url: "javascript:alert(1)" must begin with https://, http:// or "/"',
    ]);
  });
});
