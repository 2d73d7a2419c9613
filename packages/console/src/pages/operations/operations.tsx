// Changes that the platform has accepted, and how they stand. What runs is followed as long as the page can be seen.
import { SegmentedControl, Text } from "@mantine/core";
import type { Operation } from "@remit/protocol/gen/remit/v1/activity_pb.ts";
import { AsyncOperation_State as State } from "@remit/protocol/gen/temporal/api/cloud/operation/v1/message_pb.ts";
import { IconProgressCheck } from "@tabler/icons-react";
import { createLazyRoute, useNavigate, useSearch } from "@tanstack/react-router";
import type { Column } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Page } from "../../components/page.tsx";
import { PagedTable } from "../../components/paged-table.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StatusBadge, type StatusBadgeProps } from "../../components/state-badge.tsx";
import { useOperations } from "../../data/activity.ts";
import { Attempts } from "./attempts.tsx";
import { ToResource } from "./to-resource.tsx";
import { WhatToDo } from "./what-to-do.tsx";

function Operations() {
  const { show = "running" } = useSearch({ from: "/signed-in/operations" });
  const navigate = useNavigate({ from: "/operations" });
  const list = useOperations(show === "running");
  return (
    <Page
      title="Operations"
      description="Changes that were accepted, and how they stand: yours, or everybody’s where you may read them."
    >
      <SegmentedControl
        aria-label="Which operations"
        data={[
          { value: "running", label: "In progress" },
          { value: "all", label: "All" },
        ]}
        value={show}
        onChange={(value) => void navigate({ search: value === "running" ? {} : { show: value }, replace: true })}
        maw={280}
      />
      <PagedTable
        label="Operations"
        list={list}
        keyOf={({ operation }) => operation?.id ?? ""}
        columns={columns}
        minWidth={980}
        empty={
          <EmptyState title="Nothing is under way" icon={<IconProgressCheck aria-hidden />}>
            {show === "running" ? "All changes that were accepted have been carried out." : "Nothing was changed yet."}
          </EmptyState>
        }
      />
    </Page>
  );
}

const states: Readonly<Record<number, StatusBadgeProps>> = {
  [State.PENDING]: { label: "Waiting", color: "blue", busy: true },
  [State.IN_PROGRESS]: { label: "In progress", color: "blue", busy: true },
  [State.FULFILLED]: { label: "Done", color: "teal" },
  [State.FAILED]: { label: "Failed", color: "red" },
  [State.CANCELLED]: { label: "Cancelled", color: "gray" },
  [State.REJECTED]: { label: "Rejected", color: "red" },
};

/** Under way for longer than is usual: somebody should look at the server. */
const isStuck: StatusBadgeProps = { label: "Stuck", color: "red", busy: true };

const columns: readonly Column<Operation>[] = [
  { title: "Operation", width: 210, render: ({ operation }) => operation?.operationType },
  {
    title: "State",
    width: 120,
    render: ({ operation, stuck }) => (
      <StatusBadge {...(stuck ? isStuck : (states[operation?.state ?? 0] ?? { label: "Unknown", color: "gray" }))} />
    ),
  },
  {
    title: "On",
    render: (item) => (
      <>
        <ToResource type={item.resourceType} id={item.resourceId} />
        {item.operation !== undefined && item.operation.failureReason !== "" && (
          <Text size="xs" c="dimmed">
            {item.operation.failureReason}
          </Text>
        )}
      </>
    ),
  },
  {
    title: "Attempts",
    width: 180,
    render: (item) => (
      <>
        <Attempts item={item} />
        <WhatToDo item={item} />
      </>
    ),
  },
  { title: "Asked for by", render: ({ principalName, principalId }) => principalName || principalId || "The platform" },
  { title: "Begun", width: 110, render: ({ operation }) => <RelativeTime at={operation?.startedTime} /> },
  { title: "Ended", width: 110, render: ({ operation }) => <RelativeTime at={operation?.finishedTime} /> },
];

export const route = createLazyRoute("/signed-in/operations")({ component: Operations });
