// What every store must hold by itself, whoever wrote to it: one audit record for each operation, an unbroken chain,
// and a change log that leads to the policy version.
import { verifyChain } from "../../packages/server/src/audit/chain.ts";
import type { Reader } from "../../packages/server/src/store/database.ts";

export const checkRecords = async (reader: Reader): Promise<string[]> => [
  ...(await checkAudit(reader)),
  ...(await checkOrigins(reader)),
  ...(await checkPolicy(reader)),
  ...(await checkChain(reader)),
];

async function checkAudit(reader: Reader): Promise<string[]> {
  const operations = await reader.selectFrom("operations").select(["id", "rpc", "resource_id"]).execute();
  const records = await reader
    .selectFrom("audit_log")
    .select(["async_operation_id", "operation", "details"])
    .where("status", "=", "OK")
    .where("principal_type", "<>", "system")
    .execute();
  const byOperation = Map.groupBy(records, (record) => record.async_operation_id);
  const problems: string[] = [];
  for (const { id, rpc, resource_id } of operations) {
    const [record, ...more] = byOperation.get(id) ?? [];
    byOperation.delete(id);
    if (record === undefined) problems.push(`${rpc} ${id} has no audit record`);
    else if (more.length > 0) problems.push(`${rpc} ${id} has ${more.length + 1} audit records`);
    else if (record.operation !== rpc || record.details.resource_id !== resource_id)
      problems.push(`the audit record of ${id} tells of something else`);
  }
  for (const id of byOperation.keys())
    problems.push(`an audit record tells of ${id || "nothing"}, which never happened`);
  return problems;
}

const resources = [
  "users",
  "user_groups",
  "service_accounts",
  "api_keys",
  "custom_roles",
  "projects",
  "connectivity_rules",
] as const;

/** Each row knows the operation that it comes from. */
async function checkOrigins(reader: Reader): Promise<string[]> {
  const known = new Set((await reader.selectFrom("operations").select("id").execute()).map(({ id }) => id));
  const problems: string[] = [];
  for (const table of resources) {
    const rows = await reader
      .selectFrom(table)
      .select(["id", "async_operation_id"])
      .where("async_operation_id", "<>", "")
      .execute();
    for (const { id, async_operation_id } of rows) {
      if (!known.has(async_operation_id))
        problems.push(`${table} ${id} comes from ${async_operation_id}, of which there is no record`);
    }
  }
  return problems;
}

async function checkPolicy(reader: Reader): Promise<string[]> {
  const { version } = await reader.selectFrom("policy_version").select("version").executeTakeFirstOrThrow();
  const changes = await reader.selectFrom("policy_changes").selectAll().execute();
  const versions = new Set(changes.map((change) => change.version));
  const problems: string[] = [];
  for (let v = 1; v <= version; v++)
    if (!versions.has(v)) problems.push(`policy version ${v} of ${version} changed nothing`);
  for (const v of versions)
    if (v < 1 || v > version) problems.push(`the change log knows version ${v}, the policy is at ${version}`);
  const touched = new Set(changes.map(({ kind, id }) => `${kind} ${id}`));
  for (const [kind, ids] of await readPolicyEntities(reader)) {
    for (const id of ids)
      if (!touched.has(`${kind} ${id}`)) problems.push(`${kind} ${id} exists and no policy version made it`);
  }
  return problems;
}

async function readPolicyEntities(reader: Reader): Promise<[string, string[]][]> {
  const ids = async (
    table: "users" | "service_accounts" | "custom_roles" | "user_groups" | "projects",
  ): Promise<string[]> => (await reader.selectFrom(table).select("id").execute()).map(({ id }) => id);
  return [
    ["principal", await ids("users")],
    ["principal", await ids("service_accounts")],
    ["custom-role", await ids("custom_roles")],
    ["group", await ids("user_groups")],
    ["project", await ids("projects")],
  ];
}

async function checkChain(reader: Reader): Promise<string[]> {
  const report = await verifyChain(reader);
  return report.ok ? [] : [`the audit chain is broken at ${report.seq}: ${report.problem}`];
}
