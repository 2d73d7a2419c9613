// Several lists shown as one: it is there when all of them are, and one that is refused is told.
import { useMemo } from "react";
import type { WholeList } from "./all-pages.ts";

export function useJoined<Item>(
  first: WholeList<Item>,
  second: WholeList<Item>,
  third: WholeList<Item>,
): WholeList<Item> {
  const items = useMemo(
    () => [...first.items, ...second.items, ...third.items],
    [first.items, second.items, third.items],
  );
  const all = [first, second, third];
  return {
    items,
    complete: all.every(({ complete }) => complete),
    loading: all.some(({ loading }) => loading),
    error: all.find(({ error }) => error !== null)?.error ?? null,
    retry: () => {
      for (const { retry } of all) retry();
    },
  };
}
