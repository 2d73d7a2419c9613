// The requests inbox: what waits for one's decision, one's own, and all that one may see.
import { Group, Tabs, Text } from "@mantine/core";
import type { Request } from "@remit/protocol/gen/remit/v1/requests_pb.ts";
import { createLazyRoute, useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ButtonLink } from "../../components/links.tsx";
import { Page } from "../../components/page.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { TextLink } from "../../components/text-link.tsx";
import { useNameOf } from "../../data/askables.ts";
import { useRequests } from "../../data/requests.ts";
import { useSession } from "../../data/session.ts";
import { describeState, describeWanted } from "./describe-request.ts";

const tabs = ["to-decide", "mine", "all"] as const;
type Tab = (typeof tabs)[number];

const titles: Readonly<Record<Tab, string>> = { "to-decide": "To decide", mine: "Mine", all: "All" };

function Requests() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const tab = tabs.find((one) => one === search.tab) ?? "to-decide";
  const toDecide = useRequests(true);
  const all = useRequests(false);
  const { session } = useSession();
  const nameOf = useNameOf();
  const describe = useCallback((request: Request) => describeWanted(request, nameOf), [nameOf]);
  const columns = useMemo(() => columnsFor(describe), [describe]);
  const own = all.items.filter(({ requesterId }) => requesterId === session?.principalId);
  const lists = { "to-decide": toDecide, mine: { ...all, items: own }, all };
  return (
    <Page
      title="Requests"
      description="Ask for access for a time, or for a Namespace; the team that answers for it decides."
      actions={
        <>
          <ButtonLink variant="default" to="/requests/new" search={{ for: "namespace" }}>
            Ask for a Namespace
          </ButtonLink>
          <ButtonLink to="/requests/new">Ask for access</ButtonLink>
        </>
      }
    >
      <Tabs
        value={tab}
        onChange={(value) =>
          void navigate({ to: "/requests", search: value === null || value === "to-decide" ? {} : { tab: value } })
        }
        keepMounted={false}
      >
        <Tabs.List mb="md">
          {tabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {titles[one]}
              {one === "to-decide" && toDecide.items.length > 0 && ` (${toDecide.items.length})`}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map((one) => (
          <Tabs.Panel key={one} value={one}>
            <DataTable
              label="Requests"
              minWidth={760}
              list={lists[one]}
              columns={columns}
              keyOf={({ id }) => id}
              nameOf={describe}
              textOf={(request) =>
                [describe(request), request.requester, request.reason, describeState(request.state)].join("\n")
              }
              search={{
                text: search.q ?? "",
                onChange: (q) => void navigate({ to: "/requests", search: { ...search, q }, replace: true }),
              }}
              empty={<NoRequests tab={one} />}
            />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  );
}

const columnsFor = (describe: (request: Request) => string): readonly Column<Request>[] => [
  {
    title: "What",
    sortBy: describe,
    render: (request) => (
      <TextLink to="/requests/$requestId" params={{ requestId: request.id }} style={{ overflowWrap: "anywhere" }}>
        {describe(request)}
      </TextLink>
    ),
  },
  { title: "Who", sortBy: ({ requester }) => requester, render: ({ requester }) => requester },
  {
    title: "Why",
    render: ({ reason }) => (
      <Text size="sm" lineClamp={2}>
        {reason}
      </Text>
    ),
  },
  {
    title: "Asked",
    sortBy: ({ createdTime }) => Number(createdTime?.seconds ?? 0),
    render: ({ createdTime }) => <RelativeTime at={createdTime} />,
    width: 130,
  },
  {
    title: "State",
    sortBy: ({ state }) => describeState(state),
    render: ({ state, accessEndsTime }) => (
      <Group gap={4}>
        {describeState(state)}
        {state === "approved" && accessEndsTime !== undefined && (
          <Text size="sm" c="dimmed" component="span">
            ends <RelativeTime at={accessEndsTime} />
          </Text>
        )}
      </Group>
    ),
    width: 170,
  },
];

const emptyTitles: Readonly<Record<Tab, string>> = {
  "to-decide": "Nothing waits for your decision",
  mine: "You have not asked for anything",
  all: "Nobody has asked for anything",
};

const NoRequests = ({ tab }: { readonly tab: Tab }) => (
  <EmptyState
    title={emptyTitles[tab]}
    {...(tab !== "to-decide" && { action: <ButtonLink to="/requests/new">Ask for access</ButtonLink> })}
  >
    {tab === "to-decide"
      ? "When somebody asks for what your team answers for, it stands here."
      : "Access is granted for a time and ends by itself."}
  </EmptyState>
);

export const route = createLazyRoute("/signed-in/requests")({ component: Requests });
