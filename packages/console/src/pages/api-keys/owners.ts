// Whose a key is, by name where the caller may list who there is, and by id otherwise.
import { type ApiKey, OwnerType } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { useMemo } from "react";
import { useServiceAccounts } from "../../data/service-accounts.ts";
import { useUsers } from "../../data/users.ts";
import { visibleName } from "../../data/visible-name.ts";

export interface Owner {
  readonly id: string;
  readonly name: string;
  readonly type: OwnerType;
}

/** Everybody who may own a key, users first. */
export function useOwners(): readonly Owner[] {
  const users = useUsers();
  const accounts = useServiceAccounts();
  return useMemo(
    () => [
      ...users.items.map(({ id, spec }) => ({ id, name: spec?.email ?? id, type: OwnerType.USER })),
      ...accounts.items.map(({ id, spec }) => ({
        id,
        name: visibleName(spec?.name, id),
        type: OwnerType.SERVICE_ACCOUNT,
      })),
    ],
    [users.items, accounts.items],
  );
}

export function useOwnerNames(): (key: ApiKey) => string {
  const owners = useOwners();
  return useMemo(() => {
    const names = new Map(owners.map(({ id, name }) => [id, name]));
    return ({ spec }) => names.get(spec?.ownerId ?? "") ?? spec?.ownerId ?? "";
  }, [owners]);
}
