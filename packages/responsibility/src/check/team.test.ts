import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { TeamSpecSchema } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import type { Team } from "../model.ts";
import { template } from "../template/template.ts";
import type { TeamInput } from "./input.ts";
import { checkTeam } from "./team.ts";

const payments: Team = {
  id: "payments",
  name: "Payments",
  kind: "application",
  description: "",
  groups: ["payments-developers"],
  serviceAccounts: ["payments-worker"],
  owns: { namespaces: ["payments-prod"], projects: ["payments"], tags: [{ key: "team", value: "payments" }] },
  contacts: {
    chat: "#payments",
    email: "payments@example.com",
    onCall: "https://oncall.example/payments",
    ticket: "/tickets/new",
  },
  escalation: ["platform"],
  workingHours: { timeZone: "Europe/Berlin", days: ["mon", "tue"], from: "09:00", to: "17:30" },
};

function problemsOf(change: TeamInput, id = "payments"): string[] {
  const { problems } = checkTeam(id, { ...payments, ...change }, template);
  return problems.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

describe("checkTeam", () => {
  it("accepts a team that says everything, and changes nothing of it", () => {
    assert.deepEqual(checkTeam("payments", payments, template), { team: payments, problems: [] });
  });

  it("takes a message of remit.v1 as it is, with parts unset", () => {
    const { team, problems } = checkTeam("sre", create(TeamSpecSchema, { name: "SRE", kind: "platform" }), template);
    assert.deepEqual(problems, []);
    assert.deepEqual(team.owns, { namespaces: [], projects: [], tags: [] });
    assert.deepEqual(team.contacts, { chat: "", email: "", onCall: "", ticket: "" });
    assert.deepEqual(team.workingHours, { timeZone: "", days: [], from: "", to: "" });
  });

  it("wants an id, a name and a kind that there is", () => {
    assert.deepEqual(problemsOf({ name: "", kind: "aplication" }, "Payments"), [
      'kind: there is no kind of team "aplication"; did you mean application?',
      'id: "Payments" must be 1 to 64 lower-case letters, digits and hyphens, not beginning or ending with a hyphen; payments would do',
      "name: must not be empty",
    ]);
  });

  it("refuses Namespaces owned by a team that answers for the whole account", () => {
    assert.deepEqual(problemsOf({ kind: "platform" }), [
      "owns: a team of kind platform answers for the whole account, so it owns nothing by itself",
    ]);
  });

  it("refuses what it names twice, and itself as the next to turn to", () => {
    const tag = { key: "team", value: "payments" };
    assert.deepEqual(
      problemsOf({ groups: ["a", "b", "a"], owns: { tags: [tag, tag] }, escalation: ["payments"] }).map(
        (line) => line.split(":")[0],
      ),
      ["owns.tags.1", "groups.2", "escalation.0"],
    );
  });

  it("knows a channel, an address and a link when it sees one", () => {
    const wrong = {
      chat: ["payments", "#pay ments", "#", `#${"a".repeat(81)}`],
      email: [
        "payments",
        "a@b@c",
        "a b@example.com",
        "a@example.com,b@example.com",
        "a@example.com\nBcc: b@example.com",
        "a@-b",
      ],
      onCall: ["javascript:alert(1)", "oncall.example", "//evil.example"],
      ticket: ["data:text/html,x"],
    };
    for (const [field, values] of Object.entries(wrong)) {
      for (const value of values) {
        const found = problemsOf({ contacts: { ...payments.contacts, [field]: value } });
        assert.equal(found.length, 1, value);
        assert.ok(found[0]?.startsWith(`contacts.${field}: `), found[0]);
      }
    }
    for (const email of ["o'neil+tag@mail.example.co.uk", "ops@localhost"]) {
      assert.deepEqual(problemsOf({ contacts: { email } }), [], email);
    }
  });

  it("wants working hours whole, in a zone, from earlier to later", () => {
    const hours = (change: TeamInput["workingHours"]) =>
      problemsOf({ workingHours: { ...payments.workingHours, ...change } });
    assert.deepEqual(hours({ timeZone: "", days: [] }), [
      "workingHours.timeZone: must be given with the rest of the working hours",
      "workingHours.days: must be given with the rest of the working hours",
    ]);
    assert.deepEqual(hours({ from: "18:00", to: "09:00" }), [
      "workingHours.to: 09:00 must be later than 18:00; hours that pass midnight end at 24:00",
    ]);
    assert.deepEqual(hours({ from: "9:00" }), [
      'workingHours.from: "9:00" must be a time of day from 00:00 to 24:00, as 09:00',
    ]);
    assert.equal(hours({ to: "24:01" }).length, 1);
    assert.deepEqual(hours({ to: "24:00" }), []);
    assert.deepEqual(hours({ days: ["mon", "monday"] }), [
      'workingHours.days.1: "monday" must be one of mon, tue, wed, thu, fri, sat, sun',
    ]);
    for (const timeZone of ["UTC", "Etc/GMT+1", "America/Argentina/Buenos_Aires"]) {
      assert.deepEqual(hours({ timeZone }), [], timeZone);
    }
    assert.deepEqual(hours({ timeZone: "Europe/Berln" }), [
      'workingHours.timeZone: there is no time zone "Europe/Berln"; it must be the IANA name of a time zone, as Europe/Berlin',
    ]);
    for (const timeZone of ["berlin", "Europe/", "+02:00", "../etc/passwd", `E${"u".repeat(64)}`]) {
      assert.equal(hours({ timeZone }).length, 1, timeZone);
    }
  });
});
