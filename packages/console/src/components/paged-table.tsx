// A list that the server narrows and sorts, one page at a time.
import { Button, Group, ScrollArea, Skeleton, Stack, Table, Text } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { PagedList } from "../data/server-pages.ts";
import type { Column } from "./data-table.tsx";
import { ErrorState } from "./error-state.tsx";

export interface PagedTableProps<Item> {
  readonly label: string;
  readonly list: PagedList<Item>;
  readonly keyOf: (item: Item) => string;
  readonly columns: readonly Column<Item>[];
  readonly empty: ReactNode;
  readonly minWidth?: number;
}

export function PagedTable<Item>({ label, list, keyOf, columns, empty, minWidth = 800 }: PagedTableProps<Item>) {
  if (list.error !== null) return <ErrorState error={list.error} retry={list.retry} />;
  if (!list.loading && list.items.length === 0 && list.page === 1) return <>{empty}</>;
  return (
    <Stack gap="sm">
      <ScrollArea type="auto" viewportProps={{ tabIndex: 0, "aria-label": label, role: "region" }}>
        <Table highlightOnHover verticalSpacing="sm" aria-label={label} aria-busy={list.loading} miw={minWidth}>
          <Table.Thead>
            <Table.Tr>
              {columns.map(({ title, width }) => (
                <Table.Th key={title} w={width}>
                  {title}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {list.loading
              ? skeletonRows.map((row) => (
                  <Table.Tr key={row}>
                    {columns.map(({ title }) => (
                      <Table.Td key={title}>
                        <Skeleton height={16} />
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))
              : list.items.map((item) => (
                  <Table.Tr key={keyOf(item)}>
                    {columns.map(({ title, render }) => (
                      <Table.Td key={title} style={{ overflowWrap: "anywhere" }}>
                        {render(item)}
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))}
          </Table.Tbody>
        </Table>
      </ScrollArea>
      <Paging {...list} />
    </Stack>
  );
}

const skeletonRows = [1, 2, 3, 4, 5];

/** How far one has come, and the ways to newer and older. */
export function Paging({ page, goBack, goOn, items, loading }: PagedList<unknown>) {
  return (
    <Group justify="space-between">
      <Text size="sm" c="dimmed" role="status">
        {loading ? "Loading …" : `Page ${page}, ${items.length === 1 ? "1 row" : `${items.length} rows`}`}
      </Text>
      {(goBack !== null || goOn !== null) && (
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconChevronLeft size={14} aria-hidden />}
            disabled={goBack === null}
            onClick={() => goBack?.()}
          >
            Newer
          </Button>
          <Button
            size="xs"
            variant="default"
            rightSection={<IconChevronRight size={14} aria-hidden />}
            disabled={goOn === null}
            onClick={() => goOn?.()}
          >
            Older
          </Button>
        </Group>
      )}
    </Group>
  );
}
