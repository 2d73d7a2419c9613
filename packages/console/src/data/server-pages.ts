// A list that is too long to have as a whole: one page at a time, the server narrows and sorts it.
import type { DescMessage, DescMethodUnary, MessageInitShape, MessageShape } from "@bufbuild/protobuf";
import { callUnaryMethod, createConnectQueryKey, useTransport } from "@connectrpc/connect-query";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { askAgainAfter } from "./query-client.ts";

export interface PagedList<Item> {
  readonly items: readonly Item[];
  /** True until there is something to show. */
  readonly loading: boolean;
  readonly error: Error | null;
  retry(): void;
  /** Counted from 1. */
  readonly page: number;
  /** Null on the first page. */
  readonly goBack: (() => void) | null;
  /** Null on the last one. */
  readonly goOn: (() => void) | null;
}

export interface PagedOptions<Item> {
  readonly pageSize?: number;
  readonly isBusy?: (item: Item) => boolean;
}

/** Declare `pick` outside the component. Another request begins at the first page again. */
export function useServerPages<I extends DescMessage, O extends DescMessage, Item>(
  method: DescMethodUnary<I, O>,
  request: MessageInitShape<I>,
  pick: (answer: MessageShape<O>) => { readonly items: readonly Item[]; readonly next: string },
  { pageSize = 50, isBusy = never }: PagedOptions<Item> = {},
): PagedList<Item> {
  const transport = useTransport();
  const [{ of, tokens }, setPlace] = useState<Place>({ of: "", tokens: [] });
  const key = createConnectQueryKey({ schema: method, input: request, transport, cardinality: "finite" });
  const narrowed = JSON.stringify(key[1].input ?? {});
  const before = of === narrowed ? tokens : [];
  const pageToken = before.at(-1) ?? "";
  const query = useQuery({
    queryKey: [...key, "page", pageSize, pageToken],
    queryFn: ({ signal }) =>
      callUnaryMethod(transport, method, { ...request, pageSize, pageToken } as MessageInitShape<I>, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      askAgainAfter(state.error, state.data !== undefined && pick(state.data).items.some(isBusy)),
  });
  const { items, next } = query.data === undefined ? { items: [], next: "" } : pick(query.data);
  const go = (to: readonly string[]): void => setPlace({ of: narrowed, tokens: to });
  return {
    items,
    loading: query.isPending,
    error: query.data === undefined || query.isPlaceholderData ? query.error : null,
    retry: () => void query.refetch(),
    page: before.length + 1,
    goBack: before.length === 0 ? null : () => go(before.slice(0, -1)),
    goOn: next === "" || query.isPlaceholderData ? null : () => go([...before, next]),
  };
}

/** The tokens of the pages after the first, up to the one that is shown, and of which list they are. */
interface Place {
  readonly of: string;
  readonly tokens: readonly string[];
}

const never = (): boolean => false;
