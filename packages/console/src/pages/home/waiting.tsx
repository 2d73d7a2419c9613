// What waits for whoever is signed in: requests to decide, their own, and drift. What they may not see has no card.

import { SimpleGrid, Skeleton, Stack, Text, Title } from "@mantine/core";
import type { LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { CardLink } from "../../components/links.tsx";
import { risks, useDriftCounts } from "../../data/drift.ts";
import { useRequests } from "../../data/requests.ts";
import { useSession } from "../../data/session.ts";
import classes from "./home.module.css";

export function Waiting() {
  const { session } = useSession();
  const toDecide = useRequests(true);
  const all = useRequests(false);
  const drift = useDriftCounts();
  const mine = all.items.filter(({ requesterId }) => requesterId === session?.principalId);
  const open = mine.filter(({ state }) => state === "pending").length;
  const held = mine.filter(({ state, accessEndsTime }) => state === "approved" && accessEndsTime !== undefined).length;
  const counts = risks.map((risk) => [risk, drift.data?.[risk] ?? 0] as const);
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  return (
    <Stack gap="sm" component="section" aria-labelledby="waiting">
      <Title order={2} id="waiting">
        What waits for you
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        {toDecide.error === null && (
          <Tile
            to="/requests"
            search={{ tab: "to-decide" }}
            loading={toDecide.loading}
            number={toDecide.items.length}
            title={toDecide.items.length === 1 ? "request to decide" : "requests to decide"}
          />
        )}
        {all.error === null && (
          <Tile
            to="/requests"
            search={{ tab: "mine" }}
            loading={all.loading}
            number={open}
            title={open === 1 ? "request of yours waits" : "requests of yours wait"}
          >
            {held > 0 && `You hold access for a time: ${held}`}
          </Tile>
        )}
        {drift.error === null && (
          <Tile
            to="/responsibility/drift"
            loading={drift.isPending}
            number={total}
            title={total === 1 ? "finding of drift" : "findings of drift"}
          >
            {total > 0 && counts.map(([risk, count]) => `${count} ${risk}`).join(", ")}
          </Tile>
        )}
      </SimpleGrid>
    </Stack>
  );
}

interface TileProps {
  readonly to: NonNullable<LinkProps["to"]>;
  readonly search?: Readonly<Record<string, string>>;
  readonly loading: boolean;
  readonly number: number;
  readonly title: string;
  readonly children?: ReactNode;
}

function Tile({ to, search, loading, number, title, children }: TileProps) {
  return (
    <CardLink to={to} {...(search && { search: search as never })} withBorder className={classes.card}>
      {loading ? (
        <Skeleton height={31} width={48} />
      ) : (
        <Text fz={24} fw={600} lh={1.3}>
          {number.toLocaleString("en")}
        </Text>
      )}
      <Text size="sm">{title}</Text>
      <Text size="sm" c="dimmed" mih="1.55em">
        {children}
      </Text>
    </CardLink>
  );
}
