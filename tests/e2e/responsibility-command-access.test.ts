// `remit access` and `remit drift` against a running control plane, and against a server of the Cloud Ops API alone.
import assert from "node:assert/strict";
import { describe } from "node:test";
import { carryOut, gatherFacts, startProgress } from "@remit/client";
import {
  NamespaceAccess_Permission as Level,
  AccountAccess_Role as Role,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { createClients } from "../../packages/cli/src/client.ts";
import { serveCloudOnly } from "../harness/cloud-only.ts";
import type { TestPlane } from "../harness/control-plane.ts";
import { freshName, specOf } from "../harness/namespaces.ts";
import { sharePlane } from "../harness/plane-for-file.ts";
import { makeUser } from "../harness/principals.ts";
import { makeFile, remitAs } from "../harness/run-remit.ts";

const onPlane = sharePlane();
const owner = (plane: TestPlane) => remitAs(plane, plane.ownerKey);
const name = freshName();

const teams = `teams:
  platform:
    name: Temporal Platform Team
    kind: platform
    groups: [platform]
    contacts: { chat: "#temporal-platform" }
  orders:
    name: Orders
    kind: application
    groups: [orders]
    owns: { namespaces: [${name}] }
    contacts: { chat: "#orders" }
`;
const file = makeFile("responsibilities.yaml", teams);
const fileArguments = ["--file", file];

interface Account {
  readonly namespace: string;
  readonly group: string;
  readonly stranger: { readonly id: string };
}

let made: Account | undefined;

/** A Namespace, a group with a member for each team, and somebody who is in none. Once for all tests. */
async function makeAccount(plane: TestPlane): Promise<Account> {
  if (made !== undefined) return made;
  const { cloud } = plane.owner;
  const reader = { accountAccess: { role: Role.READ } };
  const { namespace } = await cloud.createNamespace({ spec: specOf({ name }) });
  const makeGroup = async (displayName: string) => {
    const groupType = { case: "cloudGroup" as const, value: {} };
    const { groupId } = await cloud.createUserGroup({ spec: { displayName, groupType, access: {} } });
    const user = await makeUser(plane, reader, `${displayName}@example.com`);
    await cloud.addUserGroupMember({ groupId, memberId: { memberType: { case: "userId", value: user.id } } });
    return groupId;
  };
  await makeGroup("platform");
  made = {
    namespace,
    group: await makeGroup("orders"),
    stranger: await makeUser(plane, reader, "stranger@example.com"),
  };
  return made;
}

describe("remit access", () => {
  onPlane("plans and applies on a server of the Cloud Ops API alone, and then has nothing to change", async (plane) => {
    const { namespace, group } = await makeAccount(plane);
    await using other = await serveCloudOnly(plane, ["GetNexusEndpoints", "GetProjects"]);
    const remit = remitAs(other, plane.ownerKey);
    assert.match((await remit(["access", "plan"])).err, /is not Remit's own server: .*--file/);
    const planned = await remit(["access", "plan", ...fileArguments]);
    assert.equal(planned.exitCode, 1, planned.err);
    assert.match(planned.out, new RegExp(`^Changes:\\n[\\s\\S]*let the group orders hold .* on ${namespace}`));
    assert.match(
      planned.out,
      new RegExp(
        `For whom:\\n[\\s\\S]*orders@example\\.com\\n {4}gains [\\s\\S]*cloud\\.namespace\\.update[\\s\\S]* on\\s+namespaces/${namespace}`,
      ),
    );
    const applied = await remit(["access", "apply", ...fileArguments]);
    assert.equal(applied.exitCode, 0, applied.err);
    assert.match(applied.out, /^done: create the custom role remit-/);
    const again = await remit(["access", "plan", ...fileArguments]);
    assert.match(again.out, /^Nothing to change\./);
    assert.equal(again.exitCode, 0);
    assert.match((await remit(["access", "apply", ...fileArguments])).out, /^Nothing to change\./);
    const held = await plane.owner.cloud.getUserGroup({ groupId: group });
    assert.notDeepEqual(held.group?.spec?.access?.namespaceAccesses[namespace], undefined);
  });

  onPlane("plans the same from the matrix of Remit's own server", async (plane) => {
    const remit = owner(plane);
    assert.equal((await remit(["responsibilities", "apply", file])).exitCode, 0);
    const planned = await remit(["access", "plan", "-o", "json"]);
    assert.deepEqual((JSON.parse(planned.out) as { changes: unknown[] }).changes, []);
    assert.equal(planned.exitCode, 0);
  });

  onPlane("takes back what was given besides, and says who loses it", async (plane) => {
    const { namespace, group } = await makeAccount(plane);
    const { cloud } = plane.owner;
    const { group: before } = await cloud.getUserGroup({ groupId: group });
    const access = before?.spec?.access;
    assert.ok(before?.spec && access);
    access.namespaceAccesses = {};
    await cloud.updateUserGroup({ groupId: group, spec: before.spec, resourceVersion: before.resourceVersion });
    const planned = await owner(plane)(["access", "plan"]);
    assert.match(planned.out, new RegExp(`^Changes:\\n {2}1\\. let the group orders hold .* on ${namespace}`));
    assert.equal((await owner(plane)(["access", "apply"])).exitCode, 0);
    assert.equal((await owner(plane)(["access", "plan"])).exitCode, 0);
  });

  onPlane("goes on where a run ended in the middle", async (plane) => {
    await makeAccount(plane);
    const wider = makeFile("wider.yaml", teams.replace("[orders]", "[orders, platform]"));
    const file = ["--file", wider];
    await using other = await serveCloudOnly(plane, ["UpdateUserGroup"]);
    const failed = await remitAs(other, plane.ownerKey)(["access", "apply", ...file]);
    assert.equal(failed.exitCode, 2);
    const finished = await owner(plane)(["access", "apply", ...file]);
    assert.equal(finished.exitCode, 0, finished.err);
    assert.equal((await owner(plane)(["access", "plan", ...file])).exitCode, 0);
    assert.equal((await owner(plane)(["access", "apply"])).exitCode, 0);
    assert.equal((await owner(plane)(["access", "plan"])).exitCode, 0);
  });

  onPlane("does not write over what somebody else changed since the plan was made", async (plane) => {
    const { group } = await makeAccount(plane);
    const clients = createClients({ baseUrl: plane.url, apiKey: plane.ownerKey, keyFrom: "", ca: null });
    try {
      const facts = await gatherFacts(clients, Date.now());
      const access = { accountRole: null, customRoles: [], namespaces: [], projects: [] };
      const holder = { kind: "group", id: group, name: "orders" } as const;
      const change = { kind: "set-access", holder, access, newRoles: [] } as const;
      const stale = {
        ...facts.policy,
        groups: facts.policy.groups.map((one) => ({
          ...one,
          access: { ...access, accountRole: "read" as const, implied: [] },
        })),
      };
      const tell = () => assert.fail("something was changed");
      await assert.rejects(
        carryOut(clients, startProgress({ ...facts, policy: stale }), [change], tell),
        /changed since .*: plan again/,
      );
    } finally {
      clients.close();
    }
  });

  onPlane("keeps limits that are given, and names the one that binds", async (plane) => {
    const planned = await owner(plane)(["access", "plan", "--limits", "customRolesPerAccount=1"]);
    assert.match(planned.out, /Not possible:\n {2}.*custom roles/);
    assert.match((await owner(plane)(["access", "plan", "--limits", "roles=1"])).err, /There is no limit roles/);
  });
});

async function giveAdmin({ owner: { cloud } }: TestPlane, userId: string, namespace: string): Promise<void> {
  const { user } = await cloud.getUser({ userId });
  const access = {
    accountAccess: { role: Role.READ },
    namespaceAccesses: { [namespace]: { permission: Level.ADMIN } },
  };
  const resourceVersion = user?.resourceVersion ?? "";
  await cloud.updateUser({ userId, spec: { email: "stranger@example.com", access }, resourceVersion });
}

async function readAccess({ owner: { cloud } }: TestPlane, userId: string) {
  const access = (await cloud.getUser({ userId })).user?.spec?.access;
  return [access?.accountAccess?.role, access?.namespaceAccesses];
}

describe("remit drift", () => {
  onPlane("reports over-reach, fails on its risk, and mends it through the Cloud Ops API", async (plane) => {
    const { namespace, stranger } = await makeAccount(plane);
    await giveAdmin(plane, stranger.id, namespace);
    const remit = owner(plane);
    const report = await remit(["drift", "--fail-on", "high"]);
    assert.equal(report.exitCode, 1, report.err);
    assert.match(report.out, /^high {4}stranger@example\.com .*\n {8}id: over-reach\//m);
    assert.match(report.out, /\n\d+ findings: \d+ high, \d+ medium, \d+ low\.$/);
    assert.equal((await remit(["drift"])).exitCode, 0);

    const { findings } = JSON.parse((await remit(["drift", "-o", "json"])).out) as {
      findings: { id: string; kind: string; text: string }[];
    };
    const finding = findings.find(({ kind, text }) => kind === "over-reach" && text.includes("stranger"));
    assert.ok(finding);
    const shown = await remit(["drift", "fix", "--only", finding.id]);
    assert.equal(shown.exitCode, 1);
    assert.match(shown.out, /^1\. let stranger@example\.com hold Read-Only$/);
    assert.match(shown.err, /nothing was changed; --yes carries it out/);
    const fixed = await remit(["drift", "fix", "--only", finding.id, "--yes"]);
    assert.equal(fixed.exitCode, 0, fixed.err);
    assert.match(fixed.out, /\ndone: 1\. let stranger/);
    assert.match((await remit(["drift", "fix", "--only", finding.id])).err, /There is no finding/);
    assert.deepEqual(await readAccess(plane, stranger.id), [Role.READ, {}]);
  });

  onPlane("mends what whoever runs it holds itself after everything else", async (plane) => {
    const { namespace, stranger } = await makeAccount(plane);
    await giveAdmin(plane, stranger.id, namespace);
    const fixed = await owner(plane)(["drift", "fix", "--yes"]);
    // The only owner stands in no team that answers for the account, and cannot go.
    assert.match(fixed.out, /\n\d+\. let owner@example\.com hold Read-Only\n/);
    assert.match(fixed.out, /done: \d+\. delete the API key first key/);
    assert.match(fixed.err, /Error: the last active Account Owner cannot go/);
    assert.equal(fixed.exitCode, 2);
    assert.deepEqual(await readAccess(plane, stranger.id), [Role.READ, {}]);
  });

  onPlane("accepts a finding for a time, and takes that back", async (plane) => {
    const remit = owner(plane);
    const { findings } = JSON.parse((await remit(["drift", "-o", "json"])).out) as { findings: { id: string }[] };
    const id = findings[0]?.id ?? assert.fail("no finding");
    const day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    const accepted = await remit(["drift", "acknowledge", id, "--reason", "known to all", "--until", day]);
    assert.equal(accepted.exitCode, 0, accepted.err);
    assert.equal((await remit(["drift"])).out.includes(`id: ${id}\n`), false);
    assert.match(
      (await remit(["drift", "--all"])).out,
      new RegExp(`accepted by owner@example\\.com until ${day}.*: known to all`),
    );
    assert.equal((await remit(["drift", "unacknowledge", id])).exitCode, 0);
    assert.ok((await remit(["drift"])).out.includes(`id: ${id}\n`));
    const unknown = await remit(["drift", "acknowledge", "nothing", "--reason", "x", "--until", day]);
    assert.match(unknown.err, /Error: .*nothing/);
  });

  onPlane("is found here on a server of the Cloud Ops API alone", async (plane) => {
    await makeAccount(plane);
    await using other = await serveCloudOnly(plane);
    const remit = remitAs(other, plane.ownerKey);
    const report = await remit(["drift", ...fileArguments]);
    assert.match(report.out, /stranger@example\.com/);
    assert.match((await remit(["drift"])).err, /--file/);
    assert.match(
      (await remit(["drift", "acknowledge", "x", "--reason", "x", "--until", "2099-01-01"])).err,
      /this command needs one/,
    );
  });
});
