// Mending what whoever runs the command holds itself: last, so that it can do everything before it.
import type { Change } from "@remit/responsibility";
import type { Clients } from "../clients.ts";

export async function putOwnLast({ cloud }: Pick<Clients, "cloud">, changes: readonly Change[]): Promise<Change[]> {
  const { principal, principalApiKey } = await cloud.getCurrentIdentity({});
  const isOwn = (change: Change): boolean => {
    if (change.kind === "set-access" || change.kind === "end-implied") return change.holder.id === principal.value?.id;
    if (change.kind === "remove-member") return change.user === principal.value?.id;
    return change.kind === "delete-key" && change.keyId === principalApiKey?.id;
  };
  // A key that is in use ends everything that comes after it.
  const rank = (change: Change): number => (isOwn(change) ? (change.kind === "delete-key" ? 2 : 1) : 0);
  return [...changes].sort((a, b) => rank(a) - rank(b));
}
