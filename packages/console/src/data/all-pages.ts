// A whole list, page after page: lists are searched and sorted over all of it, and shown as far as it is there.
import type { DescMessage, DescMethodUnary, MessageInitShape, MessageShape } from "@bufbuild/protobuf";
import { callUnaryMethod, createConnectQueryKey, useTransport } from "@connectrpc/connect-query";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { askAgainAfter } from "./query-client.ts";

/** The most that the Cloud Ops API's lists give at once. */
const pageSize = 1_000;

export interface WholeList<Item> {
  readonly items: readonly Item[];
  /** False while more pages are on their way. */
  readonly complete: boolean;
  /** True until the first page is there. */
  readonly loading: boolean;
  /** Why there is nothing to show; once there is something, it stays while newer answers fail. */
  readonly error: Error | null;
  retry(): void;
}

export interface WholeListOptions {
  readonly enabled?: boolean;
}

export interface FollowOptions<Item> extends WholeListOptions {
  /** Something about the item is under way: the list is asked again soon, as long as the page can be seen. */
  readonly isBusy?: (item: Item) => boolean;
}

/**
 * For every method whose request has `pageSize` and `pageToken` and whose answer has `nextPageToken`. `pick` takes the
 * items out of an answer; declare it outside the component, since a new function makes a new list.
 */
export function useWholeList<I extends DescMessage, O extends DescMessage, Item>(
  method: DescMethodUnary<I, O>,
  request: MessageInitShape<I>,
  pick: (answer: MessageShape<O>) => readonly Item[],
  { enabled = true, isBusy = never }: FollowOptions<Item> = {},
): WholeList<Item> {
  const transport = useTransport();
  const query = useInfiniteQuery({
    queryKey: createConnectQueryKey({ schema: method, input: request, transport, cardinality: "infinite" }),
    queryFn: ({ pageParam, signal }) =>
      callUnaryMethod(transport, method, { ...request, pageSize, pageToken: pageParam } as MessageInitShape<I>, {
        signal,
      }),
    initialPageParam: "",
    getNextPageParam: (answer) => tokenOf(answer) || undefined,
    enabled,
    // All of it is asked again each time: the longer the list, the more seldom.
    refetchInterval: ({ state: { error: failure, data: seen } }) =>
      askAgainAfter(failure, seen?.pages.some((page) => pick(page).some(isBusy)) === true, seen?.pages.length),
  });
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, error } = query;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && error === null) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, error]);
  const items = useMemo(() => data?.pages.flatMap(pick) ?? [], [data, pick]);
  return {
    items,
    complete: data !== undefined && !hasNextPage,
    loading: query.isPending,
    error: data === undefined ? error : null,
    retry: () => void query.refetch(),
  };
}

const never = (): boolean => false;

const tokenOf = (answer: object): string => ("nextPageToken" in answer ? String(answer.nextPageToken) : "");
