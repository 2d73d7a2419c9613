import assert from "node:assert/strict";
import { describe } from "node:test";
import type { Db } from "../database.ts";
import { forgetExportedRuns, readExportedRuns, saveExportedRuns, saveSinkProgress } from "../export-progress.ts";
import { insertExportSink, readExportSink } from "../export-sinks.ts";
import { newId } from "../ids.ts";
import { insertNamespace } from "./insert-namespace.ts";
import { type OpenStore, shareStore } from "./store-under-test.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 4, 1, 12, minute));

async function insertSink(
  db: Db,
): Promise<{ readonly uid: string; readonly namespace: string; readonly version: number }> {
  const [uid, namespace] = [newId(), await insertNamespace(db)];
  const row = {
    uid,
    namespace_uid: namespace,
    name: "sink",
    enabled: true,
    state: 3,
    spec: new Uint8Array(),
    version: 7,
    async_operation_id: "",
    created_at: at(0),
    updated_at: null,
    begins_at: at(0),
    exported_until: at(0),
    window_end: null,
    window_started_at: null,
    last_export_at: null,
    last_check_at: null,
  };
  await db.transaction().execute((tx) => insertExportSink(tx, row));
  return { uid, namespace, version: 7 };
}

export function describeExportSinks(engine: string, open: OpenStore): void {
  describe(`export sinks on ${engine}`, () => {
    const onStore = shareStore(open);

    onStore("remember each run once, and forget by when it closed", async ({ database: { db } }) => {
      const { uid } = await insertSink(db);
      const runs = [1, 2, 3].map((minute) => ({ runId: `run-${minute}`, closedAt: at(minute) }));
      const ids = runs.map(({ runId }) => runId);
      for (const some of [runs.slice(0, 2), runs, []])
        await db.transaction().execute((tx) => saveExportedRuns(tx, uid, some));
      assert.deepEqual(await readExportedRuns(db, uid, [...ids, "another"]), new Set(ids));
      await db.transaction().execute((tx) => forgetExportedRuns(tx, uid, at(2)));
      assert.deepEqual(await readExportedRuns(db, uid, ids), new Set(["run-2", "run-3"]));
      await db.transaction().execute((tx) => forgetExportedRuns(tx, uid));
      assert.deepEqual(await readExportedRuns(db, uid, ids), new Set());
    });

    onStore("come further only as what they were read as", async ({ database: { db } }) => {
      const { uid, namespace, version } = await insertSink(db);
      assert.equal(await saveSinkProgress(db, { uid, version: version + 1 }, { exported_until: at(5) }), false);
      assert.equal(await saveSinkProgress(db, { uid, version }, { exported_until: at(4), health: 1 }), true);
      const row = await readExportSink(db, namespace, "sink");
      assert.deepEqual([row?.exported_until, row?.health, row?.error_message], [at(4), 1, ""]);
    });

    onStore("go with their Namespace, and what they remember with them", async ({ database: { db } }) => {
      const { uid, namespace } = await insertSink(db);
      await db.transaction().execute((tx) => saveExportedRuns(tx, uid, [{ runId: "run", closedAt: at(1) }]));
      await db.deleteFrom("namespaces").where("uid", "=", namespace).execute();
      assert.equal(await readExportSink(db, namespace, "sink"), undefined);
      assert.deepEqual(await readExportedRuns(db, uid, ["run"]), new Set());
    });
  });
}
