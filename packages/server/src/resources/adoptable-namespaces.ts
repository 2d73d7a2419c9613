// Namespaces that Temporal servers have and nobody manages here: what each would be called, what would be managed of it,
// and what stands in the way.
import { create } from "@bufbuild/protobuf";
import {
  type NamespaceSpec,
  NamespaceSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import type { Reader } from "../store/database.ts";
import { type NamespaceRow, serverNameOf } from "../store/namespaces.ts";
import type { ExistingNamespace, NamespaceOnServer } from "../temporal/existing-namespaces.ts";
import type { Limits } from "./limits.ts";
import { ofDescription } from "./namespace-comparison.ts";
import { findReservedPrefix, isNamespaceName } from "./namespace-rules.ts";
import { toSearchAttributes } from "./namespace-search-attributes.ts";
import { isOurs, uidKey } from "./namespaces-on-server.ts";

type Known = Pick<NamespaceRow, "uid" | "id" | "server_name" | "server_id">;

/** What is managed here, to tell what is not. */
export interface Managed {
  readonly account: string;
  readonly byId: ReadonlyMap<string, Known>;
  readonly byServerName: ReadonlyMap<string, Known>;
}

export async function readManaged(reader: Reader, account: string): Promise<Managed> {
  const rows = await reader.selectFrom("namespaces").select(["uid", "id", "server_name", "server_id"]).execute();
  return {
    account,
    byId: new Map(rows.map((row) => [row.id, row])),
    byServerName: new Map(rows.map((row) => [serverNameOf(row), row])),
  };
}

/** The row that stands for this very Namespace of a server. */
export function findManaging(managed: Managed, found: ExistingNamespace): Known | undefined {
  const row = managed.byServerName.get(found.name);
  return row !== undefined && isOurs(row, found) ? row : undefined;
}

/** Whether it is Temporal's own, or the control plane's. */
export const isReserved = ({ name }: Pick<ExistingNamespace, "name">): boolean =>
  findReservedPrefix(name) !== undefined;

/**
 * A name for it here: its own where that can be one, else the nearest that can. "" where nothing is near.
 * One whose name has the account's suffix has the form of an id here, and can be nothing but that very one.
 */
export function nameFor({ account }: Managed, serverName: string): string {
  const suffix = `.${account}`;
  if (serverName.endsWith(suffix)) {
    const name = serverName.slice(0, -suffix.length);
    return isNamespaceName(name) ? name : "";
  }
  const name = serverName
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 39)
    .replace(/-+$/, "");
  return isNamespaceName(name) ? name : "";
}

/** SDKs name the Namespace of a call in a header, and a header holds printable ASCII. */
export const isSendable = (serverName: string): boolean => /^[ -~]+$/.test(serverName);

/** Why it cannot come under management by this name; "" when it can. */
export function problemWith(managed: Managed, found: ExistingNamespace, name: string): string {
  const { account, byId, byServerName } = managed;
  if (isReserved(found)) return "it is one of Temporal's or the control plane's own";
  if (!isSendable(found.name)) return "its name has characters other than printable ASCII, which no SDK can send";
  const isId = found.name.endsWith(`.${account}`);
  if (!isId && found.data[uidKey] !== undefined)
    return "another deployment of Remit made it, and would go on managing it";
  if (isId && found.name !== `${name}.${account}`)
    return `its name has the form of an id here: it can be ${found.name} alone`;
  if (name === "") return "no name here can be made of its name: say another one";
  if (byId.has(`${name}.${account}`)) return `${name}.${account} is another Namespace here: say another name`;
  if (byServerName.has(found.name)) return "another server's Namespace of this name is managed here already";
  return "";
}

/** As it is managed once it is adopted: what the server has, and a protection against a delete by mistake. */
export function toAdoptedSpec(found: NamespaceOnServer, name: string, region: string): NamespaceSpec {
  return create(NamespaceSpecSchema, {
    name,
    replicas: [{ region }],
    // Never less than what is kept now.
    retentionDays: Math.max(1, Math.ceil(found.retentionDays)),
    description: ofDescription(found.description),
    searchAttributes: toSearchAttributes(found.searchAttributes),
    apiKeyAuth: { enabled: true },
    lifecycle: { enableDeleteProtection: true },
  });
}

/** What is not managed as the server has it, each in a sentence. */
export function notesOn(found: ExistingNamespace, limits: Limits): string[] {
  const { retentionDays: days, description } = found;
  const { retentionMinDays: min, retentionMaxDays: max } = limits;
  const notes: string[] = [];
  if (!Number.isInteger(days) || days < 1) {
    const kept = Math.max(1, Math.ceil(days));
    notes.push(`its retention of ${Number(days.toFixed(4))} days is managed as ${kept}: until a repair the two differ`);
  } else if (days < min || (max !== 0 && days > max))
    notes.push(`its retention of ${days} days is not allowed here (${min} to ${max}): it stays until it is changed`);
  if (description.length > 255 || /[^\x20-\x7e\t\r\n]/.test(description))
    notes.push("its description is not allowed here: it stays until it is changed");
  for (const one of found.unmanaged) notes.push(`${one}: that stays as it is, and is not managed here`);
  return notes;
}
