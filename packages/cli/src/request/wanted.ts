// What somebody asks for, as people call it → the ids of the wire. Who asks may not be allowed to look a name up, and the
// server does not tell whether a thing exists: a name that went out as an id would wait for its approvers in vain.
import { Code, ConnectError } from "@connectrpc/connect";
import type { Clients } from "../client.ts";
import { listCustomRoles } from "../commands/custom-role.ts";
import { UsageError } from "../terminal.ts";

/** A name without its account gets it. @throws UsageError */
export async function findNamespaceId({ cloud }: Pick<Clients, "cloud">, name: string): Promise<string> {
  if (name.includes(".")) return name;
  const { account } = await requireAllowed(
    cloud.getAccount({}),
    `You may not read which account this is: give the Namespace's id, as ${name}.abc123.`,
  );
  return `${name}.${account?.id ?? ""}`;
}

/** 32 hex digits are an id, anything else is a name. @throws UsageError */
export async function findRoleId(clients: Clients, role: string): Promise<string> {
  if (/^[0-9a-f]{32}$/.test(role)) return role;
  const roles = await requireAllowed(
    listCustomRoles(clients),
    `You may not look custom roles up by name: give the id of ${JSON.stringify(role)}.`,
  );
  const found = roles.find(({ spec }) => spec?.name === role);
  if (found === undefined) throw new UsageError(`There is no custom role ${JSON.stringify(role)} that you may see.`);
  return found.id;
}

async function requireAllowed<Answer>(asked: Promise<Answer>, otherwise: string): Promise<Answer> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ConnectError && error.code === Code.PermissionDenied) throw new UsageError(otherwise);
    throw error;
  }
}
