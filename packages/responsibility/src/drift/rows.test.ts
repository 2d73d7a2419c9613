// Rows, teams and Namespaces that nobody answers for, and names that lead nowhere.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { agreed, change, theOnly } from "../../test-kit/agreed-account.ts";
import { namespace, row } from "../../test-kit/small-account.ts";
import { findDrift } from "./find-drift.ts";

describe("a row, team or Namespace without somebody", () => {
  it("finds a team that nobody is in", () => {
    const { model, facts } = agreed();
    const finding = theOnly(model, change(facts, "rio", { active: false }), "team-without-members");
    assert.equal(finding.text, "nobody is in team risk: none of its groups has an active member");
  });

  it("finds rows that nobody answers for, and says which part", () => {
    const { model, facts } = agreed();
    const more = [
      row("nobody", {}),
      row("unheard-of", { sre: "" }),
      row("gone", { application: { team: "billing" } }),
      row("hidden", {}, { hidden: true }),
    ];
    const tailored = {
      ...model,
      matrix: { ...model.matrix, responsibilities: [...model.matrix.responsibilities, ...more] },
    };
    assert.deepEqual(
      findDrift(tailored, facts).map(({ kind, text }) => [kind, text]),
      [
        ["row-without-owner", 'nobody answers for "gone": there is no team billing'],
        ["row-without-owner", 'nobody answers for "nobody": it has no owner'],
        ["row-without-owner", 'nobody answers for "unheard-of": there is no kind of team sre'],
      ],
    );
  });

  it("tells once of a kind that has no team, however many rows wait for it", () => {
    const { model, facts } = agreed();
    const kind = { id: "sre", title: "Reliability Team", description: "", scope: "account" } as const;
    const waiting = [row("first", { sre: "" }), row("second", { sre: "" })];
    const matrix = {
      ...model.matrix,
      kinds: [...model.matrix.kinds, kind],
      responsibilities: [...model.matrix.responsibilities, ...waiting],
    };
    assert.deepEqual(
      findDrift({ ...model, matrix }, facts).map(({ id, text }) => [id, text]),
      [["row-without-owner/kind/sre", "there is no team of the kind Reliability Team, which answers for 2 rows"]],
    );
  });

  it("finds a team that cannot be reached", () => {
    const { model, facts } = agreed();
    const silent = { chat: "", email: "", onCall: "", ticket: "" };
    const teams = model.teams.map((one) => (one.id === "risk" ? { ...one, contacts: silent } : one));
    const finding = theOnly({ ...model, teams }, facts, "team-without-contact");
    assert.equal(finding.text, "team risk answers for 2 rows and has no contact: nobody can turn to it");
  });

  it("finds a Namespace without a team, and one that several claim", () => {
    const { model, facts } = agreed();
    const idle = namespace("n3", "idle", "p1");
    const policy = { ...facts.policy, namespaces: [...facts.policy.namespaces, { id: "n3", project: "p1" }] };
    const more = { ...facts, namespaces: [...facts.namespaces, idle], policy };
    assert.equal(
      theOnly(model, more, "namespace-without-team").text,
      "Namespace idle.acc has no team: nobody answers for it",
    );
    const claiming = model.teams.map((one) =>
      one.kind === "application"
        ? { ...one, owns: { ...one.owns, namespaces: [...one.owns.namespaces, "idle"] } }
        : one,
    );
    const kinds = findDrift({ ...model, teams: claiming }, more).map(({ kind }) => kind);
    assert.deepEqual([...new Set(kinds)].sort(), ["cannot-act", "namespace-claimed-by-several"]);
  });

  it("finds a Namespace that its server has otherwise, and says nothing of one that nobody looked at", () => {
    const { model, facts } = agreed();
    const [one, another] = facts.namespaces;
    assert.ok(one !== undefined && another !== undefined);
    const withSeen = (differs: readonly string[]) => ({
      ...facts,
      observed: {
        namespaces: new Map([
          [one.uid, { differs }],
          [another.uid, {}],
        ]),
      },
    });
    const { text, risk, fix } = theOnly(
      model,
      withSeen(["retention_days: 2 on the server, 7 here"]),
      "namespace-differs",
    );
    assert.match(text, /otherwise than it was applied: retention_days: 2 on the server, 7 here$/);
    assert.deepEqual([risk, fix], ["medium", []]);
    const missing = withSeen(["namespace: nothing on the server, registered here"]);
    assert.equal(theOnly(model, missing, "namespace-differs").risk, "high");
    assert.deepEqual(findDrift(model, withSeen([])), []);
  });

  it("finds what a team names and is not there", () => {
    const { model, facts } = agreed();
    const teams = model.teams.map((one) => (one.id === "risk" ? { ...one, serviceAccounts: ["robot"] } : one));
    const finding = theOnly({ ...model, teams }, facts, "name-not-found");
    assert.equal(finding.text, "team risk names the service account robot, which is not there");
  });
});
