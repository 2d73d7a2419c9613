// What is asked again, and when. Answers stay on the page while newer ones are fetched.
import { Code, ConnectError } from "@connectrpc/connect";
import { QueryClient } from "@tanstack/react-query";
import { isUnreachable } from "./describe-error.ts";

/** Whoever gets one of these gets it again: the question is at fault, or who asks it. */
const final = new Set([
  Code.InvalidArgument,
  Code.NotFound,
  Code.AlreadyExists,
  Code.PermissionDenied,
  Code.FailedPrecondition,
  Code.Unimplemented,
  Code.Unauthenticated,
]);

const isFinal = (error: Error): boolean => final.has(ConnectError.from(error).code);

/**
 * Milliseconds until a query is asked again, or false. Whatever is on the page comes back by itself when the server
 * does, and what is under way is followed, on the more `pages` the more seldom. The browser asks for nothing while the page cannot be seen.
 */
export const askAgainAfter = (error: Error | null, isBusy: boolean, pages = 1): number | false =>
  isUnreachable(error) ? 5_000 : isBusy ? 1_500 * pages : false;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => !isFinal(error) && failures < 4,
        retryDelay: (failures) => Math.min(500 * 2 ** failures, 5_000),
        refetchInterval: ({ state }) => askAgainAfter(state.error, false),
        // Our own server is reached over loopback or a private network, of which the browser's "offline" knows nothing.
        networkMode: "always",
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}
