import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { template } from "../template/template.ts";
import { escapeCsv, toCsv } from "./csv.ts";
import { anyText, modelSaying } from "./export.test-support.ts";

/** Reads RFC 4180 as a spreadsheet does. */
function readCsv(text: string): string[][] {
  const lines: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy)) {
    lines.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end === "\r\n") lines.push([]);
  }
  return lines.slice(0, -1);
}

describe("toCsv", () => {
  it("has a line for each row, with each kind's part in words", () => {
    const lines = readCsv(toCsv({ matrix: template, teams: [] }));
    assert.equal(lines.length, 50);
    assert.deepEqual(lines[0], [
      "Category",
      "Id",
      "Responsibility",
      "Temporal Platform Team",
      "Application Team",
      "Description",
      "Go-link",
    ]);
    const row = lines.find(([, id]) => id === "worker-configuration");
    assert.deepEqual(row?.slice(3, 5), ["shared (defaults)", "shared (customization)"]);
    assert.equal(lines[1]?.[6], "go/temporal-request");
  });

  it("gives back every text in its own cell", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const begins = /^(?:[\t\r\n]|[\s\p{Default_Ignorable_Code_Point}]*[=+\-@＝＋－＠])/u;
        const shown = (value: string): string => (begins.test(value) ? `'${value}` : value);
        const lines = readCsv(toCsv(modelSaying(text)));
        assert.deepEqual(lines, [
          ["Category", "Id", "Responsibility", shown(text), shown(text), "Description", "Go-link"],
          [shown(text), "row", shown(text), `shared (${text}) by ${text}`, `shared (${text})`, shown(text), "go/link"],
        ]);
      }),
    );
  });
});

describe("escapeCsv", () => {
  it("makes a text of what a spreadsheet would run", () => {
    assert.equal(escapeCsv("=1+1"), "'=1+1");
    assert.equal(escapeCsv("+1"), "'+1");
    assert.equal(escapeCsv("-1"), "'-1");
    assert.equal(escapeCsv("@SUM(A1)"), "'@SUM(A1)");
    assert.equal(escapeCsv("\t=1"), "'\t=1");
    assert.equal(escapeCsv('=HYPERLINK("https://evil.example","x")'), `"'=HYPERLINK(""https://evil.example"",""x"")"`);
    assert.equal(escapeCsv(" =1"), "' =1");
    assert.equal(escapeCsv("\u200b=1"), "'\u200b=1");
    assert.equal(escapeCsv("a=1"), "a=1");
    assert.equal(escapeCsv(" a"), " a");
  });
});
