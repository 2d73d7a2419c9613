import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { permissions } from "@remit/policy";
import fc from "fast-check";
import {
  makeFacts,
  makeModel,
  makeOwnership,
  makeRow,
  makeTeam,
  orders,
  payments,
  platform,
} from "../test-kit/organisation.ts";
import type { Model } from "./model.ts";
import { indexOwners, ownersFor, ownersOfRow } from "./owners.ts";
import { resolveTeams } from "./resolve.ts";

const access = makeRow("access", {
  owners: { platform: makeOwnership(["cloud.user.update"]) },
  goLink: "temporal-request",
});
const codec = makeRow("codec", { owners: { application: makeOwnership(["cloud.namespace.update"]) } });
const groups = makeRow("groups", { owners: { platform: makeOwnership(["cloud.usergroup.create"]) }, goLink: "groups" });
const broad = makeRow("a-broad", {
  owners: { application: makeOwnership(["namespace:admin"]), platform: makeOwnership(["namespace:admin"]) },
});
const worker = makeRow("worker", {
  owners: {
    platform: makeOwnership([], { share: "shared", part: "defaults" }),
    application: makeOwnership([], { share: "shared", part: "customization" }),
  },
});

function prepare(model: Model) {
  const resolved = resolveTeams(model, makeFacts());
  return {
    owners: (row: Parameters<typeof ownersOfRow>[2], namespaces: string[] = []) =>
      ownersOfRow(model, resolved, row, namespaces),
    ask: (operation: string, namespace: string | null = null) =>
      ownersFor(model, resolved, { operation, namespace: namespace === null ? null : `uid-${namespace}` }),
  };
}

const model = makeModel([worker, broad, groups, codec, access]);
const { owners, ask } = prepare(model);

describe("owners of a row", () => {
  it("are the teams of the account, and of an application kind only the team of the Namespace", () => {
    const link = "";
    const defaults = { kind: "platform", share: "shared", part: "defaults", team: platform, link };
    const custom = { kind: "application", share: "shared", part: "customization", link };
    assert.deepEqual(owners(worker, ["uid-orders"]), [defaults, { ...custom, team: orders }]);
    assert.deepEqual(owners(worker), [defaults, { ...custom, team: null }]);
    assert.deepEqual(owners(worker, ["uid-gone"]), [defaults, { ...custom, team: null }]);
  });

  it("are several when the Namespaces belong to several, each team once", () => {
    const teams = owners(codec, ["uid-payments", "uid-orders", "uid-orders-staging"]).map(({ team }) => team?.id);
    assert.deepEqual(teams, ["orders", "payments"]);
  });

  it("carry the row's go-link", () => {
    assert.deepEqual(
      owners(access).map(({ link }) => link),
      ["/go/temporal-request"],
    );
  });

  it("are one named team where the row names one, and nobody when that team is not there or of another kind", () => {
    const security = makeTeam("security", "platform");
    const named = (team: string) => makeRow("row", { owners: { platform: makeOwnership([], { team }) } });
    const { owners: ownersIn } = prepare(makeModel([], {}, [platform, security, orders]));
    assert.deepEqual(
      ["security", "gone", "orders", ""].map((team) => ownersIn(named(team)).map((owner) => owner.team?.id ?? null)),
      [["security"], [null], [null], ["platform", "security"]],
    );
  });

  it("leave out kinds that the matrix does not have", () => {
    assert.deepEqual(owners(makeRow("row", { owners: { toString: makeOwnership(), gone: makeOwnership() } })), []);
  });
});

describe("who answers for an operation", () => {
  it("is the team that owns the Namespace, when a row of its kind names the operation", () => {
    const { team, contact, link, row } = ask("cloud.namespace.update", "orders");
    assert.equal(team, orders);
    assert.equal(contact, "orders@abc.example");
    assert.equal(row, codec, "the row that names it, not the one that has it in a level");
    assert.equal(link, "/go/temporal-request", "the row has no link, so the one by which access is asked");
  });

  it("is found through levels too", () => {
    assert.equal(ask("cloud.namespace.delete", "payments").row, broad);
    assert.equal(ask("cloud.namespace.delete", "payments").team, payments);
  });

  it("is the team of the account where the Namespace's team needs no such thing, or the Namespace has no team", () => {
    assert.equal(ask("cloud.usergroup.create", "orders").team, platform);
    assert.equal(ask("cloud.usergroup.create", "orders").link, "/go/groups");
    assert.equal(ask("cloud.namespace.delete", "gone").team, platform);
    assert.equal(ask("cloud.namespace.delete").team, platform);
  });

  it("is who decides requests for access when no row names it, and for words that are no operation", () => {
    for (const operation of ["cloud.region.list", "cloud.nothing", "", "__proto__", "constructor"]) {
      assert.deepEqual(ask(operation), {
        team: platform,
        contact: "#temporal-platform",
        link: "/go/temporal-request",
        row: access,
      });
    }
  });

  it("is not read from hidden rows", () => {
    assert.equal(prepare(makeModel([{ ...groups, hidden: true }, access])).ask("cloud.usergroup.create").row, access);
  });

  it("is nobody when there is no matrix to say so, without an error", () => {
    const nobody = prepare(makeModel([], {}, [])).ask("cloud.user.update", "orders");
    assert.deepEqual(nobody, { team: null, contact: "", link: "", row: null });
  });

  it("does not depend on the order of rows, and is always a team of the matrix", () => {
    const rows = model.matrix.responsibilities;
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...rows], { minLength: rows.length }),
        fc.constantFrom(...permissions.map(({ operation }) => operation)),
        fc.constantFrom(null, "orders", "payments", "gone"),
        (shuffled, operation, namespace) => {
          const answer = prepare(makeModel(shuffled)).ask(operation, namespace);
          assert.deepEqual(answer, ask(operation, namespace));
          assert.ok(answer.team !== null && model.teams.includes(answer.team));
        },
      ),
    );
  });

  it("is found in the index, which is made once", () => {
    const resolved = resolveTeams(model, makeFacts());
    const index = indexOwners(model, resolved);
    const question = { operation: "cloud.namespace.update", namespace: "uid-orders" };
    assert.deepEqual(index(question), ownersFor(model, resolved, question));
    assert.equal(
      ownersFor(model, resolved, { operation: "cloud.x", namespace: null }),
      ownersFor(model, resolved, { operation: "cloud.y", namespace: null }),
    );
  });
});
