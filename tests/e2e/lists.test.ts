// What every list promises: nothing that was there all along is missed or shown twice, whatever the size of the pages and
// whatever is written meanwhile.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CloudService } from "@remit/protocol";
import { startPlane, type TestPlane } from "../harness/control-plane.ts";
import { makeNamespace, specOf } from "../harness/namespaces.ts";
import { sharePlane } from "../harness/plane-for-file.ts";
import { sharePrepared } from "../rpcs/prepared-for-file.ts";
import { readAt, toText } from "../rpcs/step.ts";
import { isServed, methodOf } from "../rpcs/tell.ts";
import { speakGrpc, type Voice } from "../rpcs/voices.ts";
import { type Added, type ListKind, type ListWorld, listKinds, recordLists } from "./lists/kinds.ts";
import { walk } from "./lists/walk.ts";

const lists = CloudService.methods
  .filter(({ input }) => input.fields.some(({ name }) => name === "page_token"))
  .map(({ name }) => name);
const served = listKinds.filter(isServed);
const limits = {
  customRolesPerAccount: 0,
  usersPerAccount: 0,
  projectsPerAccount: 0,
  connectivityRulesPerProject: 0,
  namespacesPerAccount: 0,
  namespacesPerProject: 0,
  nexusEndpointsPerProject: 0,
  scopedServiceAccountsPerProject: 0,
  apiKeysPerServiceAccount: 0,
  privateConnectivityRulesPerAccount: 0,
  auditLogSinksPerAccount: 0,
};
const sizes = [1, 2, 7, 100, 1000];

async function makeWorld({ owner }: TestPlane, onServer: boolean): Promise<ListWorld> {
  const { projectId: project } = await owner.cloud.createProject({ spec: { displayName: "listed" } });
  const active = onServer ? (await makeNamespace(owner, {}, project)).namespace : "";
  const made = onServer
    ? active
    : (await owner.cloud.createNamespace({ spec: specOf(), projectId: project })).namespace;
  const { groupId: group } = await owner.cloud.createUserGroup({
    spec: { displayName: "listed", groupType: { case: "cloudGroup", value: {} } },
  });
  const { serviceAccountId: serviceAccount } = await owner.cloud.createServiceAccount({
    spec: { name: "listed", access: { accountAccess: { role: 5 } } },
  });
  return { caller: owner, project, namespace: made, active, group, serviceAccount };
}

/** Some stay, some go between the pages, and others come. */
async function proveList(kind: ListKind, world: ListWorld, voice: Voice): Promise<void> {
  const staying: string[] = [];
  const passing: Added[] = [];
  for (let count = 0; count < 5; count++) {
    staying.push((await kind.add(world)).id);
    if (count < 4) passing.push(await kind.add(world));
  }
  const churn = async (): Promise<void> => {
    // Not for ever: a page of one would never reach the end of what grows with each page.
    if (passing.length >= 8) return;
    await passing[passing.length - 4]?.remove?.();
    passing.push(await kind.add(world));
  };
  const list = { rpc: kind.rpc, items: kind.items, request: kind.request(world) };
  for (const size of sizes) {
    const { items, longest } = await walk(voice, list, size, churn);
    const said = `${kind.rpc} in pages of ${size}`;
    const ids = items.map((item) => toText(readAt(item, kind.id)));
    assert.ok(longest <= size, `${said}: a page has ${longest}`);
    assert.deepEqual(
      staying.filter((id) => !ids.includes(id)),
      [],
      `${said}: missed`,
    );
    assert.deepEqual(
      ids.filter((id, at) => ids.indexOf(id) !== at),
      [],
      `${said}: shown twice`,
    );
    const keys = items.map((item) => toText(readAt(item, kind.order ?? kind.id)));
    assert.deepEqual(keys, keys.toSorted(byBytes), `${said}: order`);
  }
}

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

const refusedToken = async (voice: Voice, rpc: string, request: object, pageToken: string): Promise<void> => {
  const answer = await voice(methodOf(rpc), { ...request, pageToken });
  assert.ok("code" in answer, `${rpc} took the token ${pageToken}`);
  assert.equal(answer.code, "InvalidArgument", answer.message);
  assert.match(answer.message, /page_token/);
};

describe("the table of lists", () => {
  it("has every list of the Cloud Ops API", () => {
    assert.deepEqual([...listKinds.map(({ rpc }) => rpc), ...recordLists].sort(), lists.toSorted());
  });
});

describe("every list", () => {
  const onPlane = sharePlane({ limits });
  let world: ListWorld | undefined;

  for (const kind of served.filter(({ onServer }) => onServer !== true)) {
    onPlane(`${kind.rpc} shows what stays exactly once, in order, while other things come and go`, async (plane) => {
      world ??= await makeWorld(plane, false);
      await proveList(kind, world, speakGrpc({ url: plane.url, key: plane.ownerKey }));
    });
  }

  onPlane("refuses the token of every other list, and one of its own that has lost a character", async (plane) => {
    world ??= await makeWorld(plane, false);
    const voice = speakGrpc({ url: plane.url, key: plane.ownerKey });
    const tokens = new Map<string, string>();
    const plain = served.filter(({ onServer }) => onServer !== true);
    for (const { rpc, request } of plain) {
      const answer = await voice(methodOf(rpc), { ...request(world), pageSize: 1 });
      const token = "response" in answer ? readAt(answer.response, "nextPageToken") : undefined;
      assert.equal(typeof token, "string", `${rpc} has one page only`);
      tokens.set(rpc, toText(token));
    }
    for (const { rpc, request } of plain) {
      const own = tokens.get(rpc) ?? "";
      for (const [other, token] of tokens) if (other !== rpc) await refusedToken(voice, rpc, request(world), token);
      await refusedToken(voice, rpc, request(world), own.slice(1));
      await refusedToken(voice, rpc, request(world), own.slice(0, own.length / 2));
    }
  });

  onPlane("GetAuditLogs shows what was written before exactly once, by time, while more is written", async (plane) => {
    world ??= await makeWorld(plane, false);
    const voice = speakGrpc({ url: plane.url, key: plane.ownerKey });
    const { cloud } = plane.owner;
    const written = async () =>
      (await cloud.createUser({ spec: { email: `${Math.random()}@example.com` } })).asyncOperation?.id;
    const request = { startTimeInclusive: new Date().toISOString() };
    const staying = [];
    for (let count = 0; count < 6; count++) staying.push((await written()) ?? "");
    const list = { rpc: "GetAuditLogs", items: "logs", request };
    for (const size of sizes) {
      let more = 0;
      const { items } = await walk(voice, list, size, async () => void (++more < 3 && (await written())));
      const ids = items.map((item) => toText(readAt(item, "asyncOperationId")));
      assert.deepEqual(ids.slice(0, staying.length), staying);
      assert.equal(new Set(ids).size, ids.length);
    }
  });
});

describe("every list of what is on a server", () => {
  const afterwards = sharePrepared("has a Namespace on it", async (temporalAddress, stack) => {
    const plane = stack.use(await startPlane({ temporalAddress, limits }));
    return { world: await makeWorld(plane, true), voice: speakGrpc({ url: plane.url, key: plane.ownerKey }) };
  });

  for (const kind of served.filter(({ onServer }) => onServer === true)) {
    afterwards(
      `${kind.rpc} shows what stays exactly once, in order, while other things come and go`,
      ({ world, voice }) => proveList(kind, world, voice),
    );
  }
});
