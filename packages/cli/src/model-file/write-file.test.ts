import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { checkTeam, type Model, template } from "@remit/responsibility";
import { checkFile } from "./check-file.ts";
import { parseFile } from "./parse-file.ts";
import { writeMatrixFile, writeModelFile } from "./write-file.ts";

const none: Model = { matrix: { ...template, organization: "other" }, teams: [] };
const readBack = (text: string): Model => {
  const { matrix, teams } = checkFile(parseFile("r.yaml", text), none);
  return { matrix, teams };
};

const full = checkTeam(
  "orders",
  {
    name: "Orders: \"#1\" & 'more'",
    kind: "application",
    description: "first line\nsecond line",
    groups: ["orders", "yes", "1.0"],
    owns: { namespaces: ["orders"], tags: [{ key: "team", value: "" }] },
    contacts: { chat: "#orders" },
    workingHours: { timeZone: "Europe/Berlin", days: ["mon", "fri"], from: "09:00", to: "17:00" },
  },
  template,
);

describe("the model as a file", () => {
  it("means the same when it is read again", () => {
    assert.deepEqual(full.problems, []);
    const last = template.responsibilities.length - 1;
    const matrix = {
      ...template,
      organization: "ABC",
      responsibilities: template.responsibilities.map((row, index) => ({ ...row, hidden: index === last })),
    };
    const bare = checkTeam("platform", { name: "P", kind: "platform" }, template).team;
    const model = { matrix, teams: [full.team, bare] };
    assert.deepEqual(readBack(writeModelFile(model)), model);
    assert.deepEqual(readBack(writeMatrixFile(template)), { matrix: template, teams: [] });
  });

  it("names a schema that is in the repository", () => {
    const [, path = ""] = /^# yaml-language-server: \$schema=(.*)\n/.exec(writeMatrixFile(template)) ?? [];
    assert.ok(existsSync(join(import.meta.dirname, "../../../..", path)), path);
  });

  it("leaves out what is empty", () => {
    const text = writeModelFile({ matrix: template, teams: [full.team] });
    assert.doesNotMatch(text.replace(/^ {2}organization: ""$/m, ""), /: (""|\[\]|\{\}|false)$/m);
  });
});
