import assert from "node:assert/strict";
import { describe } from "node:test";
import { Code } from "@connectrpc/connect";
import { AccountAccess_Role as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { sharePlane } from "../harness/plane-for-file.ts";
import { makeUser } from "../harness/principals.ts";
import { refused, refusedField } from "../harness/refusals.ts";
import { makeTeam, platformTeam, readTeam, tailor } from "../harness/teams.ts";

describe("teams", () => {
  const onPlane = sharePlane();

  onPlane("are created, read, changed and deleted", async ({ owner }) => {
    const made = await makeTeam(owner, "payments", {
      name: "Payments",
      kind: "application",
      groups: ["payments-developers"],
      owns: { namespaces: ["payments"], tags: [{ key: "team", value: "payments" }] },
      contacts: { chat: "#payments", onCall: "https://oncall.example/payments" },
      workingHours: { timeZone: "Europe/Berlin", days: ["mon", "tue"], from: "09:00", to: "17:30" },
    });
    assert.deepEqual([made.spec?.name, made.spec?.workingHours?.timeZone], ["Payments", "Europe/Berlin"]);
    assert.equal(made.lastModifiedTime, undefined);
    const again = owner.responsibility.createTeam({ teamId: "payments", spec: { name: "P", kind: "application" } });
    await refused(again, Code.AlreadyExists);
    const { resourceVersion } = made;
    const spec = made.spec ?? {};
    await refused(
      owner.responsibility.updateTeam({ teamId: "payments", spec, resourceVersion }),
      Code.InvalidArgument,
      "nothing to change",
    );
    await owner.responsibility.updateTeam({ teamId: "payments", spec: { ...spec, name: "Pay" }, resourceVersion });
    const changed = await readTeam(owner, "payments");
    assert.deepEqual([changed.spec?.name, changed.spec?.contacts?.chat], ["Pay", "#payments"]);
    await refused(
      owner.responsibility.deleteTeam({ teamId: "payments", resourceVersion }),
      Code.FailedPrecondition,
      "version",
    );
    await owner.responsibility.deleteTeam({ teamId: "payments", resourceVersion: changed.resourceVersion });
    await refused(owner.responsibility.getTeam({ teamId: "payments" }), Code.NotFound);
  });

  onPlane("come in pages, by id, of one kind where it is asked for", async ({ owner }) => {
    for (const id of ["b-team", "a-team", "c-team"]) await makeTeam(owner, id, { name: id, kind: "application" });
    await makeTeam(owner, "core", platformTeam);
    const seen: string[] = [];
    let pageToken = "";
    do {
      const page = await owner.responsibility.getTeams({ kind: "application", pageSize: 2, pageToken });
      seen.push(...page.teams.map(({ id }) => id));
      pageToken = page.nextPageToken;
    } while (pageToken !== "");
    assert.deepEqual(seen, ["a-team", "b-team", "c-team"]);
  });

  onPlane("are refused with the field that is wrong", async ({ owner }) => {
    const create = (teamId: string, spec: object) =>
      owner.responsibility.createTeam({ teamId, spec: { name: "X", kind: "application", ...spec } });
    await refusedField(create("Has Space", {}), "team_id");
    await refusedField(create("x", { kind: "nobody" }), "spec.kind");
    await refusedField(create("x", { contacts: { onCall: "ftp://x" } }), "spec.contacts.on_call");
    await refusedField(create("x", { workingHours: { timeZone: "not a zone" } }), "spec.working_hours.time_zone");
    await refusedField(owner.responsibility.createTeam({ teamId: "x" }), "spec");
  });

  onPlane("stay while a responsibility names them", async (plane) => {
    const { owner } = plane;
    const team = await makeTeam(owner, "network", { ...platformTeam, name: "Network Team" });
    await tailor(owner, (spec) => {
      const row = spec.responsibilities.find(({ category }) => category.startsWith("network"));
      assert.ok(row?.owners.platform);
      row.owners.platform.team = "network";
    });
    const deletion = { teamId: "network", resourceVersion: team.resourceVersion };
    await refused(owner.responsibility.deleteTeam(deletion), Code.FailedPrecondition, "still named");
    const reader = await makeUser(plane, { accountAccess: { role: Role.READ } });
    await refused(reader.responsibility.deleteTeam(deletion), Code.PermissionDenied);
    assert.equal((await readTeam(reader, "network")).spec?.name, "Network Team");
  });
});
