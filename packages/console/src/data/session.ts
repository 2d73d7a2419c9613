// Who is signed in. The session's token is a cookie that no script can read; what is kept here is what the server tells.
import { Code, ConnectError } from "@connectrpc/connect";
import { createConnectQueryKey, useMutation, useQuery, useTransport } from "@connectrpc/connect-query";
import { type Session, SessionService } from "@remit/protocol/gen/remit/v1/session_pb.ts";
import { useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";

const { createSession, getSession, endSession } = SessionService.method;

/** Told by the transport, read by the shell: some answer has said that there is no session any more. */
export class SignedOutNotice {
  #isSignedOut = false;
  #signIns = 0;
  readonly #listeners = new Set<() => void>();

  /** A call that began before somebody signed in says nothing about the session that they have now. */
  watch(): () => void {
    const before = this.#signIns;
    return () => {
      if (before === this.#signIns) this.#set(true);
    };
  }

  signedIn(): void {
    this.#signIns++;
    this.#set(false);
  }

  #set(isSignedOut: boolean): void {
    if (this.#isSignedOut === isSignedOut) return;
    this.#isSignedOut = isSignedOut;
    for (const listener of this.#listeners) listener();
  }

  readonly get = (): boolean => this.#isSignedOut;

  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

export const signedOutNotice = new SignedOutNotice();

export const useIsSignedOut = (): boolean => useSyncExternalStore(signedOutNotice.listen, signedOutNotice.get);

/** `session` undefined: not known yet; null: nobody is signed in. */
export function useSession(): { readonly session: Session | null | undefined; readonly error: Error | null } {
  const { data, error } = useQuery(
    getSession,
    {},
    // Asking does not prolong the session, so that one that has ended is noticed before something typed is sent.
    { staleTime: 60_000, refetchInterval: 60_000, refetchOnWindowFocus: "always" },
  );
  if (data?.session !== undefined) return { session: data.session, error: null };
  const isSignedOut = error !== null && ConnectError.from(error).code === Code.Unauthenticated;
  return { session: isSignedOut ? null : undefined, error: isSignedOut ? null : error };
}

/** What the server told one person is not shown to the next. */
export function useSignIn() {
  const client = useQueryClient();
  const transport = useTransport();
  const queryKey = createConnectQueryKey({ schema: getSession, input: {}, transport, cardinality: "finite" });
  return useMutation(createSession, {
    onSuccess: async ({ session }) => {
      const before = client.getQueryData<{ session?: Session }>(queryKey)?.session;
      signedOutNotice.signedIn();
      const isSame = before?.principalId === session?.principalId;
      await (isSame ? client.invalidateQueries() : client.resetQueries());
    },
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation(endSession, { onSuccess: () => client.clear() });
}
