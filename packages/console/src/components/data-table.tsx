// Every list: search, sort, fifty rows a page, a menu on each row, and what stands there while there are no rows.
import {
  ActionIcon,
  Checkbox,
  Group,
  Menu,
  Pagination,
  ScrollArea,
  Skeleton,
  Stack,
  Table,
  Text,
  TextInput,
  UnstyledButton,
  VisuallyHidden,
} from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconDots, IconSearch } from "@tabler/icons-react";
import { type ReactNode, useDeferredValue, useState } from "react";
import type { WholeList } from "../data/all-pages.ts";
import { ErrorState } from "./error-state.tsx";
import { RefusableItem } from "./refusable-item.tsx";
import { type Selection, SelectionBar, useSelection } from "./selection.tsx";
import { useShownRows } from "./shown-rows.ts";
import { type KeptSearch, useSearchText } from "./use-search-text.ts";

export interface Column<Item> {
  readonly title: string;
  readonly render: (item: Item) => ReactNode;
  /** Makes the column sortable; numbers and dates as numbers. */
  readonly sortBy?: (item: Item) => string | number;
  readonly width?: number | string;
  /** Left out where the screen is narrow. */
  readonly wide?: true;
}

export interface RowAction<Item> {
  readonly label: string;
  readonly onClick: (item: Item) => void;
  readonly danger?: boolean;
  /** Why it cannot be done with this one, for people; null where it can. */
  readonly refusal?: (item: Item) => string | null;
}

export interface DataTableProps<Item> {
  /** For screen readers: "Custom roles". */
  readonly label: string;
  readonly list: Pick<WholeList<Item>, "items" | "complete" | "loading" | "error" | "retry">;
  readonly keyOf: (item: Item) => string;
  readonly columns: readonly Column<Item>[];
  /** What the search looks at. For a long list, the same function at each drawing. */
  readonly textOf: (item: Item) => string;
  /** A row's name in its menu's label: "Actions for auditors". */
  readonly nameOf: (item: Item) => string;
  readonly actions?: readonly RowAction<Item>[];
  /** Instead of the table when the list is empty. */
  readonly empty: ReactNode;
  /** Where the page keeps what is searched for, in its address; without it the table keeps it. */
  readonly search?: KeptSearch;
  /** Pixels below which the table scrolls sideways instead of breaking its words. */
  readonly minWidth?: number;
  /** Beside the search. */
  readonly filters?: ReactNode;
  readonly pageSize?: number;
  /** Makes rows selectable. What can be done with those that are, and how to let go of them afterwards. */
  readonly selectionActions?: (selected: readonly Item[], clear: () => void) => ReactNode;
}

export function DataTable<Item>(props: DataTableProps<Item>) {
  const { list, label, columns, actions = [], empty, filters, pageSize = 50 } = props;
  const [search, setSearch] = useSearchText(props.search);
  const selected = useSelection(props.list.items, props.keyOf);
  const selection = props.selectionActions === undefined ? null : selected;
  const [sort, setSort] = useState<{ readonly column: number; readonly down: boolean } | null>(null);
  const [page, setPage] = useState(1);
  const by = sort === null ? undefined : columns[sort.column]?.sortBy;
  const shown = useShownRows(list.items, props.textOf, useDeferredValue(search), { by, down: sort?.down === true });
  if (list.error !== null) return <ErrorState error={list.error} retry={list.retry} />;
  if (list.complete && list.items.length === 0 && filters === undefined) return <>{empty}</>;
  const pages = Math.max(1, Math.ceil(shown.length / pageSize));
  const current = Math.min(page, pages);
  const rows = shown.slice((current - 1) * pageSize, current * pageSize);
  return (
    <Stack gap="sm">
      <Group gap="sm" align="end">
        <TextInput
          aria-label={`Search ${label.toLowerCase()}`}
          placeholder="Search"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value);
            setPage(1);
          }}
          style={{ flex: "1 1 14rem", maxWidth: "24rem" }}
        />
        {filters}
      </Group>
      {selection !== null && (
        <SelectionBar selection={selection} shown={shown}>
          {props.selectionActions?.(selection.items, selection.clear)}
        </SelectionBar>
      )}
      <ScrollArea type="auto" viewportProps={{ tabIndex: 0, "aria-label": label, role: "region" }}>
        <Table
          highlightOnHover
          verticalSpacing="sm"
          aria-label={label}
          aria-busy={list.loading}
          miw={props.minWidth ?? 560}
        >
          <Table.Thead>
            <Table.Tr>
              {selection !== null && (
                <Table.Th w={40}>
                  <Checkbox
                    aria-label="Select all rows on this page"
                    disabled={rows.length === 0}
                    checked={rows.length > 0 && rows.every(selection.has)}
                    indeterminate={rows.some(selection.has) && !rows.every(selection.has)}
                    onChange={(event) => selection.set(rows, event.currentTarget.checked)}
                  />
                </Table.Th>
              )}
              {columns.map((column, index) => (
                <Table.Th
                  key={column.title}
                  w={column.width}
                  aria-sort={ariaSort(sort, index)}
                  {...(column.wide === true && { visibleFrom: "md" })}
                >
                  {column.sortBy === undefined ? (
                    column.title
                  ) : (
                    <SortButton
                      title={column.title}
                      state={ariaSort(sort, index)}
                      onClick={() => setSort({ column: index, down: sort?.column === index && !sort.down })}
                    />
                  )}
                </Table.Th>
              ))}
              {actions.length > 0 && (
                <Table.Th w={48}>
                  <VisuallyHidden>Actions</VisuallyHidden>
                </Table.Th>
              )}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {list.loading ? (
              <SkeletonRows columns={columns.length + (actions.length > 0 ? 1 : 0) + (selection === null ? 0 : 1)} />
            ) : (
              rows.map((item) => (
                <Row key={props.keyOf(item)} item={item} {...props} actions={actions} selection={selection} />
              ))
            )}
          </Table.Tbody>
        </Table>
      </ScrollArea>
      {!list.loading && shown.length === 0 && list.items.length > 0 && (
        <Text c="dimmed" ta="center" py="md">
          Nothing matches “{search}”{list.complete ? "." : " so far."}
        </Text>
      )}
      {!list.loading && list.complete && list.items.length === 0 && empty}
      <Group justify="space-between">
        <Text size="sm" c="dimmed" role="status">
          {describeCount(shown.length, list)}
        </Text>
        {pages > 1 && (
          <Pagination
            total={pages}
            value={current}
            onChange={setPage}
            size="sm"
            getControlProps={(control) => ({ "aria-label": `${control} page` })}
            getItemProps={(number) => ({ "aria-label": `Page ${number}` })}
          />
        )}
      </Group>
    </Stack>
  );
}

const ariaSort = (sort: { column: number; down: boolean } | null, index: number) =>
  sort?.column !== index ? undefined : sort.down ? ("descending" as const) : ("ascending" as const);

function describeCount(
  shown: number,
  { items, complete, loading }: { items: readonly unknown[]; complete: boolean; loading: boolean },
) {
  if (loading) return "Loading …";
  const of = shown === items.length ? "" : ` of ${items.length.toLocaleString("en")}`;
  const rows = items.length === 1 ? "row" : "rows";
  return `${shown.toLocaleString("en")}${of} ${rows}${complete ? "" : ", more are coming"}`;
}

interface SortButtonProps {
  readonly title: string;
  readonly state: "ascending" | "descending" | undefined;
  readonly onClick: () => void;
}

function SortButton({ title, state, onClick }: SortButtonProps) {
  return (
    <UnstyledButton onClick={onClick} fz="sm" fw={700}>
      <Group gap={4} wrap="nowrap">
        {title}
        {state === "ascending" && <IconChevronUp size={14} aria-hidden />}
        {state === "descending" && <IconChevronDown size={14} aria-hidden />}
      </Group>
    </UnstyledButton>
  );
}

interface RowProps<Item> extends DataTableProps<Item> {
  readonly item: Item;
  readonly actions: readonly RowAction<Item>[];
  readonly selection: Selection<Item> | null;
}

function Row<Item>({ item, columns, actions, nameOf, selection }: RowProps<Item>) {
  return (
    <Table.Tr
      {...(selection?.has(item) === true && {
        bg: "light-dark(var(--mantine-color-indigo-0), var(--mantine-color-dark-6))",
      })}
    >
      {selection !== null && (
        <Table.Td>
          <Checkbox
            aria-label={`Select ${nameOf(item)}`}
            checked={selection.has(item)}
            onChange={(event) => selection.set([item], event.currentTarget.checked)}
          />
        </Table.Td>
      )}
      {columns.map((column) => (
        <Table.Td
          key={column.title}
          style={{ overflowWrap: "anywhere" }}
          {...(column.wide === true && { visibleFrom: "md" })}
        >
          {column.render(item)}
        </Table.Td>
      ))}
      {actions.length > 0 && (
        <Table.Td>
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${nameOf(item)}`}>
                <IconDots size={18} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {actions.map(({ label, onClick, danger, refusal }) => (
                <RefusableItem
                  key={label}
                  why={refusal?.(item) ?? null}
                  danger={danger === true}
                  onClick={() => onClick(item)}
                >
                  {label}
                </RefusableItem>
              ))}
            </Menu.Dropdown>
          </Menu>
        </Table.Td>
      )}
    </Table.Tr>
  );
}

function SkeletonRows({ columns }: { readonly columns: number }) {
  return Array.from({ length: 5 }, (_, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: rows that hold nothing have nothing else to be told by
    <Table.Tr key={row}>
      {Array.from({ length: columns }, (_unused, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <Table.Td key={column}>
          <Skeleton height={16} />
        </Table.Td>
      ))}
    </Table.Tr>
  ));
}
