// The API keys of one user or service account.
import { Button, Group, Stack } from "@mantine/core";
import { OwnerType } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { IconKey } from "@tabler/icons-react";
import { useState } from "react";
import { EmptyState } from "../../../components/empty-state.tsx";
import { useApiKeys } from "../../../data/api-keys.ts";
import type { Identity } from "../../../data/identities.ts";
import { CreateKey } from "../../api-keys/create-key.tsx";
import { KeyTable } from "../../api-keys/key-table.tsx";

export function KeysTab({ identity: { id, name, kind } }: { readonly identity: Identity }) {
  const list = useApiKeys(id);
  const [creating, setCreating] = useState(false);
  const type = kind === "user" ? OwnerType.USER : OwnerType.SERVICE_ACCOUNT;
  return (
    <Stack>
      <Group justify="end">
        <Button leftSection={<IconKey size={16} aria-hidden />} onClick={() => setCreating(true)}>
          Create API key
        </Button>
      </Group>
      <KeyTable
        list={list}
        ownerId={id}
        empty={
          <EmptyState title="No API keys" icon={<IconKey aria-hidden />}>
            A key made here signs in as {name}.
          </EmptyState>
        }
      />
      {creating && <CreateKey owners={[{ id, name, type }]} initialOwnerId={id} onClose={() => setCreating(false)} />}
    </Stack>
  );
}
