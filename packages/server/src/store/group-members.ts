import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import type { Selectable } from "kysely";
import type { Reader, Tx } from "./database.ts";
import { type Page, type PageRequest, toPage } from "./paging.ts";
import type { GroupMembersTable } from "./schema/identities.ts";

export type GroupMemberRow = Selectable<GroupMembersTable>;

/** By user id ascending. */
export async function listGroupMembers(
  reader: Reader,
  groupId: string,
  page: PageRequest,
): Promise<Page<GroupMemberRow>> {
  let query = reader
    .selectFrom("group_members")
    .selectAll()
    .where("group_id", "=", groupId)
    .orderBy("user_id")
    .limit(page.size + 1);
  if (page.after?.[0] !== undefined) query = query.where("user_id", ">", page.after[0]);
  return toPage(page, await query.execute(), (row) => [row.user_id]);
}

export async function readMemberIds(reader: Reader, groupId: string): Promise<string[]> {
  const rows = await reader.selectFrom("group_members").select("user_id").where("group_id", "=", groupId).execute();
  return rows.map((row) => row.user_id);
}

export async function isGroupMember(reader: Reader, groupId: string, userId: string): Promise<boolean> {
  const row = await reader
    .selectFrom("group_members")
    .select("user_id")
    .where("group_id", "=", groupId)
    .where("user_id", "=", userId)
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertGroupMember(tx: Tx, groupId: string, userId: string, now: Date): Promise<void> {
  await tx.insertInto("group_members").values({ group_id: groupId, user_id: userId, created_at: now }).execute();
}

export async function deleteGroupMember(tx: Tx, groupId: string, userId: string): Promise<void> {
  await tx.deleteFrom("group_members").where("group_id", "=", groupId).where("user_id", "=", userId).execute();
}

/** The active users among the members of some groups. */
export async function readActiveMembers(
  reader: Reader,
  groupIds: readonly string[],
): Promise<{ groupId: string; userId: string }[]> {
  if (groupIds.length === 0) return [];
  const rows = await reader
    .selectFrom("group_members")
    .innerJoin("users", "users.id", "group_members.user_id")
    .select(["group_id", "user_id"])
    .where("group_id", "in", [...groupIds])
    .where("users.state", "=", ResourceState.ACTIVE)
    .orderBy("user_id")
    .execute();
  return rows.map(({ group_id, user_id }) => ({ groupId: group_id, userId: user_id }));
}
