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

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => !isFinal(error) && failures < 4,
        retryDelay: (failures) => Math.min(500 * 2 ** failures, 5_000),
        // Whatever is on the page comes back by itself when the server does.
        refetchInterval: ({ state }) => (isUnreachable(state.error) ? 5_000 : false),
        // Our own server is reached over loopback or a private network, of which the browser's "offline" knows nothing.
        networkMode: "always",
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}
