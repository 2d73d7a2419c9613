// What must hold once the faults are over: nothing that was acknowledged is lost, nothing was done twice, nothing is left
// under way, and the Temporal server has what ours say that it has.
import { fromBinary } from "@bufbuild/protobuf";
import { CustomRoleSpecSchema, UserSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { NamespaceSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { EndpointSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/nexus/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import type { Db } from "../../packages/server/src/store/database.ts";
import { openPostgres } from "../../packages/server/src/store/postgres.ts";
import { connectTemporal } from "../../packages/server/src/temporal/connect.ts";
import { describeNamespace } from "../../packages/server/src/temporal/namespaces.ts";
import { listNexusEndpoints } from "../../packages/server/src/temporal/nexus-endpoints.ts";
import { checkRecords } from "../crash/check-records.ts";
import type { Kind, Thing } from "./actor.ts";
import type { Asked } from "./asking.ts";
import type { Deployment } from "./victims.ts";

export interface Expected {
  readonly asked: readonly Asked[];
  readonly things: readonly Thing[];
  /** Namespaces that were deleted. */
  readonly gone: readonly string[];
}

/** What would be expected of a deployment that lost, doubled or forgot something. */
export function misreadings(expected: Expected): Readonly<Record<string, Expected>> {
  const { asked, things, gone } = expected;
  const other = (kind: Kind): readonly Thing[] =>
    things.map((thing) => (thing.kind === kind ? { ...thing, marker: "77" } : thing));
  return {
    "an operation was lost": { ...expected, asked: [...asked, { id: "chaos-lost", rpc: "CreateUser" }] },
    "an operation nobody asked for": { ...expected, asked: asked.slice(1) },
    "a thing was made twice": { ...expected, things: things.slice(1) },
    "a thing was lost": { ...expected, things: [...things, { kind: "role", id: "lost", name: "lost", marker: "" }] },
    "a Namespace reads otherwise": { ...expected, things: other("namespace") },
    "a deleted Namespace is on the server": {
      ...expected,
      things: things.filter(({ kind }) => kind !== "namespace"),
      gone: [...gone, ...things.filter(({ kind }) => kind === "namespace").map(({ id }) => id)],
    },
  };
}

export async function checkAll(deployment: Deployment, expected: Expected): Promise<string[]> {
  const database = await openPostgres({ url: deployment.databaseUrl, onError: () => undefined });
  try {
    const { db } = database;
    return [
      ...(await checkOperations(db, expected.asked)),
      ...(await checkThings(db, expected.things)),
      ...(await checkServer(deployment, expected)),
      ...(await checkRecords(db)),
    ];
  } finally {
    await database.close();
  }
}

/** One row for each that was acknowledged, ended as it was told; none that nobody asked for, none under way. */
async function checkOperations(db: Db, asked: readonly Asked[]): Promise<string[]> {
  const rows = await db.selectFrom("operations").select(["id", "rpc", "state"]).execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  const known = new Set(asked.map(({ id }) => id));
  const lost = asked.filter(({ id }) => !byId.has(id)).map(({ id, rpc }) => `lost: ${rpc} ${id}`);
  const made = rows
    .filter(({ id }) => id.startsWith("chaos-") && !known.has(id))
    .map(({ id }) => `nobody asked for ${id}`);
  const open = rows
    .filter(({ state }) => state === "PENDING" || state === "IN_PROGRESS")
    .map(({ id, rpc, state }) => `stuck: ${rpc} ${id} is ${state}`);
  return [...lost, ...made, ...open];
}

interface Stored {
  readonly id: string;
  readonly name: string;
  readonly marker: string;
  readonly settled: boolean;
}

const readers: Readonly<Record<Kind, (db: Db) => Promise<Stored[]>>> = {
  namespace: async (db) =>
    (await db.selectFrom("namespaces").select(["id", "spec", "state"]).execute()).map(({ id, spec, state }) => {
      const { name, retentionDays } = fromBinary(NamespaceSpecSchema, spec);
      return { id, name, marker: String(retentionDays), settled: state === ResourceState.ACTIVE };
    }),
  endpoint: async (db) =>
    (await db.selectFrom("nexus_endpoints").select(["id", "spec", "state"]).execute()).map(({ id, spec, state }) => {
      const { name, targetSpec } = fromBinary(EndpointSpecSchema, spec);
      return { id, name, marker: targetSpec?.variant.value?.taskQueue ?? "", settled: state === ResourceState.ACTIVE };
    }),
  role: async (db) =>
    (await db.selectFrom("custom_roles").select(["id", "spec"]).execute()).map(({ id, spec }) => {
      const { name, description } = fromBinary(CustomRoleSpecSchema, spec);
      return { id, name, marker: description, settled: true };
    }),
  user: async (db) =>
    (await db.selectFrom("users").select(["id", "spec"]).execute()).map(({ id, spec }) => {
      const { email, access } = fromBinary(UserSpecSchema, spec);
      return { id, name: email, marker: String(access?.accountAccess?.role), settled: true };
    }),
};

/** Exactly those that their actors have, as they left them. */
async function checkThings(db: Db, things: readonly Thing[]): Promise<string[]> {
  const problems: string[] = [];
  for (const [kind, read] of Object.entries(readers) as [Kind, (db: Db) => Promise<Stored[]>][]) {
    const stored = new Map(
      (await read(db)).filter(({ name }) => name.startsWith("chaos-")).map((row) => [row.id, row]),
    );
    for (const { id, name, marker } of things.filter((thing) => thing.kind === kind)) {
      const row = stored.get(id);
      stored.delete(id);
      if (row === undefined) problems.push(`lost: ${kind} ${name}`);
      else if (row.marker !== marker) problems.push(`${kind} ${name} reads ${row.marker} and not ${marker}`);
      else if (!row.settled) problems.push(`${kind} ${name} is not active`);
    }
    for (const { name } of stored.values())
      problems.push(`${kind} ${name} is there, and nobody has it: made twice, or not deleted`);
  }
  return problems;
}

async function checkServer({ temporalAddress }: Deployment, { things, gone }: Expected): Promise<string[]> {
  const connection = connectTemporal({ address: temporalAddress });
  const problems: string[] = [];
  try {
    for (const { id, marker } of things.filter(({ kind }) => kind === "namespace")) {
      const found = await describeNamespace(connection, id);
      if (found === null) problems.push(`the server has no Namespace ${id}`);
      else if (String(found.retentionDays) !== marker)
        problems.push(`on the server Namespace ${id} keeps ${found.retentionDays} days and not ${marker}`);
    }
    const present = new Set(things.map(({ id }) => id));
    for (const id of gone.filter((one) => !present.has(one)))
      if ((await describeNamespace(connection, id)) !== null) problems.push(`the server still has Namespace ${id}`);
    const endpoints = new Map((await listNexusEndpoints(connection)).map((one) => [one.name, one.target.taskQueue]));
    for (const { name, marker } of things.filter(({ kind }) => kind === "endpoint")) {
      const taskQueue = endpoints.get(name);
      endpoints.delete(name);
      if (taskQueue !== marker) problems.push(`on the server endpoint ${name} leads to ${taskQueue} and not ${marker}`);
    }
    for (const name of endpoints.keys()) problems.push(`the server has endpoint ${name}, and nobody has it`);
    return problems;
  } finally {
    await connection.close();
  }
}
