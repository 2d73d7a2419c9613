import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { checkTeam } from "../check/team.ts";
import type { Matrix, Ownership, Responsibility, Tag, Team } from "../model.ts";
import { template } from "../template/template.ts";
import { compareMatrix, compareTeams } from "./compare.ts";
import { renderComparison } from "./render.ts";

const rows = template.responsibilities;

const withRows = (responsibilities: readonly Responsibility[]): Matrix => ({ ...template, responsibilities });

function changeRow(id: string, change: (row: Responsibility) => Partial<Responsibility>): Matrix {
  return withRows(rows.map((row) => (row.id === id ? { ...row, ...change(row) } : row)));
}

const linesOf = (after: Matrix, before: Matrix = template): readonly string[] =>
  renderComparison(compareMatrix(before, after));

describe("compareMatrix", () => {
  it("finds nothing between a matrix and itself", () => {
    assert.deepEqual(compareMatrix(template, structuredClone(template)), []);
  });

  it("says which operation an owner gained and which it lost", () => {
    const change = ({ owners }: Responsibility) => {
      const owner = owners.application as Ownership;
      return {
        owners: { application: { ...owner, operations: ["cloud.namespace.update", "cloud.namespace.updateTags"] } },
      };
    };
    assert.deepEqual(linesOf(changeRow("codec-server-configuration", change)), [
      '~ responsibility codec-server-configuration "Codec Server configuration (per Namespace)"',
      '    - owners.application.operations: "cloud.namespace.get"',
      '    + owners.application.operations: "cloud.namespace.updateTags"',
    ]);
  });

  it("shows a renamed row as the same row, and a part before and after", () => {
    const change = ({ owners }: Responsibility) => ({
      name: "Incidents",
      owners: { ...owners, platform: { ...(owners.platform as Ownership), part: "everything else" } },
    });
    assert.deepEqual(linesOf(changeRow("incident-response", change)), [
      '~ responsibility incident-response "Incidents"',
      '    ~ name: "Incident response" → "Incidents"',
      '    ~ owners.platform.part: "platform incident" → "everything else"',
    ]);
  });

  it("tells hidden from removed, and shown again from added", () => {
    const hidden = changeRow("load-testing", () => ({ hidden: true }));
    assert.deepEqual(linesOf(hidden), ['~ responsibility load-testing "Load testing": hidden']);
    assert.deepEqual(linesOf(template, hidden), ['~ responsibility load-testing "Load testing": shown again']);
    const removed = withRows(rows.filter(({ id }) => id !== "load-testing"));
    assert.deepEqual(linesOf(removed), ['- responsibility load-testing "Load testing"']);
    assert.deepEqual(linesOf(template, removed), [
      '+ responsibility load-testing "Load testing"',
      '    + category: "operation"',
      '    + description: "Tests its application at the load it expects, after agreeing on when."',
      '    + owners.application.share: "responsible"',
      '    + owners.application.operations: "namespace:write"',
      '    + evidence: "attestation"',
    ]);
  });

  it("calls one row pulled to the top one move, and a row in another category a move there", () => {
    const last = rows.filter(({ category }) => category === "worker").at(-1) as Responsibility;
    assert.deepEqual(linesOf(withRows([last, ...rows.filter(({ id }) => id !== last.id)])), [
      '~ responsibility worker-autoscaling-configuration "Worker auto-scaling configuration": moved from position 8 to 1',
    ]);
    assert.deepEqual(linesOf(changeRow("load-testing", () => ({ category: "development" }))), [
      '~ responsibility load-testing "Load testing": moved from category operation to development',
    ]);
  });

  it("finds what changed in categories, kinds, questions, go-links and settings", () => {
    const [platform, application] = template.kinds as [Matrix["kinds"][number], Matrix["kinds"][number]];
    const after: Matrix = {
      ...template,
      organization: "ABC Financial",
      kinds: [application, { ...platform, title: "Platform" }],
      categories: [...template.categories.slice(1), { id: "new", title: "New" }],
      framework: template.framework.slice(0, 2),
      goLinks: template.goLinks.map((link) => (link.url === "/" ? { ...link, url: "https://grafana.example" } : link)),
      requests: { ...template.requests, approvals: 2 },
    };
    assert.deepEqual(linesOf(after), [
      "~ settings",
      '    + organization: "ABC Financial"',
      '    ~ requests.approvals: "1" → "2"',
      '~ kind platform "Platform"',
      '    ~ title: "Temporal Platform Team" → "Platform"',
      '~ kind application "Application Team": moved from position 2 to 1',
      '+ category new "New"',
      '- category iam "Identity Access Management (IAM)"',
      '- question account-admin "Does it require Temporal Cloud Admin access?"',
      '~ go-link temporal-dashboard "Monitoring dashboard"',
      '    ~ url: "/" → "https://grafana.example"',
    ]);
  });

  it("finds only moves when rows, categories, kinds and questions stand in any other order", () => {
    const shuffled = <Item>(list: readonly Item[]) => fc.shuffledSubarray([...list], { minLength: list.length });
    fc.assert(
      fc.property(
        fc.record({
          kinds: shuffled(template.kinds),
          categories: shuffled(template.categories),
          responsibilities: shuffled(rows),
          framework: shuffled(template.framework),
          goLinks: shuffled(template.goLinks),
        }),
        (lists) => {
          const found = compareMatrix(template, { ...template, ...lists });
          assert.deepEqual(new Set(found.map(({ change }) => change)).difference(new Set(["moved"])), new Set());
        },
      ),
      { numRuns: 50 },
    );
  });

  it("finds the same changes of rows in whatever order they stand", () => {
    const order = fc.shuffledSubarray([...rows], { minLength: rows.length });
    const changes = fc.array(fc.record({ at: fc.nat(rows.length - 1), text: fc.string(), hide: fc.boolean() }));
    fc.assert(
      fc.property(order, changes, (shuffled, edits) => {
        const edited = new Map(rows.map((row) => [row.id, row]));
        for (const { at, text, hide } of edits) {
          const row = rows[at] as Responsibility;
          edited.set(row.id, { ...row, description: text, hidden: hide });
        }
        const inOrder = (list: readonly Responsibility[]) =>
          withRows(list.map(({ id }) => edited.get(id) as Responsibility));
        const [plain, mixed] = [rows, shuffled].map((list) =>
          compareMatrix(template, inOrder(list)).filter(({ change }) => change !== "moved"),
        );
        const byId = (list: typeof plain) => new Map(list?.map((each) => [`${each.change} ${each.id}`, each]));
        assert.deepEqual(byId(mixed), byId(plain));
      }),
      { numRuns: 50 },
    );
  });
});

describe("compareTeams", () => {
  const team = (change: Partial<Team>): Team =>
    checkTeam("payments", { name: "Payments", kind: "application", ...change }, template).team;

  it("takes lists for sets, except the order of escalation", () => {
    const before = team({ groups: ["a", "b"], escalation: ["x", "y"] });
    assert.deepEqual(compareTeams([before], [team({ groups: ["b", "a"], escalation: ["x", "y"] })]), []);
    assert.deepEqual(renderComparison(compareTeams([before], [team({ groups: ["b", "c"], escalation: ["y", "x"] })])), [
      '~ team payments "Payments"',
      '    - groups: "a"',
      '    + groups: "c"',
      '    ~ escalation: "x → y" → "y → x"',
    ]);
  });

  it("tells two tags apart that read alike", () => {
    const tagged = (key: string, value: string) =>
      team({ owns: { namespaces: [], projects: [], tags: [{ key, value }] } });
    assert.equal(compareTeams([tagged("a b", "c")], [tagged("a", "b c")]).length, 1);
  });

  it("does not care in which order the fields of a tag were written", () => {
    const tagged = (tag: Tag): Team => ({ ...team({}), owns: { namespaces: [], projects: [], tags: [tag] } });
    const [before, after] = [tagged({ key: "a", value: "b" }), tagged({ value: "b", key: "a" })];
    assert.deepEqual(compareTeams([before], [after]), []);
  });

  it("does not care in which order teams stand", () => {
    const teams = ["a", "b", "c"].map((id) => ({ ...team({}), id }));
    assert.deepEqual(compareTeams(teams, teams.toReversed()), []);
  });
});

describe("renderComparison", () => {
  it("prints no line break, escape or change of direction of somebody else's", () => {
    const name = "a\n+ team evil\u001b[2J\u202e";
    const [line = ""] = linesOf(changeRow("load-testing", () => ({ name })));
    assert.equal(line, '~ responsibility load-testing "a\\n+ team evil\\u001b[2J\\u202e"');
  });
});
