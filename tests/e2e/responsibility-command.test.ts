// `remit ask`, `responsibilities`, `team`, `evidence`, `attest` and `go` against a running control plane.
import assert from "node:assert/strict";
import { describe } from "node:test";
import { AccountAccess_Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { template } from "@remit/responsibility";
import { serveCloudOnly } from "../harness/cloud-only.ts";
import type { TestPlane } from "../harness/control-plane.ts";
import { sharePlane } from "../harness/plane-for-file.ts";
import { makeServiceAccount } from "../harness/principals.ts";
import { makeFile, remitAs } from "../harness/run-remit.ts";
import { readMatrix, readTeam } from "../harness/teams.ts";

const onPlane = sharePlane({ addresses: { console: "https://remit.example", grpc: "" } });

const teams = `teams:
  platform:
    name: Temporal Platform Team
    kind: platform
    contacts: { chat: "#temporal-platform", email: platform@example.com }
  orders:
    name: Orders
    kind: application
    owns: { namespaces: [orders] }
    contacts: { chat: "#orders" }
    escalation: [platform]
`;

const owner = (plane: TestPlane) => remitAs(plane, plane.ownerKey);

describe("remit responsibilities", () => {
  onPlane("prints the template, which is what the server has until it is tailored", async (plane) => {
    const remit = owner(plane);
    const compared = await remit(["responsibilities", "compare"]);
    assert.equal(compared.out, "The matrix is the template, and there are no teams.");
    const { out } = await remit(["responsibilities", "template"]);
    const planned = await remit(["responsibilities", "plan", "-"], out);
    assert.deepEqual([planned.exitCode, planned.out], [0, "Nothing to change."]);
  });

  onPlane("tells what is wrong in a file with line and column, and changes nothing", async (plane) => {
    const remit = owner(plane);
    const file = makeFile(
      "responsibilities.yaml",
      teams.replace("[platform]", "[platfrom]").replace("kind: app", "kind: ap"),
    );
    for (const command of ["plan", "apply"]) {
      const { exitCode, err } = await remit(["responsibilities", command, file]);
      assert.equal(exitCode, 2);
      assert.match(
        err,
        /responsibilities\.yaml:8:11: teams\.orders\.kind: there is no kind of team "aplication"; did you mean/,
      );
    }
    assert.equal((await remit(["team", "list"])).out, "There are no teams.");
  });

  onPlane("plans with exit code 1, applies, and then has nothing to change", async (plane) => {
    const remit = owner(plane);
    const file = makeFile("responsibilities.yaml", teams);
    const planned = await remit(["responsibilities", "plan", file]);
    assert.equal(planned.exitCode, 1, planned.err);
    assert.match(planned.out, /^\+ team orders "Orders"$/m);
    assert.match(planned.out, /\n2 teams to create\.$/);
    const applied = await remit(["responsibilities", "apply", file]);
    assert.deepEqual([applied.exitCode, applied.out], [0, "Created team platform.\nCreated team orders."]);
    assert.deepEqual((await readTeam(plane.owner, "orders")).spec?.escalation, ["platform"]);
    assert.equal((await remit(["responsibilities", "apply", file])).out, "Nothing to change.");
    assert.equal((await remit(["responsibilities", "plan", file])).exitCode, 0);
  });

  onPlane("exports what plan takes back unchanged, and pages in every format", async (plane) => {
    const remit = owner(plane);
    const { out } = await remit(["responsibilities", "export"]);
    assert.match(out, /^# yaml-language-server: \$schema=docs\/responsibilities\.schema\.json\n/);
    assert.equal((await remit(["responsibilities", "plan", "-"], out)).out, "Nothing to change.");
    const expected = {
      markdown: /^# Shared Responsibility Model\n/,
      html: /^<!doctype html>/,
      csv: /^Category,Id,Responsibility,Temporal Platform Team,Application Team/,
      json: /^\{\n {2}"matrix"/,
    };
    for (const [format, beginning] of Object.entries(expected)) {
      assert.match((await remit(["responsibilities", "export", "--format", format])).out, beginning);
    }
  });

  onPlane("changes matrix and teams that only fit each other, and deletes teams with --prune alone", async (plane) => {
    const remit = owner(plane);
    const { out } = await remit(["responsibilities", "export", "-o", "json"]);
    const model = JSON.parse(out) as {
      matrix: { organization: string; kinds: object[]; responsibilities: { owners: object }[] };
      teams: { id: string }[];
    };
    model.matrix.organization = "ABC Financial";
    model.matrix.kinds.push({ id: "security", title: "Security", scope: "account" });
    const [row] = model.matrix.responsibilities;
    assert.ok(row);
    row.owners = { security: { share: "responsible", team: "guards" } };
    const wanted = {
      ...model,
      teams: [...model.teams.filter(({ id }) => id !== "orders"), { id: "guards", name: "Guards", kind: "security" }],
    };
    const file = makeFile("responsibilities.json", JSON.stringify(wanted));
    const kept = await remit(["responsibilities", "plan", file]);
    assert.match(kept.err, /on the server and not in the file: orders; --prune/);
    const applied = await remit(["responsibilities", "apply", file, "--prune"]);
    assert.equal(applied.exitCode, 0, applied.err);
    assert.deepEqual(applied.out.split("\n"), [
      "Updated the matrix, as far as the teams allow by now.",
      "Created team guards.",
      "Deleted team orders.",
      "Updated the matrix.",
    ]);
    assert.equal((await remit(["responsibilities", "plan", file, "--prune"])).exitCode, 0);
    const { spec } = await readMatrix(plane.owner);
    assert.equal(spec.responsibilities[0]?.owners.security?.team, "guards");
    const compared = await remit(["responsibilities", "compare"]);
    assert.match(compared.out, /^~ settings\n {4}\+ organization: "ABC Financial"/);
    const back = makeFile(
      "back.yaml",
      (await remit(["responsibilities", "template"])).out + teams.replace("teams:\n", "\nteams:\n"),
    );
    assert.equal((await remit(["responsibilities", "apply", back, "--prune"])).exitCode, 0);
    assert.equal((await remit(["team", "list"])).out.includes("guards"), false);
  });

  onPlane("says what is missing to who may not apply", async (plane) => {
    const { key } = await makeServiceAccount(plane, { accountAccess: { role: AccountAccess_Role.READ } });
    const file = makeFile("r.yaml", teams.replace("name: Orders", "name: The Orders"));
    const { exitCode, err } = await remitAs(plane, key)(["responsibilities", "apply", file]);
    assert.equal(exitCode, 2);
    assert.match(err, /permission denied: remit\.responsibility\.update/);
  });
});

describe("remit ask, team and go", () => {
  onPlane("names the team, how to reach it, the link, and why", async (plane) => {
    const remit = owner(plane);
    const { exitCode, out } = await remit(["ask", "Temporal", "Cloud", "access"]);
    assert.equal(exitCode, 0);
    assert.match(
      out,
      /^Temporal Cloud access \(cloud-access\)\n {2}Temporal Platform Team .*\(#temporal-platform, https:\/\/remit\.example\/go\/temporal-request\)\n/,
    );
    assert.match(out, /\n {2}why: /);
    const json = await remit(["ask", "--operation", "cloud.namespace.create", "-o", "json"]);
    const { answers } = JSON.parse(json.out) as { answers: { owners: { team: string }[] }[] };
    assert.equal(answers[0]?.owners[0]?.team, "Temporal Platform Team");
  });

  onPlane("gives the questions of the framework when nothing matches, with exit code 1", async (plane) => {
    const { exitCode, out } = await owner(plane)(["ask", "xyzzy", "plugh"]);
    assert.equal(exitCode, 1);
    assert.match(
      out,
      /^Nothing matches\. Ask yourself:\n {2}Does the issue affect multiple teams or namespaces\? Yes: /,
    );
    assert.match((await owner(plane)(["ask"])).err, /About what\?/);
    const elsewhere = await owner(plane)(["ask", "access", "-n", "nothing"]);
    assert.ok(elsewhere.err.includes(`there is no namespace "nothing.${plane.accountId}"`), elsewhere.err);
  });

  onPlane("lists teams, and shows one with what it answers for", async (plane) => {
    const remit = owner(plane);
    assert.match(
      (await remit(["team", "list"])).out,
      /^ID +NAME +KIND +CONTACT\norders +Orders +application +#orders\n/,
    );
    const shown = await remit(["team", "show", "Orders"]);
    assert.match(shown.out, /^Orders \(orders, application\)\n {2}chat: #orders\n {2}then: platform\n/);
    assert.match(shown.out, /answers for:\n {4}\S/);
    assert.match((await remit(["team", "show", "ordres"])).err, /did you mean orders\?/);
  });

  onPlane("prints where a go-link leads, and the nearest for one that is not there", async (plane) => {
    const remit = owner(plane);
    assert.equal((await remit(["go", "go/temporal-request"])).out, `${plane.url}/requests/new`);
    assert.match((await remit(["go", "temporal-requests"])).err, /did you mean temporal-request\?/);
  });
});

describe("remit evidence and attest", () => {
  onPlane("shows each row's state and why, and takes an attestation", async (plane) => {
    const remit = owner(plane);
    const all = await remit(["evidence"]);
    assert.match(all.out, /^ROW +STATE +SINCE +WHY\ncloud-access /);
    const row = template.responsibilities.find(
      ({ evidence }) => evidence.length === 1 && evidence[0] === "attestation",
    )?.id;
    assert.ok(row);
    const before = await remit(["evidence", row]);
    assert.match(
      before.out,
      new RegExp(`^${row} is unknown since .*\\n {2}unknown {2}attestation: Nobody has attested it\\.`),
    );
    const day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    const attested = await remit(["attest", row, "--statement", "It is written", "--until", day]);
    assert.deepEqual([attested.exitCode, attested.out], [0, `Attested until ${day}: ${row}`]);
    assert.match(
      (await remit(["evidence", row])).out,
      / is green since .*\n {2}green {2}attestation: owner@example\.com attested/,
    );
    assert.match((await remit(["evidence", "nothing"])).err, /Error: .*nothing/);
    assert.match((await remit(["attest", row, "--statement", "x", "--until", "tomorrow"])).err, /--until takes a day/);
    assert.match((await remit(["attest", row])).err, /takes --statement and --until; --withdraw/);
    assert.match((await remit(["attest", row, "--withdraw", "--until", day])).err, /leave out --statement and --until/);
    const withdrawn = await remit(["attest", row, "--withdraw"]);
    assert.deepEqual([withdrawn.exitCode, withdrawn.out], [0, `Attested no longer: ${row}`]);
    assert.match((await remit(["evidence", row])).out, / is unknown since .*\n {2}unknown {2}attestation: Nobody has/);
    const { logs } = await plane.owner.cloud.getAuditLogs({ pageSize: 1000 });
    const record = logs.find(({ operation }) => operation === "WithdrawAttestation");
    assert.match(JSON.stringify(record?.rawDetails), /It is written/);
    assert.match((await remit(["attest", row, "--withdraw"])).err, /attestation/);
  });
});

describe("remit on a server that serves the Cloud Ops API alone", () => {
  onPlane("asks for the file where it needs one, and works with it", async (plane) => {
    await using other = await serveCloudOnly(plane);
    const remit = remitAs(other, plane.ownerKey);
    const file = makeFile("responsibilities.yaml", teams);
    assert.match((await remit(["ask", "access"])).err, /is not Remit's own server: .*--file responsibilities\.yaml/);
    assert.match(
      (await remit(["ask", "cloud access", "--file", file])).out,
      /Temporal Platform Team .*\(#temporal-platform, go\/temporal-request\)/,
    );
    const byRpc = await remit(["ask", "SetUserNamespaceAccess", "--file", file]);
    assert.match(byRpc.out, /why: .*cloud\.namespace\.setUserAccess/);
    assert.match(byRpc.out, /Temporal Platform Team/);
    assert.match((await remit(["team", "list"])).err, /--file responsibilities\.yaml/);
    assert.match((await remit(["team", "list", "--file", file])).out, /^ID .*\nplatform /);
    assert.match((await remit(["evidence"])).err, /is not Remit's own server, and this command needs one/);
    assert.match((await remit(["responsibilities", "apply", file])).err, /keeps no matrix/);
  });
});
