// The export sinks of a Namespace: where its closed histories go, and how it goes.
import { Stack, Text } from "@mantine/core";
import type { ExportSink } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { IconDatabaseExport, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { type Column, DataTable, type RowAction } from "../../../components/data-table.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { ErrorState } from "../../../components/error-state.tsx";
import { MayButton } from "../../../components/may-button.tsx";
import { RelativeTime } from "../../../components/relative-time.tsx";
import { StatusBadge } from "../../../components/state-badge.tsx";
import { refusalOf, useMay } from "../../../data/access-questions.ts";
import { useChange } from "../../../data/change.ts";
import { describeDestination, describeHealth, useExportSinks } from "../../../data/export-sinks.ts";
import { DeleteSink } from "./delete-sink.tsx";
import { SinkForm } from "./sink-form.tsx";
import { SinkTestDialog } from "./sink-test.tsx";

type Open = { readonly dialog: "create" } | { readonly dialog: "edit" | "test" | "delete"; readonly sink: ExportSink };

export function ExportSinks({ namespace }: { readonly namespace: string }) {
  const list = useExportSinks(namespace);
  const [open, setOpen] = useState<Open | null>(null);
  const mayCreate = useMay("cloud.namespace.exportsink.create", "namespaces", namespace);
  const turn = useTurn(namespace);
  const actions = useActions(namespace, setOpen, turn.run);
  const close = () => setOpen(null);
  const create = (
    <MayButton
      may={mayCreate}
      onClick={() => setOpen({ dialog: "create" })}
      leftSection={<IconPlus size={16} aria-hidden />}
    >
      Create export sink
    </MayButton>
  );
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed" maw="75ch">
        The histories of workflows that have closed are written to each sink that is on, in Temporal Cloud's export
        format and at least once. They stay there when their retention ends here.
      </Text>
      {turn.error !== null && <ErrorState error={turn.error} />}
      <DataTable
        label="Export sinks"
        minWidth={760}
        list={list}
        keyOf={({ name }) => name}
        nameOf={({ name }) => name}
        columns={columns}
        textOf={({ name, spec }) => `${name} ${describeDestination(spec)}`}
        actions={actions}
        filters={list.items.length > 0 ? create : undefined}
        empty={
          <EmptyState title="Nothing is exported" icon={<IconDatabaseExport aria-hidden />} action={create}>
            A history is gone when its retention ends. A sink keeps it in a bucket of yours.
          </EmptyState>
        }
      />
      {open?.dialog === "create" && <SinkForm namespace={namespace} sink={null} onClose={close} />}
      {open?.dialog === "edit" && <SinkForm namespace={namespace} sink={open.sink} onClose={close} />}
      {open?.dialog === "test" && open.sink.spec !== undefined && (
        <SinkTestDialog namespace={namespace} spec={open.sink.spec} onClose={close} />
      )}
      {open?.dialog === "delete" && <DeleteSink namespace={namespace} sink={open.sink} onClose={close} />}
    </Stack>
  );
}

function useTurn(namespace: string) {
  return useChange(
    (cloud, { spec, resourceVersion }: ExportSink, asyncOperationId) => {
      if (spec === undefined) throw new Error("an export sink was read without a spec");
      const turned = { ...spec, enabled: !spec.enabled };
      return cloud.updateNamespaceExportSink({ namespace, spec: turned, resourceVersion, asyncOperationId });
    },
    ({ name, spec }) => `Export sink ${name} is ${spec?.enabled === true ? "off" : "on"}`,
  );
}

function useActions(
  namespace: string,
  setOpen: (open: Open) => void,
  turn: (sink: ExportSink) => Promise<unknown>,
): readonly RowAction<ExportSink>[] {
  const mayNotUpdate = refusalOf(useMay("cloud.namespace.exportsink.update", "namespaces", namespace));
  const mayNotTest = refusalOf(useMay("cloud.namespace.exportsink.validate", "namespaces", namespace));
  const mayNotDelete = refusalOf(useMay("cloud.namespace.exportsink.delete", "namespaces", namespace));
  // What is refused stands at the table, where the hook keeps it.
  const turnOver = (sink: ExportSink) => void turn(sink).catch(() => undefined);
  return [
    { label: "Edit", onClick: (sink) => setOpen({ dialog: "edit", sink }), refusal: () => mayNotUpdate },
    { label: "Test", onClick: (sink) => setOpen({ dialog: "test", sink }), refusal: () => mayNotTest },
    {
      label: "Turn on",
      onClick: turnOver,
      refusal: ({ spec }) => mayNotUpdate ?? (spec?.enabled === true ? "It is on." : null),
    },
    {
      label: "Turn off",
      onClick: turnOver,
      refusal: ({ spec }) => mayNotUpdate ?? (spec?.enabled === true ? null : "It is off."),
    },
    {
      label: "Delete",
      danger: true,
      onClick: (sink) => setOpen({ dialog: "delete", sink }),
      refusal: () => mayNotDelete,
    },
  ];
}

const columns: readonly Column<ExportSink>[] = [
  {
    title: "Sink",
    sortBy: ({ name }) => name,
    render: ({ name }) => (
      <Text size="sm" fw={500}>
        {name}
      </Text>
    ),
  },
  {
    title: "Destination",
    sortBy: ({ spec }) => describeDestination(spec),
    render: ({ spec }) => describeDestination(spec),
  },
  { title: "Health", sortBy: (sink) => describeHealth(sink).label, render: (sink) => <HealthCell sink={sink} /> },
  {
    title: "Last export",
    width: 130,
    sortBy: ({ latestDataExportTime }) => Number(latestDataExportTime?.seconds ?? 0),
    render: ({ latestDataExportTime }) => <RelativeTime at={latestDataExportTime} never="Never" />,
  },
  {
    title: "Last check",
    width: 130,
    sortBy: ({ lastHealthCheckTime }) => Number(lastHealthCheckTime?.seconds ?? 0),
    render: ({ lastHealthCheckTime }) => <RelativeTime at={lastHealthCheckTime} never="Never" />,
  },
];

function HealthCell({ sink }: { readonly sink: ExportSink }) {
  const { label, color, problem } = describeHealth(sink);
  return (
    <Stack gap={4} align="start">
      <StatusBadge label={label} color={color} />
      {problem !== "" && (
        <Text size="xs" c="dimmed">
          {problem}
        </Text>
      )}
    </Stack>
  );
}
