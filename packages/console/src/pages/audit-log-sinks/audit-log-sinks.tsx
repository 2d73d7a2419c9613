// Settings → Audit log sinks: where every record of the audit log is sent, and how that goes.
import { Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { AuditLogSink } from "@remit/protocol/gen/temporal/api/cloud/account/v1/message_pb.ts";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import { IconPlus, IconSend } from "@tabler/icons-react";
import { createLazyRoute } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { Confirm } from "../../components/confirm.tsx";
import { type Column, DataTable, type RowAction } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { MayButton } from "../../components/may-button.tsx";
import { useMay } from "../../data/access-questions.ts";
import { useAuditLogSinks, useAuditStreams } from "../../data/audit-log-sinks.ts";
import { useCarryOut } from "../../data/carry-out.ts";
import { describeError } from "../../data/describe-error.ts";
import { deliveryColumns } from "./delivery-cells.tsx";
import { SettingsStreams } from "./settings-streams.tsx";
import { SinkForm } from "./sink-form.tsx";

/** Null: a new one. */
type Edited = { readonly sink: AuditLogSink | null };

export function AuditLogSinks() {
  const list = useAuditLogSinks();
  const { data } = useAuditStreams();
  const streams = data?.streams ?? [];
  const [edited, setEdited] = useState<Edited | null>(null);
  const [leaving, setLeaving] = useState<AuditLogSink | null>(null);
  const mayCreate = useMay("cloud.auditlog.createSink");
  const actions = useRowActions((sink) => setEdited({ sink }), setLeaving);
  const columns = useMemo(() => columnsWith(data?.streams ?? []), [data]);
  const create = (
    <MayButton
      may={mayCreate}
      onClick={() => setEdited({ sink: null })}
      leftSection={<IconPlus size={16} aria-hidden />}
    >
      Create sink
    </MayButton>
  );
  return (
    <>
      <Group justify="space-between" align="start" mb="md" gap="sm">
        <Text c="dimmed" maw="75ch" style={{ flex: "1 1 20rem" }}>
          Every record of the audit log is sent to each sink, in order and at least once. While a sink is away nothing
          is lost: records wait, and are sent when it is back.
        </Text>
        {list.items.length > 0 && create}
      </Group>
      <DataTable
        label="Audit log sinks"
        minWidth={940}
        list={list}
        keyOf={({ name }) => name}
        nameOf={({ name }) => name}
        textOf={({ name }) => name}
        columns={columns}
        actions={actions}
        empty={
          <EmptyState title="No audit log sinks yet" icon={<IconSend aria-hidden />} action={create}>
            A sink brings each record to Amazon Kinesis or Google Cloud Pub/Sub as soon as it is made.
          </EmptyState>
        }
      />
      <SettingsStreams streams={streams.filter(({ fromSettings }) => fromSettings)} />
      {edited !== null && <SinkForm sink={edited.sink} onClose={() => setEdited(null)} />}
      <DeleteSink sink={leaving} onClose={() => setLeaving(null)} />
    </>
  );
}

function columnsWith(streams: NonNullable<ReturnType<typeof useAuditStreams>["data"]>["streams"]) {
  const ofSinks = new Map(streams.filter(({ fromSettings }) => !fromSettings).map((stream) => [stream.name, stream]));
  const name: Column<AuditLogSink> = {
    title: "Name",
    width: 150,
    sortBy: (sink) => sink.name,
    render: (sink) => (
      <Text size="sm" fw={500}>
        {sink.name}
      </Text>
    ),
  };
  return [name, ...deliveryColumns((sink: AuditLogSink) => ofSinks.get(sink.name))];
}

function useRowActions(
  onEdit: (sink: AuditLogSink) => void,
  onDelete: (sink: AuditLogSink) => void,
): readonly RowAction<AuditLogSink>[] {
  const mayUpdate = useMay("cloud.auditlog.updateSink");
  const mayDelete = useMay("cloud.auditlog.deleteSink");
  const update = useCarryOut(CloudService.method.updateAccountAuditLogSink);
  const toggle = (sink: AuditLogSink): void => {
    const { spec, name, resourceVersion } = sink;
    if (spec === undefined) return;
    const enabled = !spec.enabled;
    const done = enabled ? "enabled" : "disabled";
    const words = {
      doing: `Audit log sink ${name} is being ${done}`,
      done: `Audit log sink ${name} has been ${done}`,
      failed: `Audit log sink ${name} could not be ${done}`,
    };
    update({ spec: { ...spec, enabled }, resourceVersion }, words).catch((error: unknown) => {
      notifications.show({
        title: words.failed,
        message: describeError(error).message,
        color: "red",
        autoClose: false,
      });
    });
  };
  const whyNot = ({ allowed, why }: { allowed: boolean | undefined; why: string }) => (allowed === false ? why : null);
  const toggling = (label: string, enabled: boolean): RowAction<AuditLogSink> => ({
    label,
    onClick: toggle,
    refusal: ({ spec }) =>
      spec?.enabled === enabled ? `It is ${enabled ? "enabled" : "disabled"}.` : whyNot(mayUpdate),
  });
  return [
    { label: "Edit", onClick: onEdit, refusal: () => whyNot(mayUpdate) },
    toggling("Enable", true),
    toggling("Disable", false),
    { label: "Delete", danger: true, onClick: onDelete, refusal: () => whyNot(mayDelete) },
  ];
}

function DeleteSink({ sink, onClose }: { readonly sink: AuditLogSink | null; readonly onClose: () => void }) {
  const change = useCarryOut(CloudService.method.deleteAccountAuditLogSink);
  if (sink === null) return null;
  const { name, resourceVersion } = sink;
  const words = {
    doing: `Audit log sink ${name} is being deleted`,
    done: `Audit log sink ${name} has been deleted`,
    failed: `Audit log sink ${name} could not be deleted`,
  };
  return (
    <Confirm
      opened
      title={`Delete audit log sink ${name}`}
      label="Delete sink"
      onClose={onClose}
      onConfirm={async () => void (await change({ name, resourceVersion }, words))}
    >
      <Text>Nothing more is sent there, and what still waits for it is not sent either.</Text>
      <Text size="sm" c="dimmed">
        A sink that is made later, even of the same name, begins with what is recorded from then on.
      </Text>
    </Confirm>
  );
}

export const route = createLazyRoute("/signed-in/settings/audit-log-sinks")({ component: AuditLogSinks });
