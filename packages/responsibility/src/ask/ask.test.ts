import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  makeFacts,
  makeModel,
  makeOwnership,
  makeRow,
  namespaces,
  orders,
  platform,
} from "../../test-kit/organisation.ts";
import type { Responsibility } from "../model.ts";
import { resolveTeams } from "../resolve.ts";
import { type AskQuestion, ask } from "./ask.ts";

const rpcs = new Map([["UpdateNamespace", ["cloud.namespace.update"]]]);
const rows: readonly Responsibility[] = [
  makeRow("access", {
    name: "Temporal Cloud access",
    owners: { platform: makeOwnership(["cloud.user.update"]) },
    goLink: "temporal-request",
  }),
  makeRow("codec", {
    name: "Codec Server configuration",
    owners: { application: makeOwnership(["cloud.namespace.update"]) },
  }),
  makeRow("alerts", { name: "Workflow alerts", owners: { application: makeOwnership(["namespace:read"]) } }),
  makeRow("secret", { name: "Hidden matter", owners: { platform: makeOwnership() }, hidden: true }),
];

function answer(question: string | AskQuestion, responsibilities = rows) {
  const model = makeModel(responsibilities);
  const asked = typeof question === "string" ? { query: question } : question;
  return ask(model, resolveTeams(model, makeFacts()), asked, { namespaces, rpcs });
}

const first = (question: string | AskQuestion) => answer(question).answers[0];

describe("ask", () => {
  it("says what matched", () => {
    assert.equal(first("codec server")?.why, '"codec" and "server" in the name');
    assert.equal(first("whose alarm is this")?.why, '"alarm" (alerts) in the name');
    assert.equal(first("go/temporal-request")?.why, "go/temporal-request is its go-link");
    assert.equal(
      first({ query: "UpdateNamespace", namespaces: ["uid-orders"] })?.why,
      "its owner needs cloud.namespace.update, which UpdateNamespace asks for",
    );
  });

  it("names the owners for the Namespaces that the question is about", () => {
    assert.deepEqual(
      first("codec server of orders")?.owners.map(({ team }) => team),
      [orders],
    );
    assert.deepEqual(
      first("codec server")?.owners.map(({ team }) => team),
      [null],
    );
  });

  it("understands an error by the operation and the Namespace in it", () => {
    const text = 'permission denied: cloud.namespace.update on namespace "orders.abc123" is needed. It comes with …';
    const { answers, operations, namespaces: found } = answer(text);
    assert.deepEqual([operations, found], [["cloud.namespace.update"], ["uid-orders"]]);
    assert.deepEqual([answers[0]?.row?.id, answers[0]?.owners[0]?.team], ["codec", orders]);
  });

  it("takes what an error is about before the go-link that it ends with", () => {
    const text =
      "permission denied: cloud.namespace.update on namespace orders.abc123 is needed. Ask … (go/temporal-request).";
    assert.deepEqual(
      answer(text)
        .answers.map(({ row }) => row?.id)
        .slice(0, 2),
      ["codec", "access"],
    );
  });

  it("leads an operation that no row names to who decides requests for access, and says so", () => {
    const found = first("cloud.region.list");
    assert.equal(found?.row?.id, "access");
    assert.equal(found?.owners[0]?.team, platform);
    assert.equal(found?.why, "no row names cloud.region.list; its owner decides requests for access");
  });

  it("leads what is about two Namespaces to the platform team first", () => {
    const { answers } = answer({ query: "workflow alerts", namespaces: ["uid-orders", "uid-payments"], limit: 1 });
    assert.equal(answers[0]?.row?.id, "alerts", "a row that is named as a whole is still what was asked for");
    const found = first("alerts in orders and payments");
    assert.equal(found?.row, null);
    assert.deepEqual(
      found?.owners.map(({ team }) => team),
      [platform],
    );
  });

  it("knows a team by its name and by its Namespace", () => {
    assert.equal(first("orders team")?.owners[0]?.team, orders);
    assert.equal(first("who owns orders-staging?")?.owners[0]?.team, orders);
    assert.equal(first("orders-staging.abc123")?.why, "it owns orders-staging.abc123");
  });

  it("finds a row and a team by words of both", () => {
    const found = answer("alerts of the payments squad").answers;
    assert.equal(found[0]?.row?.id, "alerts");
  });

  it("offers the decision framework beside what it is not sure of, and not otherwise", () => {
    assert.equal(answer("codec server").framework.length, 0);
    assert.equal(answer("codec of an unknown sort").framework.length, 3);
  });

  it("gives no more answers than asked for", () => {
    assert.equal(answer({ query: "access alerts", limit: 1 }).answers.length, 1);
    assert.equal(answer("access alerts").answers.length, 2);
    for (const limit of [0, -1, Number.NaN]) assert.ok(answer({ query: "codec", limit }).answers.length > 0);
  });

  it("never finds a hidden row", () => {
    assert.deepEqual(answer("Hidden matter").answers, []);
  });

  it("finds every row first by its own name, whatever it is called", () => {
    const name = fc.string({ minLength: 1, maxLength: 40, unit: "binary" }).filter((text) => text.trim() !== "");
    const words = fc.constantFrom(
      "codec",
      "Server",
      "the",
      "who",
      "orders",
      "cloud.namespace.update",
      "go/x",
      "Access",
    );
    const phrase = fc.array(words, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(" "));
    const key = (text: string) => text.trim().toLowerCase().replace(/\s+/g, " ");
    fc.assert(
      fc.property(fc.uniqueArray(fc.oneof(name, phrase), { selector: key, minLength: 1, maxLength: 8 }), (names) => {
        const made = names.map((text, at) => makeRow(`row-${at}`, { name: text }));
        for (const { id, name: text } of made) assert.equal(answer(text, made).answers[0]?.row?.id, id, text);
      }),
    );
  });

  it("answers nothing to words that nobody knows, and never throws", () => {
    const unknown = fc.array(fc.string({ unit: fc.constantFrom("q", "x", "z", "j"), minLength: 3, maxLength: 9 }), {
      minLength: 1,
    });
    fc.assert(fc.property(unknown, (words) => assert.deepEqual(answer(words.join(" ")).answers, [])));
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 3_000 }), fc.string(), (query, operation) => {
        assert.ok(answer({ query, operation, namespaces: [operation] }).answers.length <= 5);
      }),
    );
  });
});
