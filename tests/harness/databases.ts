// Empty stores for tests: a database of its own on a real Postgres, or a directory for PGlite. Gone afterwards.
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { postgresForTest, type TestPostgres } from "../../tools/postgres.ts";

export interface FreshDatabase extends AsyncDisposable {
  readonly url: string;
}

/** Call once at the top of a test file. The returned function gives an empty database, or why there is none. */
export function sharePostgres(): () => Promise<FreshDatabase | string> {
  let server: TestPostgres | string = "not started";
  before(async () => {
    server = await postgresForTest();
  });
  after(async () => {
    if (typeof server !== "string") await server.stop();
  });
  return async () => (typeof server === "string" ? server : makeDatabase(server.url));
}

/** Connections that are still open when it is disposed are cut. */
export async function makeDatabase(serverUrl: string): Promise<FreshDatabase> {
  const name = `remit_${randomBytes(6).toString("hex")}`;
  await runOn(serverUrl, `CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    [Symbol.asyncDispose]: () => runOn(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

export async function runOn(url: string, statement: string): Promise<void> {
  const client = await connectWhenUp(url);
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A server that was started a moment ago accepts connections before it serves them. */
async function connectWhenUp(url: string): Promise<pg.Client> {
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      return client;
    } catch (error) {
      if ((error as { code?: unknown }).code !== "57P03") throw error;
      await sleep(50);
    }
  }
}

export interface FreshDirectory extends AsyncDisposable {
  readonly path: string;
}

export async function makeDirectory(): Promise<FreshDirectory> {
  const path = await mkdtemp(join(tmpdir(), "remit-test-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
