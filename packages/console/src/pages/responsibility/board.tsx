// The responsibility matrix as a living board: who answers for what, whether it is carried out, and whom to turn to.

import { Skeleton, Stack, Text } from "@mantine/core";
import { type Model, titleOf } from "@remit/responsibility";
import { IconEdit } from "@tabler/icons-react";
import { createLazyRoute, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { ButtonLink } from "../../components/links.tsx";
import { Page } from "../../components/page.tsx";
import { ShareMark } from "../../components/share-mark.tsx";
import { useEvidence } from "../../data/evidence.ts";
import { useModel } from "../../data/responsibility-model.ts";
import { BoardFilters } from "./board-filters.tsx";
import { BoardTable } from "./board-table.tsx";
import { ExportMenu } from "./export-menu.tsx";
import { filterRows } from "./filter-rows.ts";
import type { BoardSearch } from "./routes.ts";
import { RowDrawer } from "./row-drawer.tsx";
import { ResponsibilityTabs } from "./tabs.tsx";

function Board() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const { model, error, retry } = useModel();
  const evidence = useEvidence();
  const show = (change: { readonly [Name in keyof BoardSearch]?: string | undefined }, isStep: boolean) =>
    void navigate({
      to: "/responsibility",
      search: keepSaid({ ...search, ...change }),
      replace: !isStep,
      resetScroll: false,
    });
  return (
    <Page
      title={model === undefined ? "Shared Responsibility Model" : titleOf(model.matrix)}
      description="Who answers for what on this Temporal platform, whether it is carried out, and whom to turn to."
      actions={
        model !== undefined && (
          <>
            <ExportMenu model={model} />
            <ButtonLink to="/responsibility/tailor" leftSection={<IconEdit size={16} aria-hidden />}>
              Tailor
            </ButtonLink>
          </>
        )
      }
    >
      <ResponsibilityTabs />
      {error !== null && <ErrorState error={error} retry={retry} />}
      {model === undefined && error === null && <BoardSkeleton />}
      {model !== undefined && (
        <>
          {evidence.error !== null && evidence.data === undefined && (
            <ErrorState error={evidence.error} retry={() => void evidence.refetch()} />
          )}
          <BoardFilters model={model} search={search} onChange={(change) => show(change, false)} />
          <Rows model={model} search={search} evidence={evidence.data} onOpen={(row) => show({ row }, true)} />
          <RowDrawer
            model={model}
            rowId={search.row}
            evidence={evidence}
            onClose={() => show({ row: undefined }, true)}
          />
        </>
      )}
    </Page>
  );
}

interface RowsProps {
  readonly model: Model;
  readonly search: BoardSearch;
  readonly evidence: ReturnType<typeof useEvidence>["data"];
  readonly onOpen: (rowId: string) => void;
}

function Rows({ model, search, evidence, onOpen }: RowsProps) {
  const { q = "", team = "", state = "" } = search;
  const categories = useMemo(() => filterRows(model, { q, team, state }, evidence), [model, q, team, state, evidence]);
  const count = categories.reduce((sum, { rows }) => sum + rows.length, 0);
  return (
    <Stack gap="xl">
      <Text size="sm" c="dimmed">
        {shares.map((words) => (
          <Text key={words} span inherit me="sm" style={{ whiteSpace: "nowrap" }}>
            <ShareMark words={words} /> {words}
          </Text>
        ))}
        <Text span inherit role="status">
          {count === 1 ? "1 responsibility" : `${count} responsibilities`}
        </Text>
      </Text>
      {count === 0 ? (
        <EmptyState
          title="Nothing matches"
          action={
            <ButtonLink variant="default" to="/ask" search={q === "" ? {} : { q }}>
              Ask whom to ask
            </ButtonLink>
          }
        >
          No responsibility has these words, this team and this state. Take a filter away, or ask in your own words.
        </EmptyState>
      ) : (
        <BoardTable model={model} categories={categories} evidence={evidence} onOpen={onOpen} />
      )}
    </Stack>
  );
}

const shares = ["responsible", "not responsible", "shared"] as const;

/** The parameters that say something, so that addresses stay short. */
const keepSaid = (search: Readonly<Record<string, string | undefined>>): BoardSearch =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined && value !== ""));

function BoardSkeleton() {
  return (
    <Stack gap="xl" aria-busy="true" role="status" aria-label="Loading">
      <Skeleton height={36} width="60%" />
      {[7, 2, 5].map((rows) => (
        <Stack key={rows} gap="sm">
          <Skeleton height={24} width="30%" />
          <Skeleton height={rows * 44} />
        </Stack>
      ))}
    </Stack>
  );
}

export const route = createLazyRoute("/signed-in/responsibility")({ component: Board });
