// The server blanks what others hold, and their invitations, for whoever does not administer users: what is blank must
// not be shown as if it were the case.
import { useCallback } from "react";
import { useMay } from "../../data/access-questions.ts";
import { useSession } from "../../data/session.ts";

/** Whether what is read of a principal says what it holds. One's own is always shown. */
export function useSeesAccess(): (id: string) => boolean {
  const { allowed } = useMay("cloud.user.update");
  const { session } = useSession();
  const ownId = session?.principalId;
  return useCallback((id) => allowed === true || id === ownId, [allowed, ownId]);
}
