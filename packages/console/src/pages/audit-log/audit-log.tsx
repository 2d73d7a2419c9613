// Who did what, newest first: what was done, and what was refused.
import { Button, Text } from "@mantine/core";
import type { LogRecord } from "@remit/protocol/gen/temporal/api/cloud/auditlog/v1/message_pb.ts";
import { IconHistory } from "@tabler/icons-react";
import { createLazyRoute, useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import type { Column } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Page } from "../../components/page.tsx";
import { PagedTable } from "../../components/paged-table.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StatusBadge } from "../../components/state-badge.tsx";
import { useAuditRecords } from "../../data/activity.ts";
import { targetOf } from "../../data/audit-logs.ts";
import { AuditFilters } from "./audit-filters.tsx";
import { ChainBadge } from "./chain-badge.tsx";
import { ExportCsv } from "./export-csv.tsx";
import { isNarrowed, toQuery } from "./filter.ts";
import { RecordDetails } from "./record-details.tsx";

function AuditLog() {
  const search = useSearch({ from: "/signed-in/audit-log" });
  const navigate = useNavigate({ from: "/audit-log" });
  const { record: openId, ...filters } = search;
  const narrowed = JSON.stringify(filters);
  // biome-ignore lint/correctness/useExhaustiveDependencies: opening a record asks for no other list
  const query = useMemo(() => toQuery(filters, new Date()), [narrowed]);
  const list = useAuditRecords(query);
  const open = useCallback(
    (record: string | undefined) => void navigate({ search: (before) => withPart(before, { record }) }),
    [navigate],
  );
  const columns = useMemo(() => columnsWith(({ logId }) => open(logId)), [open]);
  return (
    <Page
      title="Audit log"
      description="Who did what, and what was refused. Newest first."
      actions={
        <>
          <ChainBadge />
          <ExportCsv query={query} />
        </>
      }
    >
      <AuditFilters
        search={search}
        onChange={(part) => void navigate({ search: (before) => withPart(before, part), replace: true })}
        onClear={() => void navigate({ search: {}, replace: true })}
      />
      <PagedTable
        label="Audit log"
        list={list}
        keyOf={({ logId }) => logId}
        columns={columns}
        empty={
          <EmptyState title="No records" icon={<IconHistory aria-hidden />}>
            {isNarrowed(search) ? "Nothing fits these filters." : "Nothing has been done yet."}
          </EmptyState>
        }
      />
      <RecordDetails logId={openId} known={list.items} onClose={() => open(undefined)} />
    </Page>
  );
}

/** Parts that are undefined go out of the address. */
const withPart = <Search extends object>(before: Search, part: object): Search =>
  Object.fromEntries(Object.entries({ ...before, ...part }).filter(([, value]) => value !== undefined)) as Search;

const columnsWith = (open: (record: LogRecord) => void): readonly Column<LogRecord>[] => [
  { title: "Time", width: 120, render: ({ emitTime }) => <RelativeTime at={emitTime} /> },
  { title: "Operation", width: 210, render: ({ operation }) => operation },
  { title: "Outcome", width: 150, render: ({ status }) => <Outcome status={status} /> },
  { title: "Actor", width: 200, render: ({ principal }) => principal?.name || principal?.id || principal?.type || "–" },
  {
    title: "Resource",
    render: (record) => {
      const { type, id } = targetOf(record);
      return id === "" ? (
        "–"
      ) : (
        <>
          {id}
          <Text size="xs" c="dimmed">
            {type}
          </Text>
        </>
      );
    },
  },
  {
    title: "Details",
    width: 110,
    render: (record) => (
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => open(record)}
        aria-label={`Details of ${record.operation}`}
      >
        Details
      </Button>
    ),
  },
];

function Outcome({ status }: { readonly status: string }) {
  if (status === "OK") return <StatusBadge label="Done" color="teal" />;
  const words = status.toLowerCase().replaceAll("_", " ");
  return <StatusBadge label={`${words.charAt(0).toUpperCase()}${words.slice(1)}`} color="red" />;
}

export const route = createLazyRoute("/signed-in/audit-log")({ component: AuditLog });
