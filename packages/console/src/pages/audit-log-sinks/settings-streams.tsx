// The streams of this deployment's settings: to be seen here, and changed where the server runs.
import { Code, Stack, Text, Title } from "@mantine/core";
import type { AuditStream } from "@remit/protocol/gen/remit/v1/activity_pb.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { deliveryColumns } from "./delivery-cells.tsx";

const columns: readonly Column<AuditStream>[] = [
  {
    title: "Name",
    width: 150,
    sortBy: ({ name }) => name,
    render: ({ name }) => (
      <Text size="sm" fw={500}>
        {name}
      </Text>
    ),
  },
  ...deliveryColumns((stream: AuditStream) => stream),
];

export function SettingsStreams({ streams }: { readonly streams: readonly AuditStream[] }) {
  if (streams.length === 0) return null;
  const list = { items: streams, complete: true, loading: false, error: null, retry: () => undefined };
  return (
    <Stack gap="sm" mt="xl">
      <Title order={2} size="h3">
        Streams of this deployment
      </Title>
      <Text c="dimmed" maw="75ch">
        Whoever runs Remit configures them, as <Code>audit.streams</Code>; they begin with the first record of the log.
      </Text>
      <DataTable
        label="Streams of this deployment"
        minWidth={880}
        list={list}
        keyOf={({ name }) => name}
        nameOf={({ name }) => name}
        textOf={({ name, kind, destination }) => `${name} ${kind} ${destination}`}
        columns={columns}
        empty={null}
      />
    </Stack>
  );
}
