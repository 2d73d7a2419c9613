// Rows of a list that are selected, and what is said and offered about them.
import { Button, Group, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";

export interface Selection<Item> {
  /** In the list's order; those that a search hides are among them. */
  readonly items: readonly Item[];
  readonly has: (item: Item) => boolean;
  readonly set: (items: readonly Item[], selected: boolean) => void;
  readonly clear: () => void;
}

/** By key, so that what was selected stays so when newer answers come; what is gone from the list is let go. */
export function useSelection<Item>(items: readonly Item[], keyOf: (item: Item) => string): Selection<Item> {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  return {
    items: keys.size === 0 ? [] : items.filter((item) => keys.has(keyOf(item))),
    has: (item) => keys.has(keyOf(item)),
    set: (changed, selected) => {
      const all = new Set(changed.map(keyOf));
      setKeys(selected ? keys.union(all) : keys.difference(all));
    },
    clear: () => setKeys(new Set()),
  };
}

interface SelectionBarProps<Item> {
  readonly selection: Selection<Item>;
  /** What the search shows, over all pages. */
  readonly shown: readonly Item[];
  /** What can be done with the selected. */
  readonly children: ReactNode;
}

/** Always there, so that nothing jumps when the first row is selected. */
export function SelectionBar<Item>({ selection, shown, children }: SelectionBarProps<Item>) {
  const { items, has, set, clear } = selection;
  if (items.length === 0) {
    return (
      <Group mih={36}>
        <Text size="sm" c="dimmed" role="status">
          Select rows to change several at once.
        </Text>
      </Group>
    );
  }
  return (
    <Group gap="sm" mih={36}>
      <Text size="sm" fw={600} role="status">
        {items.length.toLocaleString("en")} selected
      </Text>
      {children}
      {!shown.every(has) && (
        <Button size="xs" variant="subtle" onClick={() => set(shown, true)}>
          Select all {shown.length.toLocaleString("en")}
        </Button>
      )}
      <Button size="xs" variant="subtle" color="gray" onClick={clear}>
        Clear
      </Button>
    </Group>
  );
}
