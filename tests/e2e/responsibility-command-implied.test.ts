// `remit drift fix` of what no access shows: what a Namespace's creator holds, and access for a time. Against a real
// Temporal server, in an account without any other drift.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe } from "node:test";
import { Code } from "@connectrpc/connect";
import {
  NamespaceAccess_Permission as Level,
  AccountAccess_Role as Role,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { endWithUs } from "../../tools/stop-child.ts";
import { serveHolding } from "../harness/cloud-only.ts";
import type { TestPlane } from "../harness/control-plane.ts";
import { freshName, makeNamespace } from "../harness/namespaces.ts";
import { sharePlaneOnTemporal } from "../harness/plane-for-file.ts";
import type { TestPrincipal } from "../harness/principals.ts";
import { refused } from "../harness/refusals.ts";
import { ask, onNamespace, readRequest } from "../harness/requests.ts";
import { remitAs } from "../harness/run-remit.ts";
import { makePeople, type People, setRole } from "../harness/settled-people.ts";

const onTemporal = sharePlaneOnTemporal();
const main = join(import.meta.dirname, "../../packages/cli/src/main.ts");
const name = freshName();
const namespaceOf = ({ accountId }: TestPlane) => `${name}.${accountId}`;
const owner = (plane: TestPlane) => remitAs(plane, plane.ownerKey);

interface Finding {
  readonly id: string;
  readonly text: string;
  readonly fix: readonly string[];
}

let people: Promise<People> | undefined;
const peopleOf = (plane: TestPlane): Promise<People> => (people ??= makePeople(plane, name));

/** The Namespace, made by somebody who may make some and then answers for none. */
async function makeByDeveloper(plane: TestPlane, { dev }: People): Promise<void> {
  await setRole(plane, dev, Role.DEVELOPER);
  await makeNamespace(dev, { name });
  await setRole(plane, dev, Role.READ);
}

async function setBotRole({ owner: { cloud } }: TestPlane, { id }: TestPrincipal, role: Role): Promise<void> {
  const { serviceAccount } = await cloud.getServiceAccount({ serviceAccountId: id });
  const spec = { name: "orders-ci", access: { accountAccess: { role } } };
  await cloud.updateServiceAccount({
    serviceAccountId: id,
    spec,
    resourceVersion: serviceAccount?.resourceVersion ?? "",
  });
}

/** The command as a process, which is gone while it waits for what it asked for last. */
async function killAtEndAccess(plane: TestPlane): Promise<string> {
  await using server = await serveHolding(plane, "endAccess");
  const env = { ...process.env, REMIT_ADDRESS: server.url, REMIT_API_KEY: plane.ownerKey };
  const child = spawn(process.execPath, [main, "drift", "fix", "--yes"], { env, stdio: ["ignore", "pipe", "inherit"] });
  endWithUs(child);
  const told = text(child.stdout);
  await server.held;
  child.kill("SIGKILL");
  return told;
}

/** Asks for access for a time, has it approved, and gives the request. */
async function borrow(people: People, namespace: string): Promise<string> {
  const id = await ask(people.dev, onNamespace(namespace, "write"));
  await people.decider.requests.approveRequest({ requestId: id });
  return id;
}

describe("remit drift fix", () => {
  onTemporal("ends what a creator and a borrower have too much, and then there is no drift", async (plane) => {
    const made = await peopleOf(plane);
    const namespace = namespaceOf(plane);
    await makeByDeveloper(plane, made);
    const borrowed = await borrow(made, namespace);
    assert.equal((await owner(plane)(["access", "apply"])).exitCode, 0);
    const report = await owner(plane)(["drift"]);
    assert.match(report.out, /dev@example\.com can do .* by having created it/);
    assert.match(report.out, /dev@example\.com can do .* by temporary access/);
    assert.match(report.out, /\n2 findings: /);

    const fixed = await owner(plane)(["drift", "fix", "--yes"]);
    assert.equal(fixed.exitCode, 0, fixed.err);
    const plain = fixed.out.replaceAll(/\s+/g, " ");
    assert.match(plain, new RegExp(`done: \\d\\. end what dev@example\\.com holds as a creator: .* on ${namespace}`));
    assert.match(plain, new RegExp(`done: \\d\\. end what dev@example\\.com holds for a time: Write on ${namespace}`));
    assert.equal(fixed.err, "");
    assert.equal((await owner(plane)(["drift"])).out, "No drift: responsibility and access agree.");
    await refused(made.dev.cloud.updateNamespaceTags({ namespace, tagsToUpsert: { a: "b" } }), Code.PermissionDenied);
    const ended = await readRequest(made.dev, borrowed);
    assert.deepEqual([ended.state, ended.note], ["ended", "taken back by owner@example.com"]);
    const again = await owner(plane)(["drift", "fix", "--yes"]);
    assert.deepEqual([again.exitCode, again.out, again.err], [0, "Nothing that a plan could mend.", ""]);

    const { logs } = await plane.owner.cloud.getAuditLogs({ pageSize: 100 });
    const about = logs.map(({ operation, rawDetails }) => [operation, rawDetails?.ended_creator_grant]);
    assert.equal(about.filter(([operation]) => operation === "EndAccess").length, 1);
    assert.deepEqual(
      about.filter(([operation]) => operation === "SetUserNamespaceAccess"),
      [["SetUserNamespaceAccess", namespace]],
    );
  });

  onTemporal("goes on where a run was killed, with what a service account made among it", async (plane) => {
    const made = await peopleOf(plane);
    const { bot } = made;
    await setBotRole(plane, bot, Role.DEVELOPER);
    const { namespace } = await makeNamespace(bot);
    await plane.owner.cloud.updateNamespaceTags({ namespace, tagsToUpsert: { team: "shop" } });
    await setBotRole(plane, bot, Role.READ);
    await borrow(made, namespaceOf(plane));
    await owner(plane)(["access", "apply"]);
    assert.match((await owner(plane)(["drift"])).out, /\n2 findings: /);

    assert.match(await killAtEndAccess(plane), /done: 1\. end what the service account orders-ci holds as a creator/);
    assert.match((await owner(plane)(["drift"])).out, /\n1 findings: /);
    const rest = await owner(plane)(["drift", "fix", "--yes"]);
    assert.equal(rest.exitCode, 0, rest.err);
    assert.match(rest.out, /^1\. end what dev@example\.com holds for a time: [^\n]*\n( {2}.*\n)*done: 1\. /);
    assert.equal((await owner(plane)(["drift"])).out, "No drift: responsibility and access agree.");
  });

  onTemporal("ends what a creator holds together with an entry of their own that would keep it", async (plane) => {
    const { bot } = await peopleOf(plane);
    await setBotRole(plane, bot, Role.DEVELOPER);
    const { namespace } = await makeNamespace(bot);
    await setBotRole(plane, bot, Role.READ);
    await plane.owner.cloud.updateNamespaceTags({ namespace, tagsToUpsert: { team: "shop" } });
    const { serviceAccount } = await plane.owner.cloud.getServiceAccount({ serviceAccountId: bot.id });
    await plane.owner.cloud.setServiceAccountNamespaceAccess({
      namespace,
      serviceAccountId: bot.id,
      access: { permission: Level.ADMIN },
      resourceVersion: serviceAccount?.resourceVersion ?? "",
    });
    await owner(plane)(["access", "apply"]);
    const { findings } = JSON.parse((await owner(plane)(["drift", "-o", "json"])).out) as { findings: Finding[] };
    const created = findings.find(({ text }) => text.includes("by having created it"));
    assert.deepEqual([findings.length, created?.fix.length], [2, 1]);
    const alone = await owner(plane)(["drift", "fix", "--yes", "--only", created?.id ?? ""]);
    assert.deepEqual(
      [alone.exitCode, alone.err],
      [
        2,
        `Error: orders-ci has Admin on ${namespace} by an entry of its own, too, which keeps what a creator holds: mend that first.`,
      ],
    );
    const fixed = await owner(plane)(["drift", "fix", "--yes"]);
    assert.equal(fixed.exitCode, 0, fixed.err);
    assert.equal((await owner(plane)(["drift"])).out, "No drift: responsibility and access agree.");
  });
});
