// Rewrites the stored specs of users, groups and service accounts that name something which goes away.
import { type DescMessage, fromBinary, type Message, type MessageShape, toBinary } from "@bufbuild/protobuf";
import {
  type Access,
  type ServiceAccountSpec,
  ServiceAccountSpecSchema,
  type UserGroupSpec,
  UserGroupSpecSchema,
  type UserSpec,
  UserSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { sql } from "kysely";
import type { Tx } from "./database.ts";
import { nextVersion } from "./ids.ts";

/** Whose specs were rewritten. */
export interface Touched {
  readonly principals: readonly string[];
  readonly groups: readonly string[];
}

/** What to take out of each kind of spec; each tells whether it changed anything. */
export interface SpecEdit {
  readonly access: (access: Access) => boolean;
  readonly serviceAccount: (spec: ServiceAccountSpec) => boolean;
}

type Holding = UserSpec | UserGroupSpec;

/**
 * Edits every spec that contains the text `name`. The search is over the encoded bytes, so it may find too much (a
 * longer name, another field) but never too little; the edit decides.
 */
export async function editSpecsNaming(tx: Tx, name: string, edit: SpecEdit, now: Date): Promise<Touched> {
  const inAccess = ({ access }: Holding): boolean => access !== undefined && edit.access(access);
  const users = await rewrite(tx, "users", UserSpecSchema, name, inAccess, now);
  const groups = await rewrite(tx, "user_groups", UserGroupSpecSchema, name, inAccess, now);
  const accounts = await rewrite(tx, "service_accounts", ServiceAccountSpecSchema, name, edit.serviceAccount, now);
  return { principals: [...users, ...accounts], groups };
}

async function rewrite<Desc extends DescMessage>(
  tx: Tx,
  table: "users" | "user_groups" | "service_accounts",
  desc: Desc,
  name: string,
  edit: (spec: MessageShape<Desc>) => boolean,
  now: Date,
): Promise<string[]> {
  const bytes = Buffer.from(name, "utf8");
  const rows = await tx
    .selectFrom(table)
    .select(["id", "spec"])
    .where(sql<boolean>`position(${bytes}::bytea in spec) > 0`)
    .orderBy("id")
    .execute();
  const edited: string[] = [];
  for (const { id, spec } of rows) {
    const message: Message = fromBinary(desc, spec);
    if (!edit(message as MessageShape<Desc>)) continue;
    const change = {
      spec: toBinary(desc, message as MessageShape<Desc>),
      version: await nextVersion(tx),
      updated_at: now,
    };
    await tx.updateTable(table).set(change).where("id", "=", id).execute();
    edited.push(id);
  }
  return edited;
}

/** Deletes the key of a map field. */
export function removeKey(map: Record<string, unknown>, key: string): boolean {
  if (!Object.hasOwn(map, key)) return false;
  delete map[key];
  return true;
}
