// Records histories of our workflows on a real server, for the replay test. Run it when a workflow has changed on purpose,
// beside the old files: what began with the old code must still end.
//   node tools/record-histories.ts <version of the workflow, e.g. 1> operations|follow-up|observe|export
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client, type WorkflowExecutionInfo } from "@temporalio/client";
import { exportScheduleId } from "../packages/server/src/operations/export-schedule.ts";
import { followUpScheduleId } from "../packages/server/src/operations/follow-up-schedule.ts";
import { observeScheduleId } from "../packages/server/src/operations/observe-schedule.ts";
import { connectTemporal } from "../packages/server/src/temporal/connect.ts";
import { registerNamespace } from "../packages/server/src/temporal/namespaces.ts";
import { startPlane } from "../tests/harness/control-plane.ts";
import { freshName, makeNamespace, specOf } from "../tests/harness/namespaces.ts";
import { untilEnded } from "../tests/harness/operations.ts";
import { startTemporalDevServer } from "./temporal-dev-server.ts";
import { readTools } from "./tools-record.ts";

const folder = join(import.meta.dirname, "../packages/server/src/operations/histories");

const [, , version, which] = process.argv;
if (version === undefined) throw new Error("say which version of the workflow this is");
if (which !== "operations" && which !== "follow-up" && which !== "observe" && which !== "export")
  throw new Error("say operations, follow-up, observe or export");
const namespace = "remit-system";
const temporal = readTools()?.temporal.path ?? "temporal";
const server = await startTemporalDevServer();
const connection = connectTemporal({ address: server.address });
try {
  if (which === "operations") await recordOperations();
  else if (which === "follow-up") await recordScheduled(followUpScheduleId, "followUpRequests", "followed-up");
  else if (which === "export") await recordScheduled(exportScheduleId, "exportHistories", "exported");
  else await recordScheduled(observeScheduleId, "observePlatform", "observed");
} finally {
  await connection.close();
  await server.stop();
}

/** One operation that is fulfilled and one that fails for good. */
async function recordOperations(): Promise<void> {
  await using plane = await startPlane({ temporalAddress: server.address });
  const { owner, accountId } = plane;
  await makeNamespace(owner);
  await writeNewest("carryOutOperation", "fulfilled");
  const name = freshName();
  await registerNamespace(connection, { name: `${name}.${accountId}`, retentionDays: 1 });
  await untilEnded(owner, await owner.cloud.createNamespace({ spec: specOf({ name }) }));
  await writeNewest("carryOutOperation", "failed");
}

async function recordScheduled(idOf: (accountId: string) => string, type: string, outcome: string): Promise<void> {
  await using plane = await startPlane({ temporalAddress: server.address, exports: { everyMinutes: 60 } });
  // Something for an export to do.
  const { namespace: exporting } = await makeNamespace(plane.owner);
  const spec = { name: "sink", enabled: true, s3: { bucketName: "exports" } };
  await plane.owner.cloud.createNamespaceExportSink({ namespace: exporting, spec });
  const { schedule } = new Client({ connection, namespace });
  const handle = schedule.getHandle(idOf(plane.accountId));
  for (let started = false; !started; await sleep(500)) {
    started = await handle.trigger().then(
      () => true,
      () => false,
    );
  }
  await writeNewest(type, outcome);
}

/** The history of the workflow that was started last. */
async function writeNewest(type: string, outcome: string): Promise<void> {
  const [newest] = await listEnded(type);
  if (newest === undefined) throw new Error("no workflow was started");
  const execution = ["--namespace", namespace, "--workflow-id", newest.workflowId, "--address", server.address];
  const shown = execFileSync(temporal, ["workflow", "show", ...execution, "--output", "json"], { encoding: "utf8" });
  // Who recorded it, and where, is of no use to a replay.
  const told = (key: string, value: unknown) =>
    key === "stackTrace" ? "" : typeof value === "string" ? value.replace(/^\d+@\S+$/, "recorder") : value;
  writeFileSync(join(folder, `${version}-${outcome}.json`), `${JSON.stringify(JSON.parse(shown), told, 2)}\n`);
}

/** The newest first, once none is running. Visibility follows with a delay. */
async function listEnded(type: string): Promise<WorkflowExecutionInfo[]> {
  const client = new Client({ connection, namespace });
  for (;;) {
    await sleep(1_000);
    const found: WorkflowExecutionInfo[] = [];
    for await (const execution of client.workflow.list()) if (execution.type === type) found.push(execution);
    if (found.length > 0 && found.every(({ status }) => status.name !== "RUNNING")) {
      return found.sort((a, b) => b.startTime.getTime() - a.startTime.getTime());
    }
  }
}
