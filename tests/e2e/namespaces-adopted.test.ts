// Namespaces that a Temporal server had before: they come under management without being touched, are reached by both
// their names, and go back as they were.
import assert from "node:assert/strict";
import { describe } from "node:test";
import { Code } from "@connectrpc/connect";
import { NamespaceSpec_SearchAttributeType as Type } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { AsyncOperation_State } from "@remit/protocol/gen/temporal/api/cloud/operation/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { remit } from "../../packages/cli/src/testing/command.ts";
import {
  deleteNamespace,
  describeNamespace,
  registerNamespace,
  updateNamespace,
} from "../../packages/server/src/temporal/namespaces.ts";
import { addSearchAttributes, listSearchAttributes } from "../../packages/server/src/temporal/search-attributes.ts";
import type { Caller } from "../harness/control-plane.ts";
import { connectToGateway } from "../harness/gateway-clients.ts";
import { refusalOf, withLevel } from "../harness/gateway-roles.ts";
import {
  changeNamespace,
  freshName,
  makeNamespace,
  readNamespace,
  removeNamespace,
  withChange,
} from "../harness/namespaces.ts";
import { fulfilled, untilEnded } from "../harness/operations.ts";
import { type Connection, sharePlaneOnTemporal } from "../harness/plane-for-file.ts";
import { refused, refusedField } from "../harness/refusals.ts";
import { makeTeam } from "../harness/teams.ts";

const permissionDenied = 7;

/** A Namespace that nobody manages, with a name that none here can have. */
async function makeUnmanaged(connection: Connection, name = `Legacy_${freshName()}`): Promise<string> {
  await registerNamespace(connection, { name, retentionDays: 5, description: "made by hand" });
  return name;
}

/** Everything that a server says of it. */
const describeInFull = async ({ workflowService, operatorService }: Connection, namespace: string) => ({
  described: await workflowService.describeNamespace({ namespace }),
  attributes: await operatorService.listSearchAttributes({ namespace }),
});

async function listAll({ namespaces }: Caller) {
  const found = [];
  let pageToken = "";
  do {
    const page = await namespaces.listAdoptable({ pageSize: 7, pageToken });
    found.push(...page.namespaces);
    pageToken = page.nextPageToken;
  } while (pageToken !== "");
  return found;
}

describe("an adopted namespace", () => {
  const onTemporal = sharePlaneOnTemporal({ gateway: {} });

  onTemporal("is listed before, and not touched by it", async ({ owner, accountId }, { connection }) => {
    const serverName = await makeUnmanaged(connection);
    await addSearchAttributes(connection, serverName, { Customer: "Keyword", Total: "Double" });
    const before = await describeInFull(connection, serverName);
    const listed = (await listAll(owner)).find((one) => one.serverName === serverName);
    assert.deepEqual([listed?.problem, listed?.notes, listed?.region], ["", [], "aws-us-east-1"]);
    const { namespace } = await fulfilled(owner, owner.namespaces.adopt({ serverName }));
    assert.equal(namespace, `${listed?.name}.${accountId}`);
    assert.match(namespace, /^legacy-orders-/);
    const [found] = (await owner.namespaces.checkNamespaces({ namespace, all: true })).namespaces;
    assert.deepEqual([found?.serverName, found?.adopted], [serverName, true]);
    assert.deepEqual(await describeInFull(connection, serverName), before);
    const { spec, state } = await readNamespace(owner, namespace);
    assert.deepEqual(
      [state, spec?.retentionDays, spec?.description, spec?.searchAttributes, spec?.lifecycle?.enableDeleteProtection],
      [ResourceState.ACTIVE, 5, "made by hand", { Customer: Type.KEYWORD, Total: Type.DOUBLE }, true],
    );
    const names = (await listAll(owner)).map((one) => one.serverName);
    assert.ok(!names.includes(serverName) && new Set(names).size === names.length);
    assert.ok(!names.some((name) => name.startsWith("temporal-system") || name.startsWith("remit-system")));
    await refused(owner.namespaces.adopt({ serverName }), Code.InvalidArgument, "nothing to change");
  });

  onTemporal(
    "is reached through the gateway by both its names, and by no other caller",
    async (plane, { connection }) => {
      const { owner, gatewayAddress } = plane;
      const serverName = await makeUnmanaged(connection);
      const { namespace } = await fulfilled(owner, owner.namespaces.adopt({ serverName, name: freshName("by-two") }));
      const { key } = await withLevel(plane, namespace, "WRITE");
      const stranger = await withLevel(plane, (await makeNamespace(owner)).namespace, "ADMIN");
      const reader = await withLevel(plane, namespace, "READ");
      const owns = { namespaces: [namespace.slice(0, namespace.indexOf("."))] };
      await makeTeam(owner, "by-two", { name: "Team of Two", kind: "application", contacts: { chat: "#two" }, owns });
      for (const name of [namespace, serverName]) {
        await using mine = await connectToGateway(gatewayAddress, key, name);
        const handle = await mine.client.workflow.start("any", { taskQueue: "nobody", workflowId: `by-${name}` });
        assert.equal((await handle.describe()).status.name, "RUNNING");
        const { namespaceInfo } = await mine.connection.workflowService.describeNamespace({ namespace: name });
        assert.equal(namespaceInfo?.name, serverName);
        const listed = await mine.connection.workflowService.listNamespaces({});
        assert.deepEqual(
          listed.namespaces.map((one) => one.namespaceInfo?.name),
          [serverName],
        );
        await using theirs = await connectToGateway(gatewayAddress, stranger.key, name);
        const refusal = await refusalOf(theirs.client.workflow.getHandle("any").describe());
        assert.equal(refusal.code, permissionDenied);
        assert.ok(refusal.details.includes(name), "in the words of who asks");
        assert.ok(!refusal.details.includes("Team of Two"), "who may not see it is not told whose it is");
        await using looking = await connectToGateway(gatewayAddress, reader.key, name);
        const start = looking.client.workflow.start("any", { taskQueue: "nobody", workflowId: "w" });
        assert.match((await refusalOf(start)).details, /Ask Team of Two \(#two/);
      }
      const there = await connection.workflowService.countWorkflowExecutions({ namespace: serverName, query: "" });
      assert.equal(Number(there.count), 2);
    },
  );

  onTemporal(
    "is changed on its server by its own name, and never deleted by mistake",
    async ({ owner }, { connection }) => {
      const serverName = await makeUnmanaged(connection);
      const { namespace } = await fulfilled(owner, owner.namespaces.adopt({ serverName }));
      await changeNamespace(owner, namespace, { retentionDays: 9, searchAttributes: { Customer: Type.KEYWORD } });
      const changed = await describeNamespace(connection, serverName);
      assert.deepEqual([changed?.retentionDays, changed?.data], [9, {}]);
      assert.deepEqual(await listSearchAttributes(connection, serverName), { Customer: "Keyword" });
      const { resourceVersion } = await readNamespace(owner, namespace);
      const renamed = await owner.cloud.renameCustomSearchAttribute({
        namespace,
        existingCustomSearchAttributeName: "Customer",
        newCustomSearchAttributeName: "Client",
        resourceVersion,
      });
      assert.equal((await untilEnded(owner, renamed)).state, AsyncOperation_State.FULFILLED);
      assert.deepEqual(await listSearchAttributes(connection, serverName), { Client: "Keyword" });
      await refused(owner.cloud.deleteNamespace({ namespace, resourceVersion }), Code.FailedPrecondition, "release it");
      assert.ok(await describeNamespace(connection, serverName));
      // Who takes the protection away says that it is to be deleted.
      await changeNamespace(owner, namespace, { lifecycle: { enableDeleteProtection: false } });
      await removeNamespace(owner, namespace);
      assert.equal(await describeNamespace(connection, serverName), null);
    },
  );

  onTemporal("goes back as it was, with every grant on it, and can be adopted again", async (plane, { connection }) => {
    const { owner, gatewayAddress } = plane;
    const serverName = await makeUnmanaged(connection);
    const adopt = async () => (await fulfilled(owner, owner.namespaces.adopt({ serverName }))).namespace;
    const namespace = await adopt();
    const { key } = await withLevel(plane, namespace, "ADMIN");
    const before = await describeInFull(connection, serverName);
    const { resourceVersion } = await readNamespace(owner, namespace);
    await refused(owner.namespaces.release({ namespace, resourceVersion: "1" }), Code.FailedPrecondition);
    const released = await fulfilled(owner, owner.namespaces.release({ namespace, resourceVersion }));
    assert.equal(released.serverName, serverName);
    assert.deepEqual(await describeInFull(connection, serverName), before);
    await refused(owner.cloud.getNamespace({ namespace }), Code.NotFound);
    assert.equal(await adopt(), namespace);
    for (const name of [namespace, serverName]) {
      await using client = await connectToGateway(gatewayAddress, key, name);
      const { code } = await refusalOf(client.client.workflow.getHandle("any").describe());
      assert.equal(code, permissionDenied, "nothing of the one before carries over");
    }
    const own = await makeNamespace(owner);
    await refused(
      owner.namespaces.release({ namespace: own.namespace, resourceVersion: own.resourceVersion }),
      Code.FailedPrecondition,
      "delete it",
    );
  });

  onTemporal("cannot be what another Namespace is, or looks like", async (plane, { connection }) => {
    const { owner, accountId, as, ownerKey } = plane;
    await refusedField(owner.namespaces.adopt({ serverName: "temporal-system" }), "server_name");
    await refusedField(owner.namespaces.adopt({ serverName: "remit-system" }), "server_name");
    await refusedField(owner.namespaces.adopt({ serverName: "caf\u00e9" }), "server_name");
    await refusedField(owner.namespaces.adopt({ serverName: "x", name: "No" }), "name");
    await refusedField(owner.namespaces.adopt({ serverName: "x", region: "aws-mars-1" }), "region");
    await refused(owner.namespaces.adopt({ serverName: freshName() }), Code.NotFound);
    const made = await makeNamespace(owner);
    await refused(owner.namespaces.adopt({ serverName: made.namespace }), Code.InvalidArgument, "nothing to change");
    const serverName = await makeUnmanaged(connection);
    const taken = owner.namespaces.adopt({ serverName, name: made.spec?.name ?? "" });
    await refused(taken, Code.AlreadyExists);
    // It has the form of an id here: under another name an id made later would lead to it.
    const like = await makeUnmanaged(connection, `${freshName()}.${accountId}`);
    await refused(owner.namespaces.adopt({ serverName: like, name: freshName() }), Code.FailedPrecondition, like);
    assert.equal((await fulfilled(owner, owner.namespaces.adopt({ serverName: like }))).namespace, like);
    // Another deployment's: it carries a mark, and not this account's suffix.
    const theirs = await makeUnmanaged(connection);
    await updateNamespace(connection, theirs, { data: { "remit.uid": "somebody" } });
    await refused(owner.namespaces.adopt({ serverName: theirs }), Code.FailedPrecondition, "another deployment");
    const listed = (await listAll(as(ownerKey))).find((one) => one.serverName === theirs);
    assert.match(listed?.problem ?? "", /another deployment/);
    const admin = await withLevel(plane, made.namespace, "ADMIN");
    await refused(as(admin.key).namespaces.adopt({ serverName }), Code.PermissionDenied);
    await refused(as(admin.key).namespaces.listAdoptable({}), Code.PermissionDenied);
  });

  onTemporal("keeps what would not be allowed here until somebody changes it", async ({ owner }, { connection }) => {
    const serverName = `odd-${freshName()}`;
    await registerNamespace(connection, { name: serverName, retentionDays: 365.5, description: "für alle" });
    const { namespace, notes } = await fulfilled(owner, owner.namespaces.adopt({ serverName }));
    assert.equal(notes.length, 2);
    assert.match(notes.join(" "), /365.5 days is managed as 366.*description/);
    const { spec } = await changeNamespace(owner, namespace, { fairness: { taskQueueFairnessEnabled: true } });
    assert.deepEqual([spec?.retentionDays, spec?.description], [366, "für alle"]);
    const before = await readNamespace(owner, namespace);
    const longer = withChange(before, { retentionDays: 367 });
    await refusedField(
      owner.cloud.updateNamespace({ namespace, spec: longer, resourceVersion: before.resourceVersion }),
      "spec.retention_days",
    );
    assert.equal((await describeNamespace(connection, serverName))?.retentionDays, 365.5);
  });
});

describe("a namespace that its server has otherwise than it was applied", () => {
  const onTemporal = sharePlaneOnTemporal();

  const differencesOf = async ({ namespaces }: Caller, namespace: string) => {
    const [checked] = (await namespaces.checkNamespaces({ namespace })).namespaces;
    return (checked?.differences ?? []).map(({ field, here, there }) => [field, here, there]);
  };

  onTemporal("is found and repaired, once, whether it was made or adopted", async ({ owner }, { connection }) => {
    const made = await makeNamespace(owner, { searchAttributes: { Customer: Type.KEYWORD }, description: "ours" });
    const serverName = await makeUnmanaged(connection);
    const { namespace: adopted } = await fulfilled(owner, owner.namespaces.adopt({ serverName }));
    for (const [id, name, description] of [
      [made.namespace, made.namespace, "ours"],
      [adopted, serverName, "made by hand"],
    ] as const) {
      assert.deepEqual(await differencesOf(owner, id), []);
      await refused(owner.namespaces.repairNamespace({ namespace: id }), Code.InvalidArgument, "nothing to change");
      await updateNamespace(connection, name, { retentionDays: 2, description: "changed by hand" });
      await addSearchAttributes(connection, name, { Extra: "Int" });
      const days = String((await readNamespace(owner, id)).spec?.retentionDays);
      const expected = [
        ["retention_days", days, "2"],
        ["description", description, "changed by hand"],
        ['search_attributes["Extra"]', "", "Int"],
      ];
      assert.deepEqual(await differencesOf(owner, id), expected);
      const { differences } = await fulfilled(owner, owner.namespaces.repairNamespace({ namespace: id }));
      assert.equal(differences.length, 3);
      const repaired = await describeNamespace(connection, name);
      assert.deepEqual([String(repaired?.retentionDays), repaired?.description], [days, description]);
      assert.equal((await readNamespace(owner, id)).spec?.searchAttributes.Extra, Type.INT);
      assert.deepEqual(await differencesOf(owner, id), []);
    }
  });

  onTemporal(
    "is made again where the server lost it, and left alone where it is another one",
    async (plane, { connection }) => {
      const { owner } = plane;
      const serverName = await makeUnmanaged(connection);
      const { namespace } = await fulfilled(owner, owner.namespaces.adopt({ serverName }));
      await deleteNamespace(connection, serverName);
      assert.deepEqual(await differencesOf(owner, namespace), [["namespace", "registered", ""]]);
      await fulfilled(owner, owner.namespaces.repairNamespace({ namespace }));
      assert.equal((await describeNamespace(connection, serverName))?.retentionDays, 5);
      assert.deepEqual(await differencesOf(owner, namespace), []);
      await deleteNamespace(connection, serverName);
      await makeUnmanaged(connection, serverName);
      const repair = owner.namespaces.repairNamespace({ namespace });
      await refused(repair, Code.FailedPrecondition, "cannot be repaired");
      const update = await owner.cloud.updateNamespace({
        namespace,
        spec: withChange(await readNamespace(owner, namespace), { retentionDays: 9 }),
        resourceVersion: (await readNamespace(owner, namespace)).resourceVersion,
      });
      assert.match((await untilEnded(owner, update)).failureReason, /not ours/);
      assert.equal((await describeNamespace(connection, serverName))?.retentionDays, 5);
    },
  );

  onTemporal("is found among all, with what only the server knows, and by the look", async (plane, { connection }) => {
    const { owner, accountId } = plane;
    const { namespace } = await makeNamespace(owner);
    await updateNamespace(connection, namespace, { retentionDays: 2 });
    const lost = `${freshName("lost")}.${accountId}`;
    await registerNamespace(connection, {
      name: lost,
      retentionDays: 3,
      data: { "remit.uid": "of-an-earlier-database" },
    });
    const all = [];
    let pageToken = "";
    do {
      const page = await owner.namespaces.checkNamespaces({ pageSize: 2, pageToken });
      all.push(...page.namespaces);
      pageToken = page.nextPageToken;
    } while (pageToken !== "");
    assert.deepEqual(
      all.filter(({ serverName }) => serverName === lost).map((one) => [one.namespace, one.repairable]),
      [["", false]],
    );
    assert.deepEqual(
      all.filter((one) => one.namespace === namespace).map(({ repairable, problem }) => [repairable, problem]),
      [[true, ""]],
    );
    const told = async () =>
      (await owner.responsibility.getDrift({})).findings.filter(({ id }) => id === `namespace-differs/${namespace}`);
    await plane.plane.observe();
    assert.match((await told())[0]?.text ?? "", /retention_days: 2 on the server, 7 here/);
    await fulfilled(owner, owner.namespaces.repairNamespace({ namespace }));
    await plane.plane.observe(new Date(Date.now() + 60_000));
    assert.deepEqual((await owner.namespaces.checkNamespaces({ namespace })).namespaces, []);
    const [asItShouldBe] = (await owner.namespaces.checkNamespaces({ namespace, all: true })).namespaces;
    assert.deepEqual([asItShouldBe?.namespace, asItShouldBe?.differences], [namespace, []]);
    // It can be taken back under its own name.
    assert.equal((await fulfilled(owner, owner.namespaces.adopt({ serverName: lost }))).namespace, lost);
  });

  onTemporal("and what nobody manages is what the command shows and mends", async (plane, { connection }) => {
    const { owner, ownerKey, url, accountId } = plane;
    const run = (...args: string[]) =>
      remit(["namespace", ...args], { env: { REMIT_ADDRESS: url, REMIT_API_KEY: ownerKey } });
    const serverName = await makeUnmanaged(connection);
    const name = freshName("by-command");
    const planned = await run("adopt", serverName, "--as", name, "--dry-run");
    assert.deepEqual([planned.exitCode, planned.out], [1, `Would adopt ${serverName} in aws-us-east-1 as ${name}.`]);
    const adopted = await run("adopt", serverName, "--as", name);
    assert.deepEqual([adopted.exitCode, adopted.out], [0, `Adopted ${serverName} as ${name}.${accountId}.`]);
    const again = await run("adopt", serverName);
    assert.deepEqual([again.exitCode, again.out.startsWith("Nothing to do: ")], [0, true]);
    const all = await run("adopt", "--all", "--dry-run", "-o", "json");
    const listed = (JSON.parse(all.out) as { namespaces: { server_name: string }[] }).namespaces;
    assert.ok(!listed.some((one) => one.server_name === serverName));
    assert.equal((await run("adopt")).exitCode, 2);
    await updateNamespace(connection, serverName, { retentionDays: 2 });
    const found = await run("reconcile", name);
    const difference = "  retention_days: 2 on the server, 5 here";
    assert.deepEqual([found.exitCode, found.out], [1, `${name}.${accountId} differs:\n${difference}`]);
    const repaired = await run("reconcile", name, "--repair");
    assert.deepEqual([repaired.exitCode, repaired.out], [0, `${name}.${accountId} was repaired:\n${difference}`]);
    const clean = await run("reconcile", name);
    assert.deepEqual([clean.exitCode, clean.out], [0, "The servers have what was applied."]);
    const released = await run("release", name);
    assert.equal(released.exitCode, 0, released.err);
    assert.ok(released.out.includes(serverName));
    await refused(owner.cloud.getNamespace({ namespace: `${name}.${accountId}` }), Code.NotFound);
    assert.equal((await describeNamespace(connection, serverName))?.retentionDays, 5);
  });
});
