// `remit request`, `requests` and `review` against a running control plane.
import assert from "node:assert/strict";
import { describe } from "node:test";
import { Code } from "@connectrpc/connect";
import { AccountAccess_Role as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { describeNamespace } from "../../packages/server/src/temporal/namespaces.ts";
import { serveCloudOnly } from "../harness/cloud-only.ts";
import type { TestPlane } from "../harness/control-plane.ts";
import { freshName, specOf } from "../harness/namespaces.ts";
import { sharePlane, sharePlaneOnTemporal } from "../harness/plane-for-file.ts";
import { makeUser, type TestPrincipal } from "../harness/principals.ts";
import { refused } from "../harness/refusals.ts";
import { type Deciders, makeDeciders, makeDeveloper, readRequest } from "../harness/requests.ts";
import { type RunRemit, remitAs } from "../harness/run-remit.ts";
import { makeTeam } from "../harness/teams.ts";

const onPlane = sharePlane();

let office: Deciders | undefined;
const decidersOf = async (plane: TestPlane): Promise<Deciders> => (office ??= await makeDeciders(plane));
const as = (plane: TestPlane, { key }: TestPrincipal): RunRemit => remitAs(plane, key);
const why = ["--reason", "INC-17"];

/** Asks by the command, and gives the request's id. */
async function ask(remit: RunRemit, words: readonly string[]): Promise<string> {
  const { exitCode, out, err } = await remit(["request", ...words, ...why, "-o", "json"]);
  assert.equal(exitCode, 0, err);
  return (JSON.parse(out) as { request: { id: string } }).request.id;
}

describe("remit request access", () => {
  onPlane("asks, is approved by another, works, and ends by the command", async (plane) => {
    const { members } = await decidersOf(plane);
    const { namespace } = await plane.owner.cloud.createNamespace({ spec: specOf() });
    const developer = await makeDeveloper(plane);
    const [dev, decider] = [as(plane, developer), as(plane, members[0])];
    const asked = await dev(["request", "access", "namespace", namespace, "read", "--hours", "8", ...why]);
    assert.equal(asked.exitCode, 0, asked.err);
    const id = /^Asked for read on namespace \S+: request ([0-9a-f]{32})$/.exec(asked.out)?.[1] ?? "none";
    const waiting = await decider(["requests", "--to-decide"]);
    assert.match(waiting.out, new RegExp(`^${id}  pending .* read on namespace ${namespace} .* 8 .* INC-17$`, "m"));
    const approved = await decider(["request", "approve", id, "--comment", "until tonight"]);
    assert.equal(approved.exitCode, 0, approved.err);
    assert.match(approved.out, new RegExp(`^Approved: read on namespace ${namespace}; until 20`));
    await developer.cloud.getNamespace({ namespace });
    const shown = await dev(["request", "show", id]);
    assert.match(shown.out, /\n {2}state: approved\n.*\n {2}approved: by \S+ at \S+: until tonight\n {2}ends: 20/s);
    assert.equal((await decider(["requests", "--to-decide"])).out, "Nothing waits for you to decide it.");
    const ended = await dev(["request", "end", id]);
    assert.deepEqual([ended.exitCode, ended.out], [0, `Ended: read on namespace ${namespace}; given back`]);
    await refused(developer.cloud.getNamespace({ namespace }), Code.PermissionDenied);
    const { requests } = JSON.parse((await dev(["requests", "--state", "ended", "-o", "json"])).out) as {
      requests: { id: string; hours: number }[];
    };
    assert.deepEqual(
      requests.map((request) => [request.id, request.hours]),
      [[id, 8]],
    );
  });

  onPlane("says in the server's words that nobody approves their own, with exit code 2", async (plane) => {
    const { members } = await decidersOf(plane);
    const { projectId } = await plane.owner.cloud.createProject({ spec: { displayName: "payments" } });
    const decider = as(plane, members[0]);
    const id = await ask(decider, ["access", "project", projectId, "read", "--hours", "1"]);
    const { exitCode, err } = await decider(["request", "approve", id]);
    assert.equal(exitCode, 2);
    assert.match(err, /^Error: .*nobody decides their own request: another approver has to\./);
    const json = await decider(["request", "approve", id, "-o", "json"]);
    assert.equal((JSON.parse(json.err) as { error: { code: string } }).error.code, "permission_denied");
    assert.match((await decider(["request", "withdraw", id])).out, /^Withdrawn: read on project /);
    assert.equal((await readRequest(members[0], id)).state, "withdrawn");
  });

  onPlane("prolongs access by a request that renews it", async (plane) => {
    const { members } = await decidersOf(plane);
    const { namespace } = await plane.owner.cloud.createNamespace({ spec: specOf() });
    const [dev, decider] = [as(plane, await makeDeveloper(plane)), as(plane, members[1])];
    const words = ["access", "namespace", namespace, "read", "--hours", "8"];
    const first = await ask(dev, words);
    await decider(["request", "approve", first]);
    const second = await ask(dev, [...words, "--renews", first]);
    await decider(["request", "approve", second]);
    assert.match((await dev(["request", "show", first])).out, new RegExp(`note: prolonged by request ${second}$`, "m"));
    assert.match((await dev(["request", "show", second])).out, new RegExp(`^ {2}renews: ${first}$`, "m"));
  });

  onPlane("finds names where they may be looked up, and asks for ids elsewhere", async (plane) => {
    await decidersOf(plane);
    const dev = as(plane, await makeDeveloper(plane));
    const boss = await makeUser(plane, { accountAccess: { role: Role.OWNER } });
    const spec = {
      name: "AuditReader",
      permissions: [{ actions: ["cloud.auditlog.list"], resources: { resourceType: "accounts", allowAll: true } }],
    };
    const { roleId } = await plane.owner.cloud.createCustomRole({ spec });
    const hours = ["--hours", "2"];
    for (const [remit, role] of [
      [as(plane, boss), "AuditReader"],
      [dev, roleId],
    ] as const) {
      const { out } = await remit(["request", "access", "custom-role", role, ...hours, ...why]);
      assert.match(out, new RegExp(`^Asked for custom role ${roleId}: `));
    }
    const named = await as(plane, boss)(["request", "access", "namespace", "orders", "read", ...hours, ...why]);
    assert.match(named.out, new RegExp(`^Asked for read on namespace orders\\.${plane.accountId}: `));
    const byRole = await dev(["request", "access", "custom-role", "AuditReader", ...hours, ...why]);
    assert.deepEqual(
      [byRole.exitCode, byRole.err],
      [2, 'Error: You may not look custom roles up by name: give the id of "AuditReader".'],
    );
    const byName = await dev(["request", "access", "namespace", "orders", "read", ...hours, ...why]);
    assert.match(byName.err, /give the Namespace's id, as orders\.abc123\.$/);
    const absent = await as(plane, boss)(["request", "access", "custom-role", "None", ...hours, ...why]);
    assert.match(absent.err, /There is no custom role "None" that you may see\./);
    const tooLong = await dev(["request", "access", "custom-role", roleId, "--hours", "99999", ...why]);
    assert.deepEqual([tooLong.exitCode, /hours/.test(tooLong.err)], [2, true]);
  });
});

describe("remit request namespace", () => {
  onPlane("asks with all that is said of it, and is declined with a comment", async (plane) => {
    const { members } = await decidersOf(plane);
    await makeTeam(plane.owner, "orders", { name: "Orders", kind: "application" });
    const dev = as(plane, await makeDeveloper(plane));
    const name = freshName();
    const flags = ["--region", "aws-us-east-1", "--classification", "internal"];
    const more = ["--team", "orders", "--retention-days", "7", "--codec-server", "https://codec.example/orders"];
    const id = await ask(dev, ["namespace", name, ...flags, ...more]);
    const { what } = await readRequest(members[0], id);
    assert.ok(what.case === "namespace");
    assert.deepEqual(
      [what.value.retentionDays, what.value.dataClassification, what.value.codecEndpoint],
      [7, "internal", "https://codec.example/orders"],
    );
    const declined = await as(plane, members[0])(["request", "decline", id, "--comment", "use the one there is"]);
    assert.equal(declined.out, `Declined: a namespace ${name} in aws-us-east-1`);
    assert.match((await dev(["request", "show", id])).out, /declined: by \S+ at \S+: use the one there is$/m);
    const teamless = await dev(["request", "namespace", name, ...flags, "--team", "none", ...why]);
    assert.deepEqual([teamless.exitCode, /there is no team "none"/.test(teamless.err)], [2, true]);
  });
});

describe("remit request approve", () => {
  const onTemporal = sharePlaneOnTemporal();

  onTemporal("comes back when the Namespace is there, and says whose it is", async (plane, { connection }) => {
    const { members } = await makeDeciders(plane);
    await makeTeam(plane.owner, "orders", { name: "Orders", kind: "application" });
    const name = freshName();
    const flags = ["--region", "aws-us-east-1", "--team", "orders", "--classification", "internal"];
    const asked = await ask(as(plane, await makeDeveloper(plane)), ["namespace", name, ...flags]);
    const { exitCode, out, err } = await as(plane, members[0])(["request", "approve", asked]);
    assert.equal(exitCode, 0, err);
    const id = `${name}.${plane.accountId}`;
    assert.match(out, new RegExp(`^Approved: a namespace ${name} in aws-us-east-1; ${id} belongs to team orders; `));
    assert.notEqual(await describeNamespace(connection, id), null);
  });
});

describe("remit review", () => {
  onPlane("shows what custom roles and principals do not use, and less that would do", async (plane) => {
    const actions = ["cloud.usergroup.create", "cloud.usergroup.delete"];
    const spec = {
      name: "helpers",
      permissions: [{ actions, resources: { resourceType: "accounts", allowAll: true } }],
    };
    const { roleId } = await plane.owner.cloud.createCustomRole({ spec });
    const helper = await makeUser(plane, { accountAccess: { role: Role.READ, customRoles: [roleId] } });
    await helper.cloud.createUserGroup({
      spec: { displayName: "made-by-helper", access: {}, groupType: { case: "cloudGroup", value: {} } },
    });
    const remit = remitAs(plane, plane.ownerKey);
    const { exitCode, out } = await remit(["review", "--days", "30"]);
    assert.equal(exitCode, 0);
    assert.match(out, /^custom role +helpers +1 +0 +cloud\.usergroup\.delete$/m);
    assert.match(out, /\n\nReady, .*\n {2}change the custom role helpers to: cloud\.usergroup\.create/s);
    const { entries } = JSON.parse((await remit(["review", "-o", "json"])).out) as {
      entries: { role_id: string; unused: string[] }[];
    };
    assert.deepEqual(entries.find((entry) => entry.role_id === roleId)?.unused, ["cloud.usergroup.delete"]);
    const denied = await as(plane, helper)(["review"]);
    assert.deepEqual([denied.exitCode, /remit\.access\.review/.test(denied.err)], [2, true]);
  });

  onPlane("says, as requests do, that it needs Remit's own server", async (plane) => {
    await using cloud = await serveCloudOnly(plane);
    const remit = remitAs(cloud, plane.ownerKey);
    for (const words of [["review"], ["requests"], ["request", "show", "x"]]) {
      const { exitCode, err } = await remit(words);
      assert.deepEqual([exitCode, /is not Remit's own server, and this command needs one\./.test(err)], [2, true]);
    }
  });
});
