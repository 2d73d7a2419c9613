// What was done to an identity, and what it did, by the audit log, as far back as that goes.
import { Badge, Button } from "@mantine/core";
import type { LogRecord } from "@remit/protocol/gen/temporal/api/cloud/auditlog/v1/message_pb.ts";
import { IconHistory } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { Column } from "../../../components/data-table.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { PagedTable } from "../../../components/paged-table.tsx";
import { RelativeTime } from "../../../components/relative-time.tsx";
import { useAuditRecords } from "../../../data/activity.ts";
import { RecordDetails } from "../../audit-log/record-details.tsx";

export function HistoryTab({ id }: { readonly id: string }) {
  const list = useAuditRecords({ concerns: id });
  const [opened, setOpened] = useState<string>();
  const columns = useMemo(() => columnsWith(setOpened), []);
  return (
    <>
      <PagedTable
        label="History"
        list={list}
        columns={columns}
        keyOf={({ logId }) => logId}
        minWidth={640}
        empty={
          <EmptyState title="Nothing is recorded" icon={<IconHistory aria-hidden />}>
            Every change, and every refused attempt, is recorded in the audit log.
          </EmptyState>
        }
      />
      <RecordDetails logId={opened} known={list.items} onClose={() => setOpened(undefined)} />
    </>
  );
}

const columnsWith = (open: (logId: string) => void): readonly Column<LogRecord>[] => [
  { title: "When", width: 150, render: ({ emitTime }) => <RelativeTime at={emitTime} /> },
  { title: "What", render: ({ operation }) => operation },
  { title: "By", render: ({ principal }) => principal?.name || principal?.id || "–" },
  {
    title: "Result",
    width: 170,
    render: ({ status }) => (
      <Badge variant="light" color={status === "OK" ? "green" : "red"} tt="none">
        {status}
      </Badge>
    ),
  },
  {
    title: "Details",
    width: 110,
    render: ({ logId, operation }) => (
      <Button size="compact-sm" variant="default" onClick={() => open(logId)} aria-label={`Details of ${operation}`}>
        Details
      </Button>
    ),
  },
];
