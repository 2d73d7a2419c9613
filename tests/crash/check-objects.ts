// What the tables must hold, by the journal: an operation row says whether a write took place, and then all of its
// effect is there; without the row nothing of it is. An acknowledged write without the row is lost.
import { fromBinary } from "@bufbuild/protobuf";
import {
  AccountAccess_Role,
  ApiKeySpecSchema,
  CustomRoleSpecSchema,
  ProjectAccess_ProjectRole,
  ServiceAccountSpecSchema,
  UserSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { digestToken } from "../../packages/server/src/authenticate/token.ts";
import type { Reader } from "../../packages/server/src/store/database.ts";
import type { OperationRow } from "../../packages/server/src/store/operations.ts";
import type { Journal, Table, Write } from "./journal.ts";

/** An object as the journal says that it is. */
interface Expected {
  readonly table: Table;
  readonly id: string;
  marker: string;
  /** The last write that changed the row itself. */
  operationId: string;
}

/** An object as the tables say that it is. */
interface Found {
  readonly id: string;
  readonly marker: string;
  readonly operationId: string;
}

export const tables: readonly Table[] = ["custom_roles", "users", "service_accounts", "api_keys", "user_groups"];

export async function checkObjects(reader: Reader, journal: Journal): Promise<string[]> {
  const operations = new Map((await reader.selectFrom("operations").selectAll().execute()).map((row) => [row.id, row]));
  const problems = findLost(journal.writes, operations);
  const done = journal.writes.filter((write) => operations.has(write.id));
  for (const write of done) problems.push(...checkAnswer(write, operations.get(write.id)));
  const expected = replay(done, operations);
  for (const table of tables) {
    const found = await readObjects(reader, table);
    problems.push(
      ...compare(
        table,
        [...expected.values()].filter((object) => object.table === table),
        found,
      ),
    );
  }
  return [...problems, ...(await checkTokens(reader, journal, operations))];
}

function findLost(writes: readonly Write[], operations: ReadonlyMap<string, OperationRow>): string[] {
  const lost = writes.filter((write) => write.answer !== null && !operations.has(write.id));
  return lost.map((write) => `lost: ${write.rpc} ${write.id} was acknowledged and left no operation`);
}

function checkAnswer({ id, rpc, answer }: Write, operation: OperationRow | undefined): string[] {
  if (operation === undefined) return [];
  const problems: string[] = [];
  if (operation.rpc.toLowerCase() !== rpc.toLowerCase())
    problems.push(`operation ${id} says ${operation.rpc} instead of ${rpc}`);
  if (operation.state !== "FULFILLED") problems.push(`operation ${id} is ${operation.state}`);
  if (answer !== null && answer.objectId !== "" && answer.objectId !== operation.resource_id) {
    problems.push(`${rpc} ${id} answered ${answer.objectId} and made ${operation.resource_id}`);
  }
  return problems;
}

/** Objects by their writers' names for them. */
function replay(done: readonly Write[], operations: ReadonlyMap<string, OperationRow>): Map<string, Expected> {
  const objects = new Map<string, Expected>();
  for (const { id: operationId, effect } of done) {
    const { table, object, kind, marker } = effect;
    if (kind === "make") {
      objects.set(object, { table, id: operations.get(operationId)?.resource_id ?? "", marker, operationId });
    } else if (kind === "remove") {
      objects.delete(object);
    } else {
      const known = objects.get(object);
      if (known === undefined) continue;
      known.marker = marker;
      if (kind === "change") known.operationId = operationId;
    }
  }
  return objects;
}

function compare(table: Table, expected: readonly Expected[], found: readonly Found[]): string[] {
  const problems: string[] = [];
  const rows = new Map(found.map((row) => [row.id, row]));
  for (const { id, marker, operationId } of expected) {
    const row = rows.get(id);
    rows.delete(id);
    if (row === undefined) problems.push(`${table} ${id} is missing after ${operationId}`);
    else if (row.operationId !== operationId)
      problems.push(`${table} ${id} was last changed by ${row.operationId} instead of ${operationId}`);
    else if (row.marker !== marker)
      problems.push(`${table} ${id} reads ${row.marker} instead of ${marker} after ${operationId}`);
  }
  for (const { id, operationId } of rows.values())
    problems.push(`${table} ${id} exists, made by ${operationId}, and should not`);
  return problems;
}

/** Leaves out what the first start made. */
async function readObjects(reader: Reader, table: Table): Promise<Found[]> {
  const rows = await reader
    .selectFrom(table)
    .select(["id", "spec", "async_operation_id"])
    .where("async_operation_id", "<>", "")
    .execute();
  return Promise.all(
    rows.map(async ({ id, spec, async_operation_id }) => ({
      id,
      marker: await markerOf(reader, table, id, spec),
      operationId: async_operation_id,
    })),
  );
}

async function markerOf(reader: Reader, table: Table, id: string, spec: Uint8Array): Promise<string> {
  switch (table) {
    case "custom_roles":
      return fromBinary(CustomRoleSpecSchema, spec).description;
    case "service_accounts":
      return fromBinary(ServiceAccountSpecSchema, spec).description;
    case "api_keys":
      return fromBinary(ApiKeySpecSchema, spec).displayName;
    case "users": {
      const { access } = fromBinary(UserSpecSchema, spec);
      const [project] = Object.values(access?.projectAccesses ?? {});
      return `${nameIn(AccountAccess_Role, access?.accountAccess?.role ?? 0)},${project === undefined ? "" : nameIn(ProjectAccess_ProjectRole, project.role)}`;
    }
    case "user_groups": {
      const group = await reader
        .selectFrom("user_groups")
        .select("display_name")
        .where("id", "=", id)
        .executeTakeFirstOrThrow();
      const members = await reader.selectFrom("group_members").select("user_id").where("group_id", "=", id).execute();
      return `${group.display_name},${members.map(({ user_id }) => user_id).join(" ")}`;
    }
  }
}

const nameIn = (names: Readonly<Record<string, number>>, number: number): string =>
  Object.keys(names).find((name) => names[name] === number) ?? "";

/** A token that somebody was given opens exactly the key that it came with. */
async function checkTokens(
  reader: Reader,
  journal: Journal,
  operations: ReadonlyMap<string, OperationRow>,
): Promise<string[]> {
  const keys = new Map(
    (await reader.selectFrom("api_keys").select(["id", "digest"]).execute()).map((row) => [row.id, row.digest]),
  );
  const problems: string[] = [];
  for (const { id, rpc, answer } of journal.writes) {
    if (rpc !== "createApiKey" || answer === null) continue;
    const digest = keys.get(operations.get(id)?.resource_id ?? "");
    if (digest !== undefined && Buffer.compare(digest, digestToken(answer.token)) !== 0)
      problems.push(`the token of ${id} opens nothing`);
  }
  return problems;
}
