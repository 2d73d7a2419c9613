// A control plane that is killed while it exports: after the object was written, before it has remembered that.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";
import { ExportSink_Health as Health } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { Client } from "@temporalio/client";
import type { ObjectStoresOptions } from "../../packages/server/src/object-stores/destination.ts";
import { exportScheduleId } from "../../packages/server/src/operations/export-schedule.ts";
import { connectTemporal } from "../../packages/server/src/temporal/connect.ts";
import { temporalForTest } from "../../tools/temporal-for-test.ts";
import { completeWorkflow, untilVisible } from "../harness/closed-workflows.ts";
import { type Caller, createCaller } from "../harness/control-plane.ts";
import { type DevProcess, startDevProcess } from "../harness/dev-process.ts";
import { readExported } from "../harness/exported.ts";
import { makeNamespace } from "../harness/namespaces.ts";
import { bucket, startSinkServers } from "../harness/sink-servers.ts";

it("an export that is killed behind its object writes that object again, and leaves no history out", async (t) => {
  const stores = await startSinkServers();
  if (typeof stores === "string") return t.skip(stores);
  await using stack = new AsyncDisposableStack();
  const { options, readAll } = stack.use(stores);
  const server = await temporalForTest();
  if (typeof server === "string") return t.skip(server);
  stack.defer(server.stop);
  const directory = mkdtempSync(join(tmpdir(), "remit-killed-"));
  stack.defer(() => rmSync(directory, { recursive: true, force: true }));
  const connection = connectTemporal({ address: server.address });
  stack.defer(() => connection.close());
  const way = stack.use(await openWay(options.s3));
  const start = () => startDevProcess(server.address, { directory, flags: toFlags(directory, options.s3, way.url) });

  const first = await start();
  const { owner, accountId } = ownerOf(first);
  const { namespace } = await makeNamespace(owner);
  const spec = { name: "sink", enabled: true, s3: { bucketName: bucket } };
  await owner.cloud.createNamespaceExportSink({ namespace, spec });
  const ids = ["a", "b", "c"];
  for (const id of ids) await completeWorkflow(connection, namespace, id, id);
  await untilVisible(connection, namespace, ids.length);
  const killed = way.onObject(() => first.kill());
  await triggerUntil(new Client({ connection, namespace: "remit-system" }), accountId, killed.done);
  const written = [...(await readAll.s3()).keys()];
  assert.equal(written.length, 1);

  const second = stack.use(await start());
  const again = ownerOf(second).owner;
  const isWell = async () =>
    (await again.cloud.getNamespaceExportSink({ namespace, name: "sink" })).sink?.health === Health.OK;
  // The server gives the dead process's work to this one.
  while (!(await isWell())) await new Promise((resolve) => setTimeout(resolve, 200));
  const found = await readAll.s3();
  assert.deepEqual([...found.keys()], written);
  const workflows = [...found.values()]
    .flatMap(readExported)
    .map(([event]) => event?.workflowExecutionStartedEventAttributes?.workflowId);
  assert.deepEqual([workflows.length, new Set(workflows)], [ids.length, new Set(ids)]);
});

function ownerOf({ connection: { apiAddress, apiKey, accountId } }: DevProcess): { owner: Caller; accountId: string } {
  return { owner: createCaller(`http://${apiAddress}`, apiKey), accountId };
}

function toFlags(directory: string, { credentials }: ObjectStoresOptions["s3"], url: string): string[] {
  const [id, secret] = [join(directory, "key-id"), join(directory, "key-secret")];
  writeFileSync(id, credentials?.accessKeyId ?? "");
  writeFileSync(secret, credentials?.secretAccessKey ?? "");
  const keys = ["--exports-s3-access-key-id-file", id, "--exports-s3-secret-access-key-file", secret];
  return [...keys, "--exports-s3-endpoint", url, "--exports-s3-force-path-style", "true"];
}

/** The schedule is made a moment after the start. */
async function triggerUntil({ schedule }: Client, accountId: string, isDone: () => boolean): Promise<void> {
  const handle = schedule.getHandle(exportScheduleId(accountId));
  while (!isDone()) {
    await handle.trigger().catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** A way to the store on which the answer to the first object can be kept back. */
async function openWay({ endpoint = "" }: ObjectStoresOptions["s3"]) {
  let instead: (() => Promise<void>) | null = null;
  const proxy = createServer((incoming, outgoing) => {
    const { method, headers, url } = incoming;
    const forwarded = request(`${endpoint}${url}`, { method, headers }, (answer) => {
      const holdBack = method === "PUT" && url?.includes("/20") ? instead : null;
      if (holdBack !== null) {
        void holdBack();
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on("error", () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    onObject(act: () => Promise<void>) {
      let done = false;
      instead = async () => {
        instead = null;
        await act();
        done = true;
      };
      return { done: () => done };
    },
    async [Symbol.asyncDispose]() {
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
