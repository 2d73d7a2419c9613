// The lock of the access rules and the caller's key in one round trip: whoever writes rules waits for all that its holder
// still has to ask. And who made a version: a number comes again when its transaction came to nothing, or when the
// database was put back.
import { type Kysely, sql } from "kysely";

const statements = [
  `ALTER TABLE policy_version ADD COLUMN made_by text NOT NULL DEFAULT ''`,
  `ALTER TABLE policy_changes ADD COLUMN made_by text NOT NULL DEFAULT ''`,
  // VOLATILE, so that each statement inside sees what was committed before it began: the key is read as it is once the lock
  // is held. In one statement, or in a STABLE function, it would be as it was when the waiting began, and a key that was
  // revoked meanwhile would still write.
  `CREATE FUNCTION lock_policy(alone boolean, key text)
  RETURNS TABLE (locked bigint, locked_made_by text, key_disabled boolean, key_expires_at timestamptz)
  LANGUAGE plpgsql VOLATILE AS $$
  BEGIN
    IF alone THEN
      SELECT version, made_by INTO locked, locked_made_by FROM policy_version FOR UPDATE;
    ELSE
      SELECT version, made_by INTO locked, locked_made_by FROM policy_version FOR SHARE;
    END IF;
    SELECT disabled, expires_at INTO key_disabled, key_expires_at FROM api_keys WHERE id = key;
    RETURN NEXT;
  END
  $$`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
