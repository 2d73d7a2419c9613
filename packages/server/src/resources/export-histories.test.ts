import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { create, toBinary } from "@bufbuild/protobuf";
import { BinaryReader } from "@bufbuild/protobuf/wire";
import {
  ExportSinkSpecSchema,
  ExportSink_Health as Health,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { pino } from "pino";
import { failedPrecondition, unavailable } from "../errors.ts";
import { type Database, migrate } from "../store/database.ts";
import { type ExportSinkRow, insertExportSink, updateExportSink } from "../store/export-sinks.ts";
import { newId } from "../store/ids.ts";
import { insertNamespace } from "../store/namespaces.ts";
import { openTestPGlite } from "../store/pglite.test-support.ts";
import { bootstrap } from "./bootstrap.ts";
import { type ExportDeps, exportHistories } from "./export-histories.ts";

const start = new Date("2026-11-25T10:00:00.000Z");
const minutes = (count: number): Date => new Date(start.getTime() + count * 60_000);

let database: Database;
before(async () => {
  database = await openTestPGlite();
  await migrate(database.db);
  await bootstrap(database.db, "owner@example.com", start);
});
after(() => database.close());

/** A sink that was switched on at `start`, its Namespace's closed runs, and a bucket; each as the test wants them. */
class Stage {
  readonly uid = newId();
  now = start;
  /** Run id → when it closed. Its history is the run id itself. */
  readonly closed = new Map<string, Date>();
  readonly objects = new Map<string, string[]>();
  /** Every run in every object that was ever written. */
  readonly written: string[] = [];
  /** Of the object store, before and after an object is in it. */
  refuse: () => void = () => {};
  die: () => void | Promise<void> = () => {};
  readonly deps: ExportDeps = {
    database,
    log: pino({ level: "silent" }),
    now: () => this.now,
    everyMinutes: 60,
    lateMinutes: 60,
    openObjectStore: async () => ({
      put: async (key, bytes) => {
        this.refuse();
        if (!key.endsWith("remit-write-test")) {
          this.objects.set(key, readRuns(bytes));
          this.written.push(...readRuns(bytes));
          await this.die();
        }
      },
      delete: async () => {},
      close: () => {},
    }),
    openWorkflows: async () => ({
      list: ({ from, to }) => this.#list(from, to),
      readHistory: async ({ runId }) => (runId.startsWith("gone") ? null : [Buffer.from(runId)]),
    }),
  };

  async *#list(from: Date, to: Date) {
    const runs = [...this.closed].map(([runId, closedAt]) => ({ workflowId: "w", runId, closedAt }));
    const found = runs.filter(({ closedAt }) => closedAt >= from && closedAt < to);
    found.sort((a, b) => b.closedAt.getTime() - a.closedAt.getTime());
    for (let index = 0; index < found.length; index += 200) yield found.slice(index, index + 200);
  }

  close(runId: string, at: Date): void {
    this.closed.set(runId, at);
  }

  async export(at: Date): Promise<ExportSinkRow> {
    this.now = at;
    for (let hasMore = true; hasMore; ) hasMore = await exportHistories(this.deps, this.uid);
    return this.read();
  }

  read(): Promise<ExportSinkRow> {
    return database.db.selectFrom("export_sinks").selectAll().where("uid", "=", this.uid).executeTakeFirstOrThrow();
  }
}

/** The histories of a file, which are run ids here. */
function readRuns(bytes: Uint8Array): string[] {
  const runs: string[] = [];
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    reader.tag();
    const item = new BinaryReader(reader.bytes());
    item.tag();
    runs.push(Buffer.from(item.bytes()).toString());
  }
  return runs;
}

let stage: Stage;

beforeEach(async () => {
  stage = new Stage();
  const { id: project } = await database.db.selectFrom("projects").select("id").executeTakeFirstOrThrow();
  const common = {
    async_operation_id: "",
    created_at: start,
    updated_at: null,
    version: 1,
    state: ResourceState.ACTIVE,
  };
  const [namespace, name] = [newId(), `n-${stage.uid}.abc123`];
  const spec = create(ExportSinkSpecSchema, { name: "sink", enabled: true, s3: { bucketName: "bucket" } });
  await database.db.transaction().execute(async (tx) => {
    await insertNamespace(tx, {
      ...common,
      uid: namespace,
      id: name,
      project_id: project,
      spec: new Uint8Array(),
      desired: null,
      tags: "{}",
      active_region: "aws-us-east-1",
      failure_reason: "",
    });
    await insertExportSink(tx, {
      ...common,
      uid: stage.uid,
      namespace_uid: namespace,
      name: "sink",
      enabled: true,
      spec: toBinary(ExportSinkSpecSchema, spec),
      begins_at: start,
      exported_until: start,
      window_end: null,
      window_started_at: null,
      last_export_at: null,
      last_check_at: null,
    });
  });
});

describe("an export", () => {
  it("writes each workflow that closed since the sink was switched on, once however often it runs", async () => {
    stage.close("before", minutes(-1));
    stage.close("a", minutes(1));
    const first = await stage.export(minutes(10));
    assert.equal(first.health, Health.OK);
    assert.deepEqual(first.last_export_at, minutes(10));
    stage.close("b", minutes(11));
    stage.close("gone-meanwhile", minutes(12));
    const second = await stage.export(minutes(20));
    await stage.export(minutes(30));
    assert.deepEqual(stage.written, ["a", "b"]);
    assert.deepEqual(second.exported_until, minutes(20));
    assert.match(
      [...stage.objects.keys()][0] ?? "",
      /^temporal-workflow-history\/export\/n-\w+\.abc123\/2026\/11\/25\/10\/00\/[0-9a-f-]{36}$/,
    );
  });

  it("finds what visibility learns of late, and writes nothing again for it", async () => {
    stage.close("a", minutes(5));
    await stage.export(minutes(10));
    stage.close("late", minutes(4));
    stage.close("b", minutes(12));
    await stage.export(minutes(50));
    stage.close("very-late", minutes(3));
    await stage.export(minutes(55));
    assert.deepEqual(stage.written, ["a", "b", "late", "very-late"]);
    assert.deepEqual(await rememberedRuns(), ["a", "b", "late", "very-late"]);
    await stage.export(minutes(200));
    assert.deepEqual(await rememberedRuns(), []);
    assert.equal(stage.written.length, 4);
  });

  it("writes the same object again when it died between the object and remembering it", async () => {
    stage.close("a", minutes(1));
    stage.close("b", minutes(2));
    let died = false;
    stage.die = () => {
      died = true;
      throw new Error("killed");
    };
    await stage.export(minutes(10));
    assert.ok(died);
    assert.deepEqual(await rememberedRuns(), []);
    stage.die = () => {};
    stage.close("c", minutes(11));
    await stage.export(minutes(12));
    await stage.export(minutes(13));
    assert.deepEqual([...stage.objects.values()], [["b", "a"], ["c"]]);
  });

  it("cuts what is much into files, and remembers each before the next", async () => {
    for (let index = 0; index < 1_201; index += 1) stage.close(`run-${index}`, minutes(1 + index / 100));
    let files = 0;
    stage.die = () => {
      files += 1;
      if (files === 2) throw unavailable("away");
    };
    assert.equal((await stage.export(minutes(30))).health, Health.ERROR_INTERNAL);
    assert.equal((await rememberedRuns()).length, 1_000);
    assert.equal((await stage.export(minutes(31))).health, Health.OK);
    assert.equal(stage.objects.size, 2);
    assert.equal(new Set([...stage.objects.values()].flat()).size, 1_201);
  });

  it("says what is wrong while its bucket refuses, and leaves nothing out once it does not", async () => {
    stage.close("a", minutes(1));
    stage.refuse = () => {
      throw failedPrecondition("the bucket does not exist");
    };
    const failed = await stage.export(minutes(10));
    assert.equal(failed.health, Health.ERROR_USER_CONFIGURATION);
    assert.equal(failed.error_message, "the bucket does not exist");
    assert.deepEqual([failed.last_check_at, failed.last_export_at], [minutes(10), null]);
    stage.refuse = () => {
      throw new Error("secret=1234");
    };
    const broken = await stage.export(minutes(300));
    assert.deepEqual([broken.health, broken.error_message], [Health.ERROR_INTERNAL, "internal error"]);
    stage.refuse = () => {};
    const mended = await stage.export(minutes(600));
    assert.deepEqual([mended.health, mended.error_message], [Health.OK, ""]);
    assert.deepEqual(mended.exported_until, minutes(600));
    assert.deepEqual(stage.written, ["a"]);
  });

  it("tells of a bucket that is gone though nothing closed", async () => {
    assert.equal((await stage.export(minutes(10))).health, Health.OK);
    stage.refuse = () => {
      throw failedPrecondition("the bucket does not exist");
    };
    assert.equal((await stage.export(minutes(75))).health, Health.ERROR_USER_CONFIGURATION);
    assert.equal(stage.objects.size, 0);
  });

  it("ends without a word when somebody changed the sink meanwhile, and what they said stands", async () => {
    stage.close("a", minutes(1));
    const [off, done] = [{ enabled: false, version: 2 }, Promise.withResolvers<void>()];
    stage.die = async () => {
      await database.db.transaction().execute((tx) => updateExportSink(tx, stage.uid, off));
      done.resolve();
    };
    const left = await stage.export(minutes(10));
    await done.promise;
    assert.deepEqual([left.enabled, left.health, left.exported_until], [false, Health.UNSPECIFIED, start]);
    assert.deepEqual(await rememberedRuns(), []);
    stage.die = () => {};
    stage.close("b", minutes(11));
    await stage.export(minutes(20));
    assert.deepEqual(stage.written, ["a"]);
  });
});

async function rememberedRuns(): Promise<string[]> {
  const rows = await database.db
    .selectFrom("exported_runs")
    .select("run_id")
    .where("sink_uid", "=", stage.uid)
    .orderBy("run_id")
    .execute();
  return rows.map(({ run_id }) => run_id);
}
