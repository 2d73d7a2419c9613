// What the gateway holds of every Namespace.

import { sql } from "kysely";
import type { Reader } from "./database.ts";
import type { NamespaceRow } from "./namespaces.ts";
import { readPolicyVersion } from "./policy-data.ts";
import type { PolicyEntityKind } from "./schema/policy.ts";

export type NamespaceSettingsRow = Pick<NamespaceRow, "uid" | "spec" | "active_region">;

/**
 * Nothing of those that were never made on their server: what has their name there, if anything does, is somebody else's,
 * and whoever asked for the name must not come to it by asking.
 * @param uids null: of all
 */
export async function readNamespaceSettings(
  reader: Reader,
  uids: readonly string[] | null,
): Promise<NamespaceSettingsRow[]> {
  if (uids?.length === 0) return [];
  const query = reader.selectFrom("namespaces").select(["uid", "spec", "active_region"]).where("made", "=", true);
  return (uids === null ? query : query.where(sql<boolean>`uid = ANY(${uids}::text[])`)).execute();
}

/** @param ids null: of all */
export async function readConnectivityRuleSpecs(
  reader: Reader,
  ids: readonly string[] | null,
): Promise<{ readonly id: string; readonly spec: Uint8Array }[]> {
  if (ids?.length === 0) return [];
  const query = reader.selectFrom("connectivity_rules").select(["id", "spec"]);
  return (ids === null ? query : query.where(sql<boolean>`id = ANY(${ids}::text[])`)).execute();
}

/** All of them: an account has a hundred at most. */
export const readNexusEndpointSpecs = (
  reader: Reader,
): Promise<{ readonly name: string; readonly spec: Uint8Array }[]> =>
  reader.selectFrom("nexus_endpoints").select(["name", "spec"]).execute();

export interface Touched {
  /** Uids. */
  readonly namespaces: readonly string[];
  readonly connectivityRules: readonly string[];
  readonly principals: readonly string[];
  readonly nexusEndpoints: readonly string[];
}

/** What versions after `since` touched; null: the change log no longer reaches back so far. */
export async function readTouched(reader: Reader, since: number): Promise<Touched | null> {
  const { version } = await readPolicyVersion(reader);
  const rows = await reader.selectFrom("policy_changes").selectAll().where("version", ">", since).execute();
  if (new Set(rows.map((row) => row.version)).size < version - since) return null;
  const idsOf = (wanted: PolicyEntityKind) => [
    ...new Set(rows.flatMap(({ kind, id }) => (kind === wanted ? [id] : []))),
  ];
  return {
    namespaces: idsOf("namespace"),
    connectivityRules: idsOf("connectivity-rule"),
    principals: idsOf("principal"),
    nexusEndpoints: idsOf("nexus-endpoint"),
  };
}
