// Tells when Remit does not answer, and goes when it does again. What is on the page stays there meanwhile.
import { Alert } from "@mantine/core";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useSyncExternalStore } from "react";
import { isUnreachable } from "../data/describe-error.ts";

export function ConnectionNotice() {
  const isAway = useIsAway();
  if (!isAway) return null;
  return (
    <Alert
      color="yellow"
      icon={<IconPlugConnectedX aria-hidden />}
      title="Remit cannot be reached"
      mb="md"
      role="status"
    >
      What you see may be out of date. The page tries again by itself.
    </Alert>
  );
}

function useIsAway(): boolean {
  const cache = useQueryClient().getQueryCache();
  const listen = useCallback((changed: () => void) => cache.subscribe(changed), [cache]);
  return useSyncExternalStore(listen, () =>
    cache.getAll().some((query) => query.isActive() && isUnreachable(query.state.fetchFailureReason)),
  );
}
