// Custom search attributes, each of which can get another name.
import { Button, Group, Modal, Stack, Table, Text, TextInput } from "@mantine/core";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import type { Namespace } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { type FormEvent, useState } from "react";
import { Details } from "../../components/details.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { MayButton } from "../../components/may-button.tsx";
import { useMay } from "../../data/access-questions.ts";
import { useCarryOut } from "../../data/carry-out.ts";
import { onceSettled } from "../../data/may.ts";
import { describeState } from "../../data/resource-states.ts";
import { nameOfType } from "./search-attribute-types.ts";

export function SearchAttributeList({ namespace }: { readonly namespace: Namespace }) {
  const may = useMay("cloud.namespace.renameCustomSearchAttribute", "namespaces", namespace.namespace);
  const [renamed, setRenamed] = useState<string | null>(null);
  const attributes = Object.entries(namespace.spec?.searchAttributes ?? {}).sort(([a], [b]) => a.localeCompare(b));
  const { busy } = describeState(namespace.state);
  return (
    <Details title="Search attributes">
      {attributes.length === 0 ? (
        <Text size="sm" c="dimmed">
          No custom search attributes. Edit the Namespace to add some.
        </Text>
      ) : (
        <Table aria-label="Search attributes" verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th w={110}>Type</Table.Th>
              <Table.Th w={100}>Actions</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {attributes.map(([name, type]) => (
              <Table.Tr key={name}>
                <Table.Td style={{ overflowWrap: "anywhere" }}>{name}</Table.Td>
                <Table.Td>{nameOfType(type)}</Table.Td>
                <Table.Td>
                  <MayButton
                    size="compact-xs"
                    variant="default"
                    may={onceSettled(may, busy)}
                    onClick={() => setRenamed(name)}
                  >
                    Rename
                  </MayButton>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {renamed !== null && <Rename namespace={namespace} name={renamed} onDone={() => setRenamed(null)} />}
    </Details>
  );
}

interface RenameProps {
  readonly namespace: Namespace;
  readonly name: string;
  readonly onDone: () => void;
}

function Rename({ namespace: { namespace, resourceVersion }, name, onDone }: RenameProps) {
  const [next, setNext] = useState(name);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const change = useCarryOut(CloudService.method.renameCustomSearchAttribute);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    const request = {
      namespace,
      existingCustomSearchAttributeName: name,
      newCustomSearchAttributeName: next.trim(),
      resourceVersion,
    };
    try {
      await change(request, {
        doing: `${name} is being renamed`,
        done: `${name} is now ${next.trim()}`,
        failed: `${name} could not be renamed`,
      });
      onDone();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onDone} title="Rename search attribute" closeButtonProps={{ "aria-label": "Close" }}>
      <form onSubmit={(event) => void save(event)}>
        <Stack>
          <Text size="sm">
            Queries that use {name} find nothing from then on. What workflows recorded under it stays.
          </Text>
          <TextInput
            label="New name"
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
            data-autofocus
            autoComplete="off"
          />
          {error !== null && <ErrorState error={error} />}
          <Group justify="end">
            <Button variant="default" onClick={onDone}>
              Cancel
            </Button>
            <Button type="submit" loading={busy} disabled={next.trim() === "" || next.trim() === name}>
              Rename
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
