// OpenFGA on the same Postgres: the peer. A store with as many tuples as there are custom roles, and the frames of a write
// and of reads.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { writeField, writeNumber } from "../../packages/server/src/gateway/wire/write.ts";
import { findFreePort } from "../../tools/free-port.ts";
import { buildGoServer, findGoServer, type GoServer } from "../../tools/go-install.ts";
import { toFrame } from "../load.ts";

const program: GoServer = {
  name: "OpenFGA",
  package: "github.com/openfga/openfga/cmd/openfga",
  version: "1.22.1",
  file: "openfga-1.22.1",
  script: "bench:api",
  takes: "a minute or two",
};
export const openfgaVersion = program.version;

const model = {
  schema_version: "1.1",
  type_definitions: [
    { type: "user" },
    {
      type: "document",
      relations: { viewer: { this: {} } },
      metadata: { relations: { viewer: { directly_related_user_types: [{ type: "user" }] } } },
    },
  ],
};

const text = (number: number, value: string): readonly Uint8Array[] => writeField(number, Buffer.from(value));
const message = (number: number, ...fields: readonly (readonly Uint8Array[])[]): readonly Uint8Array[] =>
  writeField(number, Buffer.concat(fields.flat()));
const tupleOf = (document: string): readonly (readonly Uint8Array[])[] => [
  text(1, "user:anne"),
  text(2, "viewer"),
  text(3, `document:${document}`),
];

export interface Openfga {
  readonly url: string;
  readonly frames: { readonly write: () => Buffer; readonly readOne: Buffer; readonly readPage: Buffer };
  /** Microseconds of CPU since it started. */
  cpuUs(): number;
  stop(): void;
}

/** @param postgresUrl of an empty database. @throws Error where it cannot be built or does not start */
export async function startOpenfga(postgresUrl: string, tuples: number): Promise<Openfga> {
  await buildGoServer(program);
  const found = findGoServer(program);
  if (typeof found === "string") throw new Error(found);
  const datastore = ["--datastore-engine", "postgres", "--datastore-uri", `${postgresUrl}?sslmode=disable`];
  const migrated = spawnSync(found.path, ["migrate", ...datastore], { encoding: "utf8" });
  if (migrated.status !== 0) throw new Error(`openfga migrate: ${migrated.stderr}`);
  const [grpc, http] = [await findFreePort(), await findFreePort()];
  const ports = ["--grpc-addr", `127.0.0.1:${grpc}`, "--http-addr", `127.0.0.1:${http}`];
  const quiet = ["--playground-enabled=false", "--metrics-enabled=false", "--log-level=error"];
  const child = spawn(found.path, ["run", ...datastore, ...ports, ...quiet], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const api = `http://127.0.0.1:${http}`;
  await answers(api);
  const { id: store } = await post<{ id: string }>(`${api}/stores`, { name: "bench" });
  const { authorization_model_id: modelId } = await post<{ authorization_model_id: string }>(
    `${api}/stores/${store}/authorization-models`,
    model,
  );
  for (let from = 0; from < tuples; from += 100) await writeSome(`${api}/stores/${store}/write`, from, tuples);
  const write = () =>
    toFrame(
      Buffer.concat([...text(1, store), ...message(2, message(1, ...tupleOf(randomUUID()))), ...text(4, modelId)]),
    );
  const readOne = toFrame(Buffer.concat([...text(1, store), ...message(2, ...tupleOf("tuple-7"))]));
  const pageSize = message(3, writeNumber(1, 50));
  const readPage = toFrame(Buffer.concat([...text(1, store), ...pageSize]));
  return {
    url: `http://127.0.0.1:${grpc}`,
    frames: { write, readOne, readPage },
    cpuUs: () => cpuOf(child),
    stop: () => void child.kill(),
  };
}

async function writeSome(url: string, from: number, tuples: number): Promise<void> {
  const tuple_keys = Array.from({ length: Math.min(100, tuples - from) }, (_, at) => ({
    user: "user:anne",
    relation: "viewer",
    object: `document:tuple-${from + at}`,
  }));
  await post(url, { writes: { tuple_keys } });
}

async function post<T>(url: string, body: unknown): Promise<T> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

async function answers(api: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const response = await fetch(`${api}/healthz`).catch(() => null);
    if (response?.ok) return;
    await sleep(100);
  }
  throw new Error("OpenFGA did not answer within 30 s");
}

/** Linux counts a process's time in hundredths of a second: user and system time are the 14th and 15th field. */
function cpuOf({ pid }: ChildProcess): number {
  const [, after = ""] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
  const fields = after.split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}
