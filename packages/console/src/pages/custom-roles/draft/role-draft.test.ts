import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { normaliseRole, validateRole } from "@remit/policy";
import fc from "fast-check";
import { anyRole, operationOn, validRole } from "./random-role.test-support.ts";
import {
  addScope,
  type DraftEntry,
  emptyDraft,
  entriesOf,
  everyOf,
  fromSpec,
  isOn,
  isSameRole,
  type RoleDraft,
  removeEntry,
  setAccountActions,
  setActions,
  setScope,
  strayActions,
  toSpec,
} from "./role-draft.ts";

const saved = ({ entries, ...draft }: RoleDraft) => ({
  ...draft,
  entries: entries.filter(({ actions }) => actions.length > 0).map(({ key: _, ...entry }) => entry),
});

/** What a person does on the page, one thing after the other. */
const step = fc.oneof(
  fc.record({ kind: fc.constant("add" as const), id: fc.option(fc.constantFrom("a", "b"), { nil: null }) }),
  fc.record({ kind: fc.constant("toggle" as const), operation: operationOn("namespaces"), on: fc.boolean() }),
  fc.record({ kind: fc.constant("account" as const), operation: operationOn("accounts"), on: fc.boolean() }),
  fc.record({ kind: fc.constant("remove" as const), index: fc.nat(3) }),
);

function act(draft: RoleDraft, done: typeof step extends fc.Arbitrary<infer Step> ? Step : never): RoleDraft {
  const last = entriesOf(draft, "namespaces").at(-1);
  switch (done.kind) {
    case "add":
      return addScope(draft, {
        type: "namespaces",
        allowAll: done.id === null,
        ids: done.id === null ? [] : [done.id],
      });
    case "toggle":
      return last === undefined ? draft : setActions(draft, last.key, [done.operation], done.on);
    case "account":
      return setAccountActions(draft, [done.operation], done.on);
    case "remove":
      return removeEntry(draft, draft.entries[done.index]?.key ?? -1);
  }
}

describe("a role's draft", () => {
  it("gives back the role it was made of, whatever stands in it", () => {
    fc.assert(fc.property(anyRole, (spec) => assert.deepEqual(toSpec(fromSpec(spec)), normaliseRole(spec))));
  });

  it("is the same again after it went over the wire, but for scopes in which nothing is turned on", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const draft = steps.reduce(act, { ...emptyDraft, name: "role" });
        assert.deepEqual(saved(fromSpec(toSpec(draft))), saved(draft));
      }),
    );
  });

  it("only ever becomes a role that the server takes, by switches alone", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const spec = toSpec(steps.reduce(act, { ...emptyDraft, name: "role" }));
        const errors = validateRole(spec, { exists: () => true }).filter(({ field }) => field !== "spec.permissions");
        assert.deepEqual(errors, []);
      }),
    );
  });

  it("never has two entries of one key", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { entries } = steps.reduce(act, emptyDraft);
        assert.equal(new Set(entries.map(({ key }) => key)).size, entries.length);
      }),
    );
  });

  it("has no stray operation in a role that the server took", () => {
    fc.assert(
      fc.property(validRole({ namespaces: ["a"] }), (spec) =>
        assert.deepEqual(fromSpec(spec).entries.flatMap(strayActions), []),
      ),
    );
  });
});

describe("switches", () => {
  const one = addScope(emptyDraft, everyOf("namespaces"));
  const key = (one.entries[0] as DraftEntry).key;

  it("turns an operation on and off again", () => {
    const on = setActions(one, key, ["cloud.namespace.get", "cloud.namespace.get"], true);
    assert.deepEqual(on.entries[0]?.actions, ["cloud.namespace.get"]);
    assert.ok(isSameRole(setActions(on, key, ["cloud.namespace.get"], false), one));
  });

  it("does not add a scope that is there already", () => {
    assert.equal(addScope(one, everyOf("namespaces")), one);
    assert.equal(addScope(one, { type: "namespaces", allowAll: false, ids: ["orders"] }).entries.length, 2);
  });

  it("keeps what is turned on when the scope changes", () => {
    const on = setActions(one, key, ["cloud.namespace.get"], true);
    const narrowed = setScope(on, key, { allowAll: false, ids: ["orders"] });
    assert.deepEqual(toSpec(narrowed).permissions, [
      {
        actions: ["cloud.namespace.get"],
        resources: { resourceType: "namespaces", allowAll: false, resourceIds: ["orders"] },
      },
    ]);
  });

  it("turns off on the account what several entries of the account give", () => {
    const account = { resourceType: "accounts", allowAll: true, resourceIds: [] };
    const twice = fromSpec({
      name: "role",
      description: "",
      permissions: [
        { actions: ["cloud.user.get", "cloud.user.list"], resources: account },
        { actions: ["cloud.user.get"], resources: account },
      ],
    });
    const off = setAccountActions(twice, ["cloud.user.get"], false);
    assert.deepEqual(
      off.entries.map(({ actions }) => actions),
      [["cloud.user.list"]],
    );
    assert.ok(
      entriesOf(setAccountActions(off, ["cloud.user.get"], true), "accounts").some((e) => isOn(e, "cloud.user.get")),
    );
  });

  it("shows what came from JSON and fits no switch", () => {
    const actions = ["cloud.namespace.get", "cloud.namespace.list", "cloud.apikey.create", "frobnicate"];
    assert.deepEqual(strayActions({ type: "namespaces", actions }), actions.slice(1));
  });
});
