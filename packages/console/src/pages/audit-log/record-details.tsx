// All that a record of the audit log says.
import { Code, Drawer, Stack, Text } from "@mantine/core";
import type { LogRecord } from "@remit/protocol/gen/temporal/api/cloud/auditlog/v1/message_pb.ts";
import { CopyText } from "../../components/copy-text.tsx";
import { type Fact, Facts } from "../../components/details.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { targetOf } from "../../data/audit-logs.ts";

export interface RecordDetailsProps {
  /** Null: closed. */
  readonly record: LogRecord | null;
  readonly onClose: () => void;
}

export function RecordDetails({ record, onClose }: RecordDetailsProps) {
  return (
    <Drawer
      opened={record !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title={record === null ? "" : `${record.operation}, ${record.status === "OK" ? "done" : record.status}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {record !== null && <Shown record={record} />}
    </Drawer>
  );
}

function Shown({ record }: { readonly record: LogRecord }) {
  const { emitTime, principal, xForwardedFor, asyncOperationId, logId, rawDetails } = record;
  const target = targetOf(record);
  const optional: readonly (readonly [string, string | undefined])[] = [
    ["API key or session", principal?.apiKeyId],
    ["From", xForwardedFor],
    ["Operation id", asyncOperationId],
  ];
  const facts: Fact[] = [
    { label: "When", value: <RelativeTime at={emitTime} /> },
    { label: "Who", value: principal?.name || principal?.type || "–" },
    ...(principal?.id
      ? [{ label: "Principal", value: <CopyText text={principal.id} what="the principal's id" /> }]
      : []),
    ...(target.id === "" ? [] : [{ label: target.type, value: <CopyText text={target.id} what="the id" /> }]),
    ...optional.flatMap(([label, text]) =>
      text === undefined || text === "" ? [] : [{ label, value: <CopyText text={text} what={label.toLowerCase()} /> }],
    ),
    { label: "Record", value: <CopyText text={logId} what="the record's id" /> },
  ];
  return (
    <Stack gap="lg">
      <Facts facts={facts} />
      <Stack gap={4}>
        <Text size="xs" c="dimmed">
          Details
        </Text>
        <Code block style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
          {JSON.stringify(rawDetails ?? {}, null, 2)}
        </Code>
      </Stack>
    </Stack>
  );
}
