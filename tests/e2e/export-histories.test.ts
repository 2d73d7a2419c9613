// Closed workflows on a real Temporal server, and what is found of them in a real object store.
import assert from "node:assert/strict";
import { after, describe } from "node:test";
import {
  type ExportSink,
  ExportSink_Health as Health,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { Client } from "@temporalio/client";
import { exportScheduleId } from "../../packages/server/src/operations/export-schedule.ts";
import { completeWorkflow, readHistory, untilVisible } from "../harness/closed-workflows.ts";
import type { Caller } from "../harness/control-plane.ts";
import { type Event, readExported, toPlain } from "../harness/exported.ts";
import { makeNamespace } from "../harness/namespaces.ts";
import { sharePlaneOnTemporal } from "../harness/plane-for-file.ts";
import { startS3 } from "../harness/s3.ts";

const s3 = await startS3(["exports"]);
after(() => s3[Symbol.asyncDispose]());

const specTo = (bucketName: string, enabled = true) => ({ name: "sink", enabled, s3: { bucketName } });

async function readSink({ cloud }: Caller, namespace: string): Promise<ExportSink> {
  const { sink } = await cloud.getNamespaceExportSink({ namespace, name: "sink" });
  if (sink === undefined) throw new Error("GetNamespaceExportSink answered without a sink");
  return sink;
}

async function change(caller: Caller, namespace: string, spec: ReturnType<typeof specTo>): Promise<void> {
  const { resourceVersion } = await readSink(caller, namespace);
  await caller.cloud.updateNamespaceExportSink({ namespace, spec, resourceVersion });
}

/** All histories in the bucket that are of this Namespace. */
async function readAll(namespace: string): Promise<Event[][]> {
  const prefix = `temporal-workflow-history/export/${namespace}/`;
  const keys = (await s3.list("exports")).filter((key) => key.startsWith(prefix));
  for (const key of keys) assert.match(key.slice(prefix.length), /^\d{4}\/\d\d\/\d\d\/\d\d\/\d\d\/[0-9a-f-]{36}$/);
  const files = await Promise.all(keys.map(async (key) => readExported(await s3.read("exports", key))));
  return files.flat();
}

const idOf = (events: readonly Event[]) => events[0]?.workflowExecutionStartedEventAttributes?.workflowId ?? "";

describe("exports", () => {
  const onTemporal = sharePlaneOnTemporal({ exports: { s3: s3.options, everyMinutes: 60 } });

  onTemporal(
    "hold each history as the server tells it, payloads untouched",
    async ({ owner, plane }, { connection }) => {
      const { namespace } = await makeNamespace(owner);
      await completeWorkflow(connection, namespace, "before", "not exported");
      await owner.cloud.createNamespaceExportSink({ namespace, spec: specTo("exports") });
      const big = "x".repeat(1_000_000);
      const runs = [];
      for (const [index, input] of ["one", { two: "ü" }, big].entries())
        runs.push(await completeWorkflow(connection, namespace, `run-${index}`, input));
      await untilVisible(connection, namespace, 4);
      await plane.exportNow();
      await plane.exportNow();
      const exported = (await readAll(namespace)).sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
      assert.deepEqual(exported.map(idOf), ["run-0", "run-1", "run-2"]);
      for (const [index, run] of runs.entries()) {
        const told = await readHistory(connection, namespace, run);
        assert.equal(told.length, 5);
        assert.deepEqual(toPlain(exported[index] ?? []), toPlain(told));
      }
      const sink = await readSink(owner, namespace);
      assert.equal(sink.health, Health.OK);
      assert.ok(sink.latestDataExportTime && sink.lastHealthCheckTime);
    },
  );

  onTemporal(
    "say by their health that the bucket is wrong, and leave nothing out once it is right",
    async (plane, { connection }) => {
      const { owner } = plane;
      const { namespace } = await makeNamespace(owner);
      await owner.cloud.createNamespaceExportSink({ namespace, spec: specTo("nowhere") });
      await completeWorkflow(connection, namespace, "while-wrong", "kept");
      await untilVisible(connection, namespace, 1);
      await plane.plane.exportNow();
      const wrong = await readSink(owner, namespace);
      assert.equal(wrong.health, Health.ERROR_USER_CONFIGURATION);
      assert.equal(wrong.errorMessage, 'S3 bucket "nowhere" does not exist (NoSuchBucket)');
      await change(owner, namespace, specTo("exports"));
      await plane.plane.exportNow();
      assert.deepEqual((await readAll(namespace)).map(idOf), ["while-wrong"]);
      assert.equal((await readSink(owner, namespace)).health, Health.OK);
    },
  );

  onTemporal(
    "rest while the sink is off, and begin anew when it is on again",
    async ({ owner, plane }, { connection }) => {
      const { namespace } = await makeNamespace(owner);
      await owner.cloud.createNamespaceExportSink({ namespace, spec: specTo("exports", false) });
      await completeWorkflow(connection, namespace, "while-off", 1);
      await change(owner, namespace, specTo("exports"));
      await completeWorkflow(connection, namespace, "while-on", 2);
      await untilVisible(connection, namespace, 2);
      await plane.exportNow();
      assert.deepEqual((await readAll(namespace)).map(idOf), ["while-on"]);
    },
  );

  onTemporal("are made by a schedule", async ({ owner, accountId }, { connection }) => {
    const { namespace } = await makeNamespace(owner);
    await owner.cloud.createNamespaceExportSink({ namespace, spec: specTo("exports") });
    await completeWorkflow(connection, namespace, "by-schedule", 1);
    await untilVisible(connection, namespace, 1);
    const { schedule } = new Client({ connection, namespace: "remit-system" });
    const trigger = () => schedule.getHandle(exportScheduleId(accountId)).trigger();
    for (let checked = false; !checked; ) {
      // The schedule is made a moment after the start.
      await trigger().catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 200));
      checked = (await readSink(owner, namespace)).health === Health.OK;
    }
    assert.deepEqual((await readAll(namespace)).map(idOf), ["by-schedule"]);
  });
});
