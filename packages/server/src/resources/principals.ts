// A principal by any of its names.
import type { PrincipalRef } from "@remit/protocol/gen/remit/v1/access_pb.ts";
import { invalidField, notFound } from "../errors.ts";
import type { Reader } from "../store/database.ts";
import { readUser, readUserByEmail, type UserRow } from "../store/users.ts";
import type { Call, Deps } from "./call.ts";

export interface PrincipalName {
  readonly id: string;
  readonly kind: "user" | "serviceaccount";
  readonly name: string;
}

/** Unset, or an empty id: the caller. @throws RemitError NOT_FOUND */
export async function resolvePrincipal(deps: Deps, call: Call, ref: PrincipalRef | undefined): Promise<PrincipalName> {
  const reader = deps.database.db;
  const by = ref?.ref;
  const found = await (by?.case === "email"
    ? findUserByEmail(reader, by.value)
    : by?.case === "serviceAccountName"
      ? findServiceAccount(reader, "name", by.value)
      : findById(reader, by?.value || (call.caller?.principalId ?? "")));
  if (found === undefined) throw notFound("principal", by?.value ?? "");
  return found;
}

/** Names for a list of ids, in the same order; an id that is gone keeps an empty name. */
export async function namePrincipals(reader: Reader, ids: readonly string[]): Promise<PrincipalName[]> {
  if (ids.length === 0) return [];
  const users = await reader
    .selectFrom("users")
    .select(["id", "email"])
    .where("id", "in", [...ids])
    .execute();
  const accounts = await reader
    .selectFrom("service_accounts")
    .select(["id", "name"])
    .where("id", "in", [...ids])
    .execute();
  const names = new Map<string, PrincipalName>([
    ...users.map(({ id, email }) => [id, { id, kind: "user", name: email }] as const),
    ...accounts.map(({ id, name }) => [id, { id, kind: "serviceaccount", name }] as const),
  ]);
  return ids.map((id) => names.get(id) ?? { id, kind: "user", name: "" });
}

async function findById(reader: Reader, id: string): Promise<PrincipalName | undefined> {
  if (id === "") throw invalidField("principal", "is required");
  return toUserName(await readUser(reader, id)) ?? (await findServiceAccount(reader, "id", id));
}

const findUserByEmail = async (reader: Reader, email: string): Promise<PrincipalName | undefined> =>
  toUserName(await readUserByEmail(reader, email));

const toUserName = (row: UserRow | undefined): PrincipalName | undefined =>
  row && { id: row.id, kind: "user", name: row.email };

async function findServiceAccount(
  reader: Reader,
  by: "id" | "name",
  value: string,
): Promise<PrincipalName | undefined> {
  const row = await reader
    .selectFrom("service_accounts")
    .select(["id", "name"])
    .where(by, "=", value)
    .executeTakeFirst();
  return row && { id: row.id, kind: "serviceaccount", name: row.name };
}
