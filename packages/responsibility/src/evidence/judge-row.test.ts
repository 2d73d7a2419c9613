import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  DAY,
  makeFacts,
  makeModel,
  makeNamespace,
  makeOwnership,
  makeRow,
  makeTeam,
  NOW,
  orders,
  payments,
  platform,
} from "../../test-kit/organisation.ts";
import type { Responsibility } from "../model.ts";
import { resolveTeams } from "../resolve.ts";
import { type Attestation, judgeAttestation } from "./attestation.ts";
import { judgeMatrix, judgeRow } from "./judge-row.ts";
import { mergeSince } from "./since.ts";

const said: Attestation = {
  responsibility: "guide",
  by: "ann@abc.example",
  statement: "The guide was read again.",
  at: NOW,
  expiresAt: NOW + 100 * DAY,
  byActive: true,
};
const stateAt = (days: number, attestation: Attestation = said) =>
  judgeAttestation([attestation], "guide", NOW + days * DAY).state;

describe("an attestation", () => {
  it("is green until the last tenth of its time, then amber, and red when it has ended", () => {
    assert.deepEqual(
      [0, 89, 90, 99, 100, 101].map((days) => stateAt(days)),
      ["green", "green", "amber", "amber", "red", "red"],
    );
  });

  it("is amber when whoever gave it is gone", () => {
    assert.equal(stateAt(1, { ...said, byActive: false }), "amber");
    assert.equal(stateAt(100, { ...said, byActive: false }), "red");
  });

  it("that holds longest counts, and only for its own row", () => {
    const short = { ...said, by: "bob@abc.example", expiresAt: NOW + DAY };
    for (const list of [
      [short, said],
      [said, short],
    ]) {
      assert.match(
        judgeAttestation(list, "guide", NOW + 2 * DAY).why,
        /^ann@abc.example attested on 2027-01-15: "The guide/,
      );
    }
    assert.deepEqual(judgeAttestation([said], "other", NOW), { state: "unknown", why: "Nobody has attested it." });
  });
});

const namespaces = [makeNamespace("orders", { tags: { team: "orders" } }), makeNamespace("payments")];

function judge(row: Responsibility, teams = [platform, orders, payments], attestations = [said]) {
  const model = makeModel([row, makeRow("left-out", { hidden: true })], {}, teams);
  const facts = makeFacts({ namespaces });
  const resolved = resolveTeams(model, facts);
  assert.deepEqual(judgeMatrix(model, resolved, facts, attestations), [
    judgeRow(model, resolved, facts, attestations, row),
  ]);
  return judgeRow(model, resolved, facts, attestations, row);
}

describe("a row", () => {
  it("is as good as its worst proof, team by team for what application teams answer for", () => {
    const { state, why, proofs } = judge(
      makeRow("tags", { owners: { application: makeOwnership() }, evidence: ["namespace-tags"] }),
    );
    assert.deepEqual([state, why], ["amber", "payments.abc123 has no tags."]);
    assert.deepEqual(
      proofs.map(({ team, state: one }) => [team, one]),
      [
        ["payments", "amber"],
        ["orders", "green"],
      ],
    );
  });

  it("is looked at as a whole for what the platform team answers for, or nobody", () => {
    for (const owners of [{ platform: makeOwnership() }, {}]) {
      const { proofs } = judge(makeRow("tags", { owners, evidence: ["namespace-tags"] }));
      assert.deepEqual(
        proofs.map(({ team }) => team),
        [null],
      );
    }
  });

  it("counts an unknown proof as worse than a green one", () => {
    const { state, proofs } = judge(
      makeRow("guide", { owners: { platform: makeOwnership() }, evidence: ["attestation", "metrics"] }),
    );
    assert.deepEqual([state, proofs.map(({ provider }) => provider)], ["unknown", ["metrics", "attestation"]]);
  });

  it("is unknown without proofs, with a proof that nothing gives, and without a team to look at", () => {
    assert.equal(judge(makeRow("row")).state, "unknown");
    assert.equal(judge(makeRow("row", { evidence: ["star-sign"] })).why, 'Nothing here can show "star-sign".');
    const owned = makeRow("row", { owners: { application: makeOwnership() }, evidence: ["namespace-tags"] });
    assert.match(judge(owned, [platform]).why, /no team of the kind Application Teams/);
  });

  it("asks only the named team where a row names one", () => {
    const owners = { application: makeOwnership([], { team: "payments" }) };
    const { proofs } = judge(makeRow("tags", { owners, evidence: ["namespace-tags"] }), [
      orders,
      payments,
      makeTeam("idle", "application"),
    ]);
    assert.deepEqual(
      proofs.map(({ team }) => team),
      ["payments"],
    );
  });
});

describe("since when a row is what it is", () => {
  it("stays while the state does, and is now when it changes", () => {
    const first = mergeSince(
      new Map(),
      [
        { responsibility: "a", state: "green" },
        { responsibility: "b", state: "red" },
      ],
      1,
    );
    const second = mergeSince(
      first,
      [
        { responsibility: "a", state: "green" },
        { responsibility: "c", state: "red" },
      ],
      2,
    );
    assert.deepEqual(Object.fromEntries(second), { a: { state: "green", since: 1 }, c: { state: "red", since: 2 } });
    assert.equal(mergeSince(second, [{ responsibility: "a", state: "amber" }], 3).get("a")?.since, 3);
  });
});
