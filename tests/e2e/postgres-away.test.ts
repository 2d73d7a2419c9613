// Connections to Postgres that are cut while they are in use, as a restart of Postgres cuts them.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Code, ConnectError } from "@connectrpc/connect";
import { sql } from "kysely";
import { sharePostgres } from "../harness/databases.ts";
import { type ObservedPlane, observePlane } from "../harness/observed-plane.ts";

const cuts = 10;
const writes = 5;

interface Answers {
  done: number;
  unavailable: number;
}

describe("a control plane whose connections to Postgres are cut", () => {
  const freshPostgres = sharePostgres();

  it("goes on, answers Unavailable meanwhile, and does each repeated write once", async (t) => {
    const fresh = await freshPostgres();
    if (typeof fresh === "string") return t.skip(fresh);
    await using plane = await observePlane(fresh);
    const cutting = new AbortController();
    const answers: Answers = { done: 0, unavailable: 0 };
    const calling = [
      ...Array.from({ length: 4 }, () => read(plane, cutting.signal, answers)),
      ...Array.from({ length: 4 }, (_, writer) => write(plane, writer, cutting.signal, answers)),
    ];
    const called = Promise.all(calling);
    for (let cut = 0; cut < cuts; cut++) {
      const enough = answers.done + 10;
      while (answers.done < enough) await Promise.race([sleep(10), called]);
      await cutConnections(plane);
    }
    cutting.abort();
    await called;
    assert.ok(answers.unavailable > 0);
    const { groups } = await plane.owner.cloud.getUserGroups({ pageSize: 1_000 });
    const names = groups.map(({ spec }) => spec?.displayName);
    assert.equal(new Set(names).size, names.length);
    for (let writer = 0; writer < 4; writer++)
      for (let count = 0; count < writes; count++) assert.ok(names.includes(`group-${writer}-${count}`));
  });
});

async function read({ owner }: ObservedPlane, stop: AbortSignal, answers: Answers): Promise<void> {
  while (!stop.aborted) await ask(() => owner.cloud.getUsers({}), answers);
}

/** Repeats each write under its id until it is answered, as official clients do. */
async function write(plane: ObservedPlane, writer: number, stop: AbortSignal, answers: Answers): Promise<void> {
  for (let count = 0; count < writes || !stop.aborted; count++) {
    const spec = {
      displayName: `group-${writer}-${count}`,
      access: {},
      groupType: { case: "cloudGroup" as const, value: {} },
    };
    const request = { spec, asyncOperationId: `write.${writer}.${count}` };
    while (!(await ask(() => plane.owner.cloud.createUserGroup(request), answers)));
  }
}

/** Whether it was done; every refusal but Unavailable is thrown. */
async function ask(call: () => Promise<unknown>, answers: Answers): Promise<boolean> {
  try {
    await call();
    answers.done += 1;
    return true;
  } catch (error) {
    if (ConnectError.from(error).code !== Code.Unavailable) throw error;
    answers.unavailable += 1;
    await sleep(20);
    return false;
  }
}

async function cutConnections({ database }: ObservedPlane): Promise<void> {
  await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`.execute(database.db);
}
