// Every API key that the caller may see, and making one.
import { Button } from "@mantine/core";
import { Session_PrincipalKind } from "@remit/protocol/gen/remit/v1/session_pb.ts";
import { OwnerType } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { IconKey } from "@tabler/icons-react";
import { createLazyRoute, useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { EmptyState } from "../../components/empty-state.tsx";
import { Page } from "../../components/page.tsx";
import { useApiKeys } from "../../data/api-keys.ts";
import { useSession } from "../../data/session.ts";
import { CreateKey } from "./create-key.tsx";
import { KeyTable } from "./key-table.tsx";
import { type Owner, useOwnerNames, useOwners } from "./owners.ts";

function ApiKeys() {
  const list = useApiKeys();
  const ownerName = useOwnerNames();
  const owners = usePossibleOwners();
  const { session } = useSession();
  const search = route.useSearch();
  const navigate = useNavigate();
  const [creating, setCreating] = useState(false);
  const create = (
    <Button leftSection={<IconKey size={16} aria-hidden />} onClick={() => setCreating(true)}>
      Create API key
    </Button>
  );
  return (
    <Page
      title="API keys"
      description="A key signs in as its owner and holds exactly what its owner holds. Every key ends."
      actions={create}
    >
      <KeyTable
        list={list}
        ownerName={ownerName}
        search={{
          text: search.q ?? "",
          onChange: (q) => void navigate({ to: "/api-keys", search: q === "" ? {} : { q }, replace: true }),
        }}
        empty={
          <EmptyState title="No API keys yet" icon={<IconKey aria-hidden />} action={create}>
            Programs and the command line sign in with an API key.
          </EmptyState>
        }
      />
      {creating && (
        <CreateKey owners={owners} initialOwnerId={session?.principalId ?? ""} onClose={() => setCreating(false)} />
      )}
    </Page>
  );
}

/** Everybody that can be listed, and at any rate whoever is signed in. */
function usePossibleOwners(): readonly Owner[] {
  const others = useOwners();
  const { session } = useSession();
  return useMemo(() => {
    if (session === undefined || session === null) return others;
    const { principalId: id, principalName: name, principalKind } = session;
    const isAccount = principalKind === Session_PrincipalKind.SERVICE_ACCOUNT;
    const self = { id, name: `${name} (you)`, type: isAccount ? OwnerType.SERVICE_ACCOUNT : OwnerType.USER };
    return [self, ...others.filter((owner) => owner.id !== id)];
  }, [others, session]);
}

export const route = createLazyRoute("/signed-in/api-keys")({ component: ApiKeys });
