// Postgres 15 or newer: the product's store.
import { Kysely, sql } from "kysely";
import pg from "pg";
import { BoundedDialect, defaultBounds, type TransactionBounds } from "./bounded-transactions.ts";
import type { Database, Db } from "./database.ts";
import type { Schema } from "./schema.ts";

/** Type parsers that make Postgres answer like PGlite: bigint as number, bytea as bytes. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => (oid === 20 ? Number : pg.types.getTypeParser(oid, format)) as never,
};

/** Idle so long, a connection is probed: what stands between may have dropped it without telling either side. */
const keepAlive = { keepAlive: true, keepAliveInitialDelayMillis: 30_000 };

export interface PostgresOptions extends Partial<TransactionBounds> {
  readonly url: string;
  /** Connections at most; default 10. */
  readonly poolSize?: number;
  /** Tables live in this schema; default "public". */
  readonly schema?: string;
  readonly onError: (error: Error) => void;
}

export async function openPostgres(options: PostgresOptions): Promise<Database> {
  const search = options.schema === undefined ? {} : { options: `-c search_path=${options.schema}` };
  const connection = { connectionString: options.url, application_name: "remit", ...keepAlive, ...search };
  const pool = new pg.Pool({ ...connection, max: options.poolSize ?? 10, types, connectionTimeoutMillis: 10_000 });
  // An idle connection that dies must not end the process; the next query gets a new one.
  pool.on("error", options.onError);
  // The pool hears the errors of idle connections only. Of one in use its query tells; unheard, the same error would
  // end the process at every restart of Postgres.
  pool.on("connect", (client) => client.on("error", () => {}));
  const db: Db = new Kysely<Schema>({ dialect: new BoundedDialect({ pool }, { ...defaultBounds, ...options }) });
  const { rows } = await sql<{ v: string }>`SHOW server_version_num`.execute(db).catch(async (cause: unknown) => {
    await db.destroy();
    throw new Error("cannot connect to Postgres", { cause });
  });
  const problem = unsupported(Number(Object.values(rows[0] ?? {})[0]));
  if (problem !== null) {
    await db.destroy();
    throw new Error(problem);
  }
  return {
    engine: "postgres",
    db,
    listen: (channel, listener) => listenForever(connection, channel, listener, options.onError),
    close: () => db.destroy(),
  };
}

/** Why a server of this `server_version_num` cannot be used, or null. */
export function unsupported(version: number): string | null {
  if (version >= 150_000) return null;
  return `Postgres 15 or newer is needed, this server is ${Math.floor(version / 10_000)}`;
}

/** LISTEN on a connection of its own, made anew when it breaks. Polling covers what is missed meanwhile. */
async function listenForever(
  connection: pg.ClientConfig,
  channel: string,
  listener: (payload: string) => void,
  onError: (error: Error) => void,
): Promise<() => Promise<void>> {
  let client: pg.Client | null = null;
  let retry: NodeJS.Timeout | undefined;
  let stopped = false;
  const connect = async (): Promise<void> => {
    const next = new pg.Client(connection);
    const reconnect = (error: Error): void => {
      if (stopped || client !== next) return;
      client = null;
      onError(error);
      retry = setTimeout(() => void connect().catch(reconnectLater), 1_000);
    };
    const reconnectLater = (error: unknown): void => {
      if (stopped) return;
      onError(error instanceof Error ? error : new Error(String(error)));
      retry = setTimeout(() => void connect().catch(reconnectLater), 1_000);
    };
    next.on("notification", (message) => listener(message.payload ?? ""));
    next.on("error", reconnect);
    next.on("end", () => reconnect(new Error("the notification connection ended")));
    await next.connect();
    await next.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    client = next;
    if (stopped) await next.end();
  };
  await connect();
  return async () => {
    stopped = true;
    clearTimeout(retry);
    await client?.end();
  };
}
