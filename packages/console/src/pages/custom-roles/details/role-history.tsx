// What happened to a role, from the audit log, the latest first.
import { Alert, Badge, Button, Code, Group, Stack, Text, Timeline } from "@mantine/core";
import type { LogRecord } from "@remit/protocol/gen/temporal/api/cloud/auditlog/v1/message_pb.ts";
import type { CustomRole } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { useState } from "react";
import { ErrorState } from "../../../components/error-state.tsx";
import { PageSkeleton } from "../../../components/page-skeleton.tsx";
import { RelativeTime } from "../../../components/relative-time.tsx";
import { targetOf, useAuditLogsSince } from "../../../data/audit-logs.ts";
import { describeSpecChange } from "../draft/spec-changes.ts";

const day = 86_400_000;
const startOf = (days: number): Date => new Date(Math.floor((Date.now() - days * day) / day) * day);

export function RoleHistory({ role }: { readonly role: CustomRole }) {
  const [from, setFrom] = useState(() => startOf(30));
  const { items, complete, loading, error, retry } = useAuditLogsSince(from);
  const records = items.filter((record) => isAbout(record, role.id)).toReversed();
  const createdAt = Number(role.createdTime?.seconds ?? 0) * 1_000;
  const isWhole = createdAt >= from.getTime();
  if (error !== null) return <ErrorState error={error} retry={retry} />;
  if (loading) return <PageSkeleton />;
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed" role="status">
        {complete ? `${records.length} found` : "Still looking …"}
      </Text>
      {records.length === 0 && complete && (
        <Alert color="blue" variant="light">
          Nothing happened to it since <RelativeTime at={from} />.
        </Alert>
      )}
      <Timeline bulletSize={14} lineWidth={2} active={records.length}>
        {records.map((record) => (
          <Timeline.Item key={record.logId} title={<RecordTitle record={record} />}>
            <Changes record={record} />
          </Timeline.Item>
        ))}
      </Timeline>
      {!isWhole && complete && (
        <Group>
          <Button variant="default" size="xs" onClick={() => setFrom(new Date(createdAt))}>
            Look back to its creation
          </Button>
        </Group>
      )}
    </Stack>
  );
}

const isAbout = (record: LogRecord, roleId: string): boolean => {
  const { type, id } = targetOf(record);
  return type === "custom-roles" && id === roleId;
};

function RecordTitle({ record: { operation, principal, emitTime, status } }: { readonly record: LogRecord }) {
  return (
    <Group gap="xs" align="baseline">
      <Text size="sm" fw={600} style={{ overflowWrap: "anywhere" }}>
        {operation}
      </Text>
      {status.toUpperCase() !== "OK" && (
        <Badge size="sm" color="red" variant="light" tt="none">
          {status}
        </Badge>
      )}
      <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
        by {principal?.name || principal?.id || "unknown"}, <RelativeTime at={emitTime} />
      </Text>
    </Group>
  );
}

function Changes({ record }: { readonly record: LogRecord }) {
  const lines = describeSpecChange(record.rawDetails?.before, record.rawDetails?.after);
  if (lines.length === 0) return null;
  return (
    <Stack gap={2}>
      {lines.map((line) => (
        <Code key={line} style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
          {line}
        </Code>
      ))}
    </Stack>
  );
}
