import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { evidenceNames } from "../evidence/providers.ts";
import type { Responsibility } from "../model.ts";
import { refuseOperation } from "../operations.ts";
import { template } from "./template.ts";

interface FactRow {
  readonly name: string;
  readonly owner: string;
  readonly goLink?: string;
  readonly parts?: Readonly<Record<string, string>>;
}

/** The marks as they were published, copied and never edited. */
const facts: {
  readonly categories: readonly { readonly category: string; readonly responsibilities: readonly FactRow[] }[];
  readonly decisionFramework: readonly { readonly question: string; readonly yes: string }[];
} = JSON.parse(readFileSync(new URL("../../cases/responsibility-matrix.json", import.meta.url), "utf8"));

/** A row of the template in the words of the facts. */
function toFact({ name, owners, goLink }: Responsibility): FactRow {
  const kinds = Object.entries(owners);
  const shared = kinds.some(([, { share }]) => share === "shared");
  return {
    name,
    owner: shared ? "shared" : kinds.map(([kind]) => kind).join(),
    ...(goLink === "" ? {} : { goLink: `go/${goLink}` }),
    ...(shared ? { parts: Object.fromEntries(kinds.map(([kind, { part }]) => [kind, part])) } : {}),
  };
}

describe("template", () => {
  it("has every row of the published matrix, in its category and order, with its marks and go-link", () => {
    const ours = template.categories.map(({ id, title }) => ({
      category: title,
      responsibilities: template.responsibilities.filter(({ category }) => category === id).map(toFact),
    }));
    assert.deepEqual(ours, facts.categories);
    assert.equal(template.responsibilities.length, 49);
    assert.equal(template.categories.length, 11);
  });

  it("has the three questions of the decision framework with their answers", () => {
    const ours = template.framework.map(({ question, kind }) => ({ question, yes: kind }));
    assert.deepEqual(ours, facts.decisionFramework);
  });

  it("says in one sentence of our own what the owner of each row does", () => {
    for (const { name, description } of template.responsibilities) {
      assert.match(description, /^[A-Z][^.]*\.$/, name);
      assert.notEqual(description, `${name}.`);
    }
  });

  it("names only operations that exist and that can do something", () => {
    const refused = template.responsibilities.flatMap(({ owners }) =>
      Object.values(owners).flatMap(({ operations }) => operations.flatMap((name) => refuseOperation(name) ?? [])),
    );
    assert.deepEqual(refused, []);
  });

  it("gives every row evidence that somebody can provide, were it only somebody's word", () => {
    for (const { id, evidence } of template.responsibilities) {
      assert.ok(evidence.length > 0, id);
      assert.deepEqual(
        evidence.filter((name) => !evidenceNames.includes(name)),
        [],
        id,
      );
    }
  });
});
