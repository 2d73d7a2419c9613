import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { checkMatrix } from "../check/matrix.ts";
import type { Model } from "../model.ts";
import { template } from "../template/template.ts";
import { toCsv } from "./csv.ts";
import { modelSaying } from "./export.test-support.ts";
import { toHtml } from "./html.ts";
import { toJson } from "./json.ts";
import { toMarkdown } from "./markdown.ts";

const exports = { toCsv, toHtml, toJson, toMarkdown };

const hiding = (hide: (category: string) => boolean): Model => ({
  matrix: {
    ...template,
    responsibilities: template.responsibilities.map((row) => ({ ...row, hidden: hide(row.category) })),
  },
  teams: [],
});

describe("every export", () => {
  it("leaves hidden rows out, and the tables that would be empty without them", () => {
    for (const [name, exported] of Object.entries(exports)) {
      const text = exported(hiding((category) => category === "cost"));
      assert.doesNotMatch(text, /Temporal Cloud platform cost/, name);
      assert.match(text, /Load testing/, name);
    }
    assert.doesNotMatch(toMarkdown(hiding((category) => category === "cost")), /^## Cost$/m);
  });

  it("names the one team that answers, and how to reach it", () => {
    const model = modelSaying("Core Team");
    for (const exported of [toMarkdown, toHtml]) {
      assert.match(exported(model), /\(Core Team\) Core Team/);
      assert.match(exported(model), /on call/);
    }
    assert.match(toCsv(model), /shared \(Core Team\) by Core Team/);
  });

  it("shows a kind as not responsible that a row does not name, whatever objects inherit", () => {
    const [kind] = template.kinds;
    const kinds = kind === undefined ? [] : [{ ...kind, id: "constructor", title: "Builders" }];
    const row = toCsv({ matrix: { ...template, kinds }, teams: [] }).split("\r\n")[1];
    assert.match(row ?? "", /,not responsible,/);
  });
});

describe("toJson", () => {
  it("gives back a model that is accepted and the same", () => {
    const { matrix } = JSON.parse(toJson({ matrix: template, teams: [] }));
    assert.deepEqual(checkMatrix(matrix), { matrix: template, problems: [] });
  });
});
