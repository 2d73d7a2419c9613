import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { permissions, resourceTypes } from "@remit/policy";
import { findOffers, offersFor, sections, tabs } from "./offer.ts";

describe("what can be turned on", () => {
  it("is each operation of the catalogue on every type that it fits, and nothing else", () => {
    for (const type of resourceTypes) {
      const offered = offersFor(type).flatMap(({ offers }) => offers.filter(({ refused }) => refused === null));
      const granted = permissions.filter((row) => row.grantable && row.resourceTypes.includes(type));
      assert.deepEqual(
        offered.map(({ operation }) => operation).sort(),
        granted.map(({ operation }) => operation).sort(),
        type,
      );
    }
  });

  it("says of what cannot be granted why, in the catalogue's words", () => {
    const offers = offersFor("accounts").flatMap((group) => group.offers);
    const reasonOf = (operation: string) => offers.find((offer) => offer.operation === operation)?.refused;
    assert.match(reasonOf("cloud.apikey.create") ?? "", /managed by their owner and by admins/);
    assert.match(reasonOf("cloud.user.update") ?? "", /escalation path/);
    const onProjects = offersFor("projects").flatMap((group) => group.offers);
    assert.match(
      onProjects.find(({ operation }) => operation === "cloud.customrole.create")?.refused ?? "",
      /names no project/,
    );
  });

  it("has a heading for each family, Temporal's before ours, and what nobody is given last", () => {
    const order = sections.map(({ id }) => id);
    for (const { type } of tabs) {
      const groups = offersFor(type);
      for (const { title } of groups) assert.doesNotMatch(title, /\./, title);
      const ranks = groups.map(({ section }) => order.indexOf(section));
      assert.deepEqual(
        ranks,
        ranks.toSorted((a, b) => a - b),
      );
      for (const { section, family, offers } of groups) {
        const canBeGiven = offers.some(({ refused, inert }) => refused === null && !inert);
        assert.equal(section === "none", !canBeGiven, family);
        if (section === "cloud") assert.match(family, /^cloud\./);
        if (section === "remit") assert.match(family, /^remit\./);
        if (section === "data-plane") assert.match(family, /^temporal\./);
      }
    }
  });

  it("is found by every word, in the name, the sentence, the heading or the kind", () => {
    const groups = offersFor("namespaces");
    const found = findOffers(groups, "workflow terminate").flatMap(({ offers }) =>
      offers.map(({ operation }) => operation),
    );
    assert.deepEqual(found, ["temporal.workflow.terminate"]);
    assert.equal(findOffers(groups, " ").length, groups.length);
    assert.deepEqual(findOffers(groups, "frobnicate"), []);
  });
});
