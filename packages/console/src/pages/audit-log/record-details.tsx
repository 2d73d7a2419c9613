// All that a record of the audit log says.
import { Code, Drawer, Skeleton, Stack, Text } from "@mantine/core";
import type { LogRecord } from "@remit/protocol/gen/temporal/api/cloud/auditlog/v1/message_pb.ts";
import { CopyText } from "../../components/copy-text.tsx";
import { type Fact, Facts } from "../../components/details.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { useAuditRecord } from "../../data/activity.ts";
import { targetOf } from "../../data/audit-logs.ts";

export interface RecordDetailsProps {
  /** Undefined: closed. */
  readonly logId: string | undefined;
  /** Records that are at hand; one that is not among them is fetched. */
  readonly known: readonly LogRecord[];
  readonly onClose: () => void;
}

export function RecordDetails({ logId, known, onClose }: RecordDetailsProps) {
  const atHand = known.find((record) => record.logId === logId);
  const { data: fetched, error, refetch } = useAuditRecord(atHand === undefined ? logId : undefined);
  const record = atHand ?? fetched;
  return (
    <Drawer
      opened={logId !== undefined}
      onClose={onClose}
      position="right"
      size="lg"
      title={record ? `${record.operation}, ${record.status === "OK" ? "done" : record.status}` : "Record"}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {record ? (
        <Shown record={record} />
      ) : error !== null ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : record === null ? (
        <Text>There is no such record in the audit log of this account.</Text>
      ) : (
        <Skeleton height={240} role="status" aria-label="Loading" />
      )}
    </Drawer>
  );
}

/** Leads here again, without the filters by which it was found. */
const linkTo = (logId: string): string => `${window.location.origin}/audit-log?record=${encodeURIComponent(logId)}`;

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
    { label: "Link", value: <CopyText text={linkTo(logId)} what="the link to this record" /> },
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
