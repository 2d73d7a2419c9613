// Ids and versions. Clients treat all of them as opaque; only a namespace's id has a shape (name.account).
import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Reader } from "./database.ts";

/** 32 hex digits, never used twice: such an id is the uid of its incarnation. */
export const newId = (): string => randomBytes(16).toString("hex");

export const newOperationId = (): string => randomUUID();

/** Six lower-case letters and digits, a letter first: the suffix of every namespace id. */
export function newAccountId(): string {
  const letters = "abcdefghijklmnopqrstuvwxyz";
  const all = `${letters}0123456789`;
  const rest = Array.from({ length: 5 }, () => all[randomInt(all.length)]).join("");
  return `${letters[randomInt(letters.length)]}${rest}`;
}

/** A version that no resource has had before, so a stale one never matches a namesake made later. */
export async function nextVersion(reader: Reader): Promise<number> {
  const { rows } = await sql<{ version: number }>`SELECT nextval('resource_versions') AS version`.execute(reader);
  const version = rows[0]?.version;
  if (version === undefined) throw new Error("the version sequence gave nothing");
  return version;
}
