// What was done to an identity, and what it did, by the audit log.
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { Badge, Code, Modal, ScrollArea } from "@mantine/core";
import type { LogRecord } from "@remit/protocol/gen/temporal/api/cloud/auditlog/v1/message_pb.ts";
import { IconHistory } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { type Column, DataTable } from "../../../components/data-table.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { RelativeTime } from "../../../components/relative-time.tsx";
import { targetOf, textIn, useAuditLogs } from "../../../data/audit-logs.ts";

export function HistoryTab({ id }: { readonly id: string }) {
  const logs = useAuditLogs();
  const [shown, setShown] = useState<LogRecord | null>(null);
  const list = useMemo(
    () => ({ ...logs, items: logs.items.filter((record) => isAbout(record, id)).toReversed() }),
    [logs, id],
  );
  return (
    <>
      <DataTable
        label="History"
        list={list}
        columns={columns}
        keyOf={({ logId }) => logId}
        nameOf={({ operation }) => operation}
        textOf={({ operation, status, principal }) => [operation, status, principal?.name ?? ""].join(" ")}
        actions={[{ label: "View details", onClick: setShown }]}
        empty={
          <EmptyState title="Nothing in the last 30 days" icon={<IconHistory aria-hidden />}>
            Every change, and every refused attempt, is recorded in the audit log.
          </EmptyState>
        }
      />
      <Modal
        opened={shown !== null}
        onClose={() => setShown(null)}
        title={shown?.operation}
        size="lg"
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <ScrollArea type="auto" viewportProps={{ tabIndex: 0, "aria-label": "Details", role: "region" }}>
          <Code block>{JSON.stringify(shown?.rawDetails ?? {}, null, 2)}</Code>
        </ScrollArea>
      </Modal>
    </>
  );
}

/** Done to it, done by it, or done to a key or membership of its. */
const isAbout = (record: LogRecord, id: string): boolean =>
  targetOf(record).id === id ||
  record.principal?.id === id ||
  textIn(record.rawDetails, "owner_id") === id ||
  textIn(record.rawDetails, "user_id") === id;

const timeOf = ({ emitTime }: LogRecord): number => (emitTime === undefined ? 0 : timestampDate(emitTime).getTime());

const columns: readonly Column<LogRecord>[] = [
  { title: "When", width: 150, sortBy: timeOf, render: ({ emitTime }) => <RelativeTime at={emitTime} /> },
  { title: "What", sortBy: ({ operation }) => operation, render: ({ operation }) => operation },
  {
    title: "By",
    sortBy: ({ principal }) => principal?.name ?? "",
    render: ({ principal }) => principal?.name || principal?.id || "–",
  },
  {
    title: "Result",
    width: 170,
    sortBy: ({ status }) => status,
    render: ({ status }) => (
      <Badge variant="light" color={status === "OK" ? "green" : "red"} tt="none">
        {status}
      </Badge>
    ),
  },
];
