import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { template } from "@remit/responsibility";
import { UsageError } from "../terminal.ts";
import { checkFile } from "./check-file.ts";
import { parseFile } from "./parse-file.ts";

const read = (text: string) => checkFile(parseFile("r.yaml", text), { matrix: template, teams: [] });

function problemsOf(text: string): string[] {
  try {
    read(text);
  } catch (error) {
    if (error instanceof UsageError) return error.message.split("\n");
    throw error;
  }
  return [];
}

const platform = "  platform: { name: Platform, kind: platform }";

describe("responsibilities.yaml", () => {
  it("may leave out the matrix, the teams, or everything", () => {
    assert.deepEqual(read(""), { matrix: template, teams: [], hasMatrix: false, hasTeams: false });
    const { teams, hasTeams } = read(`teams:\n${platform}\n`);
    assert.deepEqual([teams.map(({ id, name }) => [id, name]), hasTeams], [[["platform", "Platform"]], true]);
  });

  it("takes teams by id and as a list, with the same meaning", () => {
    const list = read("teams:\n  - { id: platform, name: Platform, kind: platform }\n");
    assert.deepEqual(read(`teams:\n${platform}\n`), list);
  });

  it("tells where the text is no YAML", () => {
    assert.match(problemsOf("teams:\n  a: [1\n")[0] ?? "", /^r\.yaml:3:1: /);
    assert.match(problemsOf("teams: {}\nteams: {}\n")[0] ?? "", /^r\.yaml:2:1: Map keys must be unique/);
  });

  it("tells each unknown field at its name, with the one that may have been meant", () => {
    const text =
      "teams:\n  platform:\n    name: Platform\n    kind: platform\n    contact: { chat: '#x' }\nmatrx: {}\n";
    assert.deepEqual(problemsOf(text), [
      "r.yaml:5:5: teams.platform.contact: there is no such field; did you mean contacts?",
      "r.yaml:6:1: matrx: there is no such field; did you mean matrix?",
    ]);
    const list = "teams:\n  - id: platform\n    name: Platform\n    kind: platform\n    grups: []\n";
    assert.deepEqual(problemsOf(list), ["r.yaml:5:5: teams[0].grups: there is no such field; did you mean groups?"]);
  });

  it("tells a value of another shape where it stands, and a missing one where it should", () => {
    const text = "teams:\n  platform:\n    name: [Platform]\n    groups: everyone\n    description:\n";
    assert.deepEqual(problemsOf(text), [
      "r.yaml:3:11: teams.platform.name: must be a text, and is a list",
      "r.yaml:3:5: teams.platform.kind: is required",
      "r.yaml:5:17: teams.platform.description: must be a text, and is empty",
      'r.yaml:4:13: teams.platform.groups: must be a list, and is the text "everyone"',
    ]);
    assert.deepEqual(problemsOf("- a\n"), ["r.yaml:1:1: must be a map of fields, and is a list"]);
  });

  it("tells a value that means nothing where it stands, in the matrix and in teams", () => {
    const text =
      "teams:\n  platform:\n    name: Platform\n    kind: platfrom\n    contacts:\n      onCall: javascript:x\n";
    const [kind = "", link = ""] = problemsOf(text);
    assert.match(
      kind,
      /^r\.yaml:4:11: teams\.platform\.kind: there is no kind of team "platfrom"; did you mean platform\?/,
    );
    assert.match(link, /^r\.yaml:6:15: teams\.platform\.contacts\.onCall: "javascript:x" must begin with https/);
    const matrix =
      "matrix:\n  kinds: [{ id: a, title: A, scope: account }]\n  categories: []\n  responsibilities:\n    - { id: x, category: none, name: X }\n";
    assert.match(
      problemsOf(matrix)[0] ?? "",
      /^r\.yaml:5:26: matrix\.responsibilities\[0\]\.category: there is no category "none"/,
    );
  });

  it("tells a wrong id of a team at its key", () => {
    assert.match(
      problemsOf("teams:\n  Plat Form: { name: P, kind: platform }\n")[0] ?? "",
      /^r\.yaml:2:14: teams\.Plat Form: .*plat-form would do/,
    );
  });

  it("tells what does not fit between teams, by id where they stand by id", () => {
    const text = `teams:\n${platform}\n  orders:\n    name: Orders\n    kind: application\n    escalation: [platfrm]\n`;
    assert.deepEqual(problemsOf(text), [
      'r.yaml:6:18: teams.orders.escalation[0]: there is no team "platfrm"; did you mean platform?',
    ]);
  });

  it("refuses a text that unfolds to something huge", () => {
    const levels = Array.from(
      { length: 12 },
      (_, n) => `  t${n + 1}: &t${n + 1} [${Array(10).fill(`*t${n}`).join(", ")}]`,
    );
    assert.match(problemsOf(["teams:", "  t0: &t0 [x, x]", ...levels].join("\n"))[0] ?? "", /alias/i);
  });
});
