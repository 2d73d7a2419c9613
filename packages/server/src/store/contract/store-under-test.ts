// The store that a part of the suite works on, and the rows that most promises need.
import { after, before, it } from "node:test";
import { type Database, type Db, migrate, type Tx } from "../database.ts";
import { newId } from "../ids.ts";

export interface StoreUnderTest extends AsyncDisposable {
  readonly database: Database;
  /** The same data over connections of its own, as a second process has it; null on an engine for one process. */
  readonly second: Database | null;
}

/** A new, empty store without tables, or why there is none. */
export type OpenStore = () => Promise<StoreUnderTest | string>;

export type OnStore = (promise: string, prove: (store: StoreUnderTest) => Promise<void>) => void;

/** Call once in a `describe`: its tests share one migrated store. */
export function shareStore(open: OpenStore): OnStore {
  let store: StoreUnderTest | string = "not opened";
  before(async () => {
    store = await open();
    if (typeof store !== "string") await migrate(store.database.db);
  });
  after(async () => {
    if (typeof store !== "string") await store[Symbol.asyncDispose]();
  });
  return (promise, prove) => {
    it(promise, async (t) => {
      if (typeof store === "string") t.skip(store);
      else await prove(store);
    });
  };
}

/** For promises about a store that nobody has used yet. */
export function onEmptyStore(open: OpenStore): OnStore {
  return (promise, prove) => {
    it(promise, async (t) => {
      const store = await open();
      if (typeof store === "string") return t.skip(store);
      await using opened = store;
      await prove(opened);
    });
  };
}

export interface RoleRow {
  readonly id: string;
  readonly name: string;
  readonly bindings: string;
  readonly version: number;
  readonly state: number;
  readonly spec: Uint8Array;
  readonly async_operation_id: string;
  readonly created_at: Date;
  readonly updated_at: Date | null;
}

/** A row with something of every kind of column. */
export const roleRow = (change: Partial<RoleRow> = {}): RoleRow => ({
  id: newId(),
  name: newId(),
  bindings: "{}",
  version: 1,
  state: 1,
  spec: new Uint8Array(),
  async_operation_id: "",
  created_at: new Date(),
  updated_at: null,
  ...change,
});

export async function insertRole(to: Db | Tx, change: Partial<RoleRow> = {}): Promise<RoleRow> {
  const row = roleRow(change);
  await to.insertInto("custom_roles").values(row).execute();
  return row;
}

export async function roleExists(reader: Db | Tx, id: string): Promise<boolean> {
  return (await reader.selectFrom("custom_roles").select("id").where("id", "=", id).executeTakeFirst()) !== undefined;
}
