import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Entry, findEntries } from "./entry.ts";

const entry = (group: string, label: string, words = ""): Entry => ({
  id: `${group} ${label}`,
  group,
  label,
  description: "",
  href: "/",
  words,
});

const labels = (entries: readonly Entry[], typed: string): string[] =>
  findEntries(entries, typed).flatMap((group) => group.entries.map(({ label }) => label));

describe("the command palette", () => {
  it("finds by name, id and e-mail address, every word that was typed", () => {
    const entries = [entry("Users", "Dana", "dana@example.com 7f3a"), entry("Users", "Eve", "eve@example.com 11aa")];
    assert.deepEqual(labels(entries, "7f3a"), ["Dana"]);
    assert.deepEqual(labels(entries, "EXAMPLE eve"), ["Eve"]);
    assert.deepEqual(labels(entries, "nobody"), []);
  });

  it("puts first what is called exactly so, then what begins so", () => {
    const entries = ["my-orders", "orders-eu", "orders", "x"].map((name) => entry("Namespaces", name, "orders"));
    assert.deepEqual(labels(entries, "orders"), ["orders", "orders-eu", "my-orders", "x"]);
  });

  it("shows some of each group, however many one has", () => {
    const many = Array.from({ length: 10_000 }, (_, index) => entry("Namespaces", `orders ${index}`));
    const found = findEntries([...many, entry("Users", "orders team")], "orders");
    assert.deepEqual(
      found.map(({ group, entries }) => [group, entries.length]),
      [
        ["Namespaces", 8],
        ["Users", 1],
      ],
    );
  });
});
