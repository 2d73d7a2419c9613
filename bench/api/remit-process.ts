// A control plane with many custom roles, as a process of its own: node remit-process.ts <store as JSON> <roles>. It names
// its port and its owner's key, and tells what it has used whenever it is asked.
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import type { Db } from "../../packages/server/src/store/database.ts";
import { openPGlite } from "../../packages/server/src/store/pglite.ts";
import { openPostgres } from "../../packages/server/src/store/postgres.ts";
import { startPlane } from "../../tests/harness/control-plane.ts";
import { specOfRole } from "./custom-role.ts";

type Store =
  | { readonly kind: "pglite"; readonly directory: string }
  | { readonly kind: "postgres"; readonly url: string };

const [, , where = "", count = "100"] = process.argv;
const store = JSON.parse(where) as Store;

/** One is made as usual, and copied under other names. */
async function fillStore(): Promise<void> {
  const plane = await startPlane({ store });
  await plane.owner.cloud.createCustomRole({ spec: specOfRole("First") });
  await plane[Symbol.asyncDispose]();
  const { db, close } =
    store.kind === "pglite" ? await openPGlite(store.directory) : await openPostgres({ ...store, onError: () => {} });
  await copyRoles(db, Number(count) - 1);
  await close();
}

async function copyRoles(db: Db, copies: number): Promise<void> {
  await sql`
    INSERT INTO custom_roles
    SELECT (jsonb_populate_record(first, jsonb_build_object('id', 'role-' || n, 'name', 'role-' || n))).*
    FROM custom_roles AS first, generate_series(1, ${copies}::int) AS n`.execute(db);
  await sql`ANALYZE custom_roles`.execute(db);
}

/** Right after its start the process may still be busy with what it read. */
async function readFirst(attempt = 1): Promise<string | undefined> {
  try {
    const { customRoles } = await plane.owner.cloud.getCustomRoles({ pageSize: 1 });
    return customRoles[0]?.id;
  } catch (error) {
    if (attempt === 20) throw error;
    await sleep(1_000);
    return readFirst(attempt + 1);
  }
}

await fillStore();
const plane = await startPlane({ store, limits: { customRolesPerAccount: 0 } });
const resourceId = await readFirst();
process.on("message", () => process.send?.({ cpu: process.cpuUsage(), rss: process.memoryUsage().rss }));
process.send?.({ ports: [Number(new URL(plane.url).port)], key: plane.ownerKey, resourceId });
