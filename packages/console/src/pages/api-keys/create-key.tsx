// Making an API key: whose, what it is called, until when; then the key itself, once.
import { create } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { Button, Group, Modal, NativeSelect, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { ApiKeySpecSchema } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { type FormEvent, useState } from "react";
import { ErrorState } from "../../components/error-state.tsx";
import { ShownOnce } from "../../components/shown-once.tsx";
import { useChange } from "../../data/change.ts";
import { errorsOf } from "../identities/errors-of.ts";
import { dateInputValue, defaultLifetime, endOf, lifetimes } from "./key-lifetimes.ts";
import type { Owner } from "./owners.ts";

export interface CreateKeyProps {
  /** Whom a key can be made for; one of them is chosen when there are more. */
  readonly owners: readonly Owner[];
  readonly initialOwnerId: string;
  readonly onClose: () => void;
}

interface NewKey {
  readonly owner: Owner;
  readonly displayName: string;
  readonly description: string;
  readonly expiry: Date;
}

export function CreateKey({ owners, initialOwnerId, onClose }: CreateKeyProps) {
  const [token, setToken] = useState<string | null>(null);
  const change = useChange(
    async (cloud, { owner, displayName, description, expiry }: NewKey, asyncOperationId) => {
      const expiryTime = timestampFromDate(expiry);
      const spec = create(ApiKeySpecSchema, {
        ownerId: owner.id,
        ownerType: owner.type,
        displayName,
        description,
        expiryTime,
      });
      return (await cloud.createApiKey({ spec, asyncOperationId })).token;
    },
    ({ displayName }) => `The API key ${displayName} has been created.`,
  );
  return (
    <Modal
      opened
      onClose={onClose}
      title="Create API key"
      size="lg"
      // The key is on the page: it must not go by a slip of the hand.
      withCloseButton={token === null}
      closeOnEscape={token === null}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {token === null ? (
        <KeyFields
          owners={owners}
          initialOwnerId={initialOwnerId}
          busy={change.busy}
          error={change.error}
          onCancel={onClose}
          onSubmit={(key) =>
            void change
              .run(key)
              .then(setToken)
              .catch(() => undefined)
          }
        />
      ) : (
        <ShownOnce secret={token} what="API key" onDone={onClose}>
          Put it where the program that uses it finds it. Remit keeps only a digest and cannot show it again.
        </ShownOnce>
      )}
    </Modal>
  );
}

interface KeyFieldsProps {
  readonly owners: readonly Owner[];
  readonly initialOwnerId: string;
  readonly busy: boolean;
  readonly error: Error | null;
  readonly onCancel: () => void;
  readonly onSubmit: (key: NewKey) => void;
}

function KeyFields({ owners, initialOwnerId, busy, error, onCancel, onSubmit }: KeyFieldsProps) {
  const [ownerId, setOwnerId] = useState(initialOwnerId);
  const [displayName, setDisplayName] = useState("");
  const [description, setDescription] = useState("");
  const [lifetime, setLifetime] = useState(defaultLifetime);
  const [date, setDate] = useState("");
  const owner = owners.find(({ id }) => id === ownerId);
  const expiry = endOf(lifetime, date, new Date());
  const errors = errorsOf(error, ["spec.display_name", "spec.description", "spec.expiry_time", "spec.owner_id"]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (owner !== undefined && expiry !== null && !busy) onSubmit({ owner, displayName, description, expiry });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {owners.length > 1 ? (
          <Select
            label="Owner"
            description="The key holds exactly what its owner holds."
            data={owners.map(({ id, name }) => ({ value: id, label: name }))}
            value={ownerId === "" ? null : ownerId}
            onChange={(id) => setOwnerId(id ?? "")}
            searchable
            limit={100}
            nothingFoundMessage="Nobody of this name"
            error={errors.fields.get("spec.owner_id")}
          />
        ) : (
          <Text size="sm">
            For <b>{owner?.name}</b>. The key holds exactly what its owner holds.
          </Text>
        )}
        <TextInput
          label="Name"
          required
          data-autofocus
          value={displayName}
          onChange={(event) => setDisplayName(event.currentTarget.value)}
          error={errors.fields.get("spec.display_name")}
        />
        <Textarea
          label="Description"
          autosize
          minRows={2}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
          error={errors.fields.get("spec.description")}
        />
        <Group align="start" grow>
          <NativeSelect
            label="Expires"
            data={lifetimes.map((each) => ({ ...each }))}
            value={lifetime}
            onChange={(event) => setLifetime(event.currentTarget.value)}
            error={lifetime === "date" ? undefined : errors.fields.get("spec.expiry_time")}
          />
          {lifetime === "date" && (
            <TextInput
              type="date"
              label="On"
              required
              min={dateInputValue(new Date())}
              value={date}
              onChange={(event) => setDate(event.currentTarget.value)}
              error={errors.fields.get("spec.expiry_time")}
            />
          )}
        </Group>
        {errors.rest !== null && <ErrorState error={errors.rest} />}
        <Group justify="end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={displayName === "" || owner === undefined || expiry === null}>
            Create API key
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
