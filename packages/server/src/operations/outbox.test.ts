import { it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import type { Connection } from "@temporalio/client";
import { pino } from "pino";
import { findFreePort } from "../../../../tools/free-port.ts";
import { type Database, migrate } from "../store/database.ts";
import { insertOperation } from "../store/operations.test-support.ts";
import { openTestPGlite } from "../store/pglite.test-support.ts";
import { connectTemporal } from "../temporal/connect.ts";
import { registerSystemNamespace, systemNamespace } from "../temporal/system-namespace.ts";
import { describeServer, freshName } from "../temporal/temporal.test-support.ts";
import { Outbox } from "./outbox.ts";

const onServer = describeServer();
const stuck = 45;

async function isStarted(connection: Connection, uid: string): Promise<boolean> {
  const execution = { workflowId: `operation/${uid}` };
  return connection.workflowService.describeWorkflowExecution({ namespace: systemNamespace, execution }).then(
    () => true,
    () => false,
  );
}

async function untilStarted(connection: Connection, uids: readonly string[]): Promise<void> {
  for (const uid of uids) while (!(await isStarted(connection, uid))) await wait(50);
}

/** An outbox whose clock is half a minute further each time that it looks, over these operations. */
async function sweep(connection: Connection, database: Database, uids: readonly string[]): Promise<void> {
  await registerSystemNamespace(connection);
  let now = Date.now() + 600_000;
  const outbox = new Outbox({
    taskQueue: freshName("nobody"),
    db: database.db,
    connection,
    log: pino({ level: "silent" }),
    now: () => {
      now += 31_000;
      return new Date(now);
    },
  });
  outbox.poll();
  await untilStarted(connection, uids);
  await outbox.stop();
  await database.close();
}

onServer("starts a lost operation again, however many older ones are stuck", async (connection) => {
  const database = await openTestPGlite();
  await migrate(database.db);
  const uids = Array.from({ length: stuck }, (_, index) => `${freshName("lost")}-${index}`);
  for (const [index, uid] of uids.entries()) {
    const begun = new Date(Date.now() + index);
    await insertOperation(database.db, { uid, state: "IN_PROGRESS", created_at: begun, started_at: begun });
  }
  await sweep(connection, database, uids);
});

onServer("starts an operation that nobody has begun, however many older ones nobody begins", async (connection) => {
  const database = await openTestPGlite();
  await migrate(database.db);
  const uids = Array.from({ length: stuck }, (_, index) => `${freshName("pending")}-${index}`);
  for (const [index, uid] of uids.entries()) {
    await insertOperation(database.db, { uid, created_at: new Date(Date.now() + index) });
  }
  await sweep(connection, database, uids);
});

it("what cannot be started is told to who carries out what cannot wait, all of it", async () => {
  const database = await openTestPGlite();
  await migrate(database.db);
  const uids = ["a", "b", "c"].map((name) => freshName(name));
  for (const uid of uids) await insertOperation(database.db, { uid });
  const connection = connectTemporal({ address: `127.0.0.1:${await findFreePort()}` });
  const told = new Set<string>();
  const now = (): Date => new Date(Date.now() + 600_000);
  const log = pino({ level: "silent" });
  const otherwise = (uid: string): void => void told.add(uid);
  const outbox = new Outbox({ taskQueue: "nobody", db: database.db, connection, log, now, otherwise });
  outbox.poll();
  while (told.size < uids.length) await wait(20);
  await outbox.stop();
  await connection.close();
  await database.close();
});
