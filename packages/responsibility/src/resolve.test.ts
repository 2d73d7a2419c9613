import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { account, group, namespace, person, serviceAccount, team } from "../test-kit/small-account.ts";
import { resolveTeams } from "./resolve.ts";

describe("resolveTeams", () => {
  it("finds groups, members, service accounts, Namespaces and projects by id or by name", () => {
    const { model, facts } = account({
      groups: [group("g1", "Payments")],
      people: [person("u1", ["g1"]), person("u2", [])],
      serviceAccounts: [serviceAccount("s1", "payments-worker")],
      namespaces: [namespace("n1", "pay", "p1"), namespace("n2", "fraud", "p2"), namespace("n3", "other", "p1")],
      projects: { p1: "Shop", p2: "Risk" },
      teams: [
        team("payments", {
          groups: ["Payments"],
          serviceAccounts: ["payments-worker"],
          owns: { namespaces: ["pay"], projects: ["Risk"], tags: [] },
        }),
      ],
    });
    const [found] = resolveTeams(model, facts).teams;
    assert.deepEqual(found?.groups, ["g1"]);
    assert.deepEqual(found?.members, ["s1", "u1"]);
    assert.deepEqual(found?.namespaces, ["n1", "n2"]);
    assert.deepEqual(found?.projects, ["p2"]);
    assert.deepEqual(found?.missing, []);
  });

  it("gives a Namespace to who names it, before who names its tag, before who names its project", () => {
    const namespaces = [
      namespace("n1", "one", "p1", { team: "tagged" }),
      namespace("n2", "two", "p1", { team: "tagged" }),
      namespace("n3", "three", "p1"),
      namespace("n4", "four", "p2"),
    ];
    const owning = (id: string, owns: Partial<ReturnType<typeof team>["owns"]>) =>
      team(id, { owns: { namespaces: [], projects: [], tags: [], ...owns } });
    const { model, facts } = account({
      namespaces,
      projects: { p1: "Shop", p2: "Risk" },
      teams: [
        owning("by-name", { namespaces: ["one.acc"] }),
        owning("by-tag", { tags: [{ key: "team", value: "tagged" }] }),
        owning("by-project", { projects: ["Shop"] }),
      ],
    });
    const { ownersOf } = resolveTeams(model, facts);
    const owners = (uid: string) => ownersOf.get(uid)?.map((owner) => owner.team.id);
    assert.deepEqual([owners("n1"), owners("n2"), owners("n3")], [["by-name"], ["by-tag"], ["by-project"]]);
    assert.deepEqual(owners("n4"), []);
  });

  it("says that several claim a Namespace when they do so equally", () => {
    const { model, facts } = account({
      namespaces: [namespace("n1", "one", "p1")],
      teams: ["b", "a"].map((id) => team(id, { owns: { namespaces: ["one"], projects: [], tags: [] } })),
    });
    const owners = resolveTeams(model, facts).ownersOf.get("n1");
    assert.deepEqual(owners?.map(({ team: { id } }) => id).sort(), ["a", "b"]);
  });

  it("names what is not there, in the words of the team", () => {
    const { model, facts } = account({
      teams: [
        team("payments", {
          groups: ["Nobody"],
          serviceAccounts: ["robot"],
          owns: { namespaces: ["gone"], projects: ["Nowhere"], tags: [] },
        }),
      ],
    });
    const [found] = resolveTeams(model, facts).teams;
    assert.deepEqual(found?.missing, [
      { what: "group", name: "Nobody", found: 0 },
      { what: "service account", name: "robot", found: 0 },
      { what: "namespace", name: "gone.acc", found: 0 },
      { what: "project", name: "Nowhere", found: 0 },
    ]);
  });

  it("takes neither of two groups of one name, so that nobody can join a team by naming a group after it", () => {
    const { model, facts } = account({
      groups: [group("g1", "Payments"), group("g2", "Payments")],
      people: [person("u1", ["g1"]), person("mallory", ["g2"])],
      teams: [team("payments", { groups: ["Payments"] }), team("exact", { groups: ["g1"] })],
    });
    const { byId } = resolveTeams(model, facts);
    assert.deepEqual(byId.get("payments")?.members, []);
    assert.deepEqual(byId.get("payments")?.missing, [{ what: "group", name: "Payments", found: 2 }]);
    assert.deepEqual(byId.get("exact")?.members, ["u1"]);
  });

  it("makes no member of a service account by its groups, since decisions do not either", () => {
    const { model, facts } = account({
      groups: [group("g1", "Payments")],
      teams: [team("payments", { groups: ["g1"] })],
    });
    const robot = { ...person("s1", ["g1"]), kind: "serviceaccount" as const };
    const withRobot = { ...facts, policy: { ...facts.policy, principals: [robot] } };
    assert.deepEqual(resolveTeams(model, withRobot).byId.get("payments")?.members, []);
  });

  it("leaves out teams of a kind that the matrix does not have", () => {
    const { model, facts } = account({ teams: [team("lost", { kind: "unheard-of" })] });
    assert.deepEqual(resolveTeams(model, facts).teams, []);
  });

  it("matches no Namespace by a tag that objects have by nature", () => {
    const { model, facts } = account({
      namespaces: [namespace("n1", "one", "p1")],
      teams: [team("a", { owns: { namespaces: [], projects: [], tags: [{ key: "constructor", value: "Object" }] } })],
    });
    assert.deepEqual(resolveTeams(model, facts).ownersOf.get("n1"), []);
  });
});
