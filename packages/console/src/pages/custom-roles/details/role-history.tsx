// What happened to a role, from the audit log, the latest first.
import { Badge, Code, Group, Stack, Text, Timeline } from "@mantine/core";
import type { LogRecord } from "@remit/protocol/gen/temporal/api/cloud/auditlog/v1/message_pb.ts";
import type { CustomRole } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { IconHistory } from "@tabler/icons-react";
import { EmptyState } from "../../../components/empty-state.tsx";
import { ErrorState } from "../../../components/error-state.tsx";
import { PageSkeleton } from "../../../components/page-skeleton.tsx";
import { Paging } from "../../../components/paged-table.tsx";
import { RelativeTime } from "../../../components/relative-time.tsx";
import { useAuditRecords } from "../../../data/activity.ts";
import { describeSpecChange } from "../draft/spec-changes.ts";

export function RoleHistory({ role }: { readonly role: CustomRole }) {
  const list = useAuditRecords({ resourceType: "custom-roles", resource: role.id });
  if (list.error !== null) return <ErrorState error={list.error} retry={list.retry} />;
  if (list.loading) return <PageSkeleton />;
  if (list.items.length === 0) {
    return (
      <EmptyState title="Nothing is recorded" icon={<IconHistory aria-hidden />}>
        Changes of this role are recorded in the audit log and shown here.
      </EmptyState>
    );
  }
  return (
    <Stack gap="md">
      <Timeline bulletSize={14} lineWidth={2} active={list.items.length}>
        {list.items.map((record) => (
          <Timeline.Item key={record.logId} title={<RecordTitle record={record} />}>
            <Changes record={record} />
          </Timeline.Item>
        ))}
      </Timeline>
      <Paging {...list} />
    </Stack>
  );
}

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
