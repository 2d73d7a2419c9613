// The state of one role on the page: what is typed, what it is based on, and what happens when somebody else was faster.
import { Code } from "@connectrpc/connect";
import type { CustomRole } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { useRef, useState } from "react";
import { useSaveRole } from "../../../data/custom-roles.ts";
import { describeError } from "../../../data/describe-error.ts";
import { mergeDrafts } from "../draft/merge.ts";
import { emptyDraft, fromSpec, isSameRole, type RoleDraft, toSpec } from "../draft/role-draft.ts";

/** What the draft is based on; null for a role that does not exist yet. */
export interface Base {
  readonly id: string;
  readonly resourceVersion: string;
  readonly draft: RoleDraft;
}

/** What came of somebody else's change. */
export type Meeting =
  | { readonly kind: "merged"; readonly theirs: readonly string[] }
  | {
      readonly kind: "conflict";
      readonly conflicts: readonly string[];
      readonly mine: RoleDraft;
      readonly latest: Base;
    };

export const toBase = ({ id, resourceVersion, spec }: CustomRole): Base => ({
  id,
  resourceVersion,
  draft: fromSpec(spec ?? { name: "", description: "", permissions: [] }),
});

export interface RoleEditing {
  readonly draft: RoleDraft;
  readonly setDraft: (draft: RoleDraft) => void;
  readonly base: Base | null;
  /** Asked at the moment of leaving: saving clears it right before. */
  readonly isDirty: () => boolean;
  /** Somebody else has saved the role since. */
  readonly isStale: boolean;
  readonly takeIn: () => void;
  readonly meeting: Meeting | null;
  /** Ends a conflict: with what is typed here, or with what is stored. */
  readonly settle: (with_: "mine" | "theirs") => void;
  readonly busy: boolean;
  readonly error: Error | null;
  /** Resolves with the role's id when it is saved. */
  readonly save: () => Promise<string | null>;
  /** As a new role, since the one that was edited is gone. */
  readonly startAnew: () => void;
}

/** A newer version is told by `meeting`, the session's end by the dialog that lets one sign in again. */
function isShownElsewhere(error: Error): boolean {
  const { reason, code } = describeError(error);
  return reason === "VERSION_MISMATCH" || reason === "NOTHING_TO_CHANGE" || code === Code.Unauthenticated;
}

/** `stored` is the role as last read, and null for a new one; `read` reads it again. */
export function useRoleEditor(stored: CustomRole | null, read: () => Promise<CustomRole | null>): RoleEditing {
  const [base, setBase] = useState<Base | null>(() => (stored === null ? null : toBase(stored)));
  const [draft, setDraft] = useState<RoleDraft>(() => base?.draft ?? emptyDraft);
  const [meeting, setMeeting] = useState<Meeting | null>(null);
  const saved = useRef(false);
  const { run, busy, error, reset } = useSaveRole();
  const dirty = !isSameRole(draft, base?.draft ?? emptyDraft);
  const isStale = stored !== null && base !== null && stored.resourceVersion !== base.resourceVersion;

  // Whoever has changed nothing simply sees the newer role.
  if (isStale && !dirty && meeting === null) {
    setBase(toBase(stored));
    setDraft(toBase(stored).draft);
  }

  const takeIn = (latest: CustomRole) => {
    const theirs = toBase(latest);
    const { merged, theirs: changes, conflicts } = mergeDrafts(base?.draft ?? emptyDraft, draft, theirs.draft);
    if (conflicts.length > 0) {
      setMeeting({ kind: "conflict", conflicts, mine: merged, latest: theirs });
      return;
    }
    setBase(theirs);
    setDraft(merged);
    setMeeting({ kind: "merged", theirs: changes });
  };

  const settle = (side: "mine" | "theirs") => {
    if (meeting?.kind !== "conflict") return;
    setBase(meeting.latest);
    setDraft(side === "mine" ? meeting.mine : meeting.latest.draft);
    setMeeting(null);
  };

  const save = async (): Promise<string | null> => {
    try {
      const id = await run({ spec: toSpec(draft), stored: base });
      saved.current = true;
      return id;
    } catch (thrown) {
      // The reason stays on the page as `error`; only these two are acted upon.
      const { reason } = describeError(thrown);
      if (reason === "NOTHING_TO_CHANGE" && base !== null) {
        saved.current = true;
        return base.id;
      }
      if (reason === "VERSION_MISMATCH") {
        const latest = await read();
        if (latest !== null) takeIn(latest);
      }
      return null;
    }
  };

  return {
    draft,
    setDraft,
    base,
    isDirty: () => dirty && !saved.current,
    // Until the page is left, what was saved here is newer than what it was based on, and nobody else's.
    isStale: isStale && dirty && !saved.current && meeting?.kind !== "conflict",
    takeIn: () => {
      if (stored !== null) takeIn(stored);
    },
    meeting,
    settle,
    busy,
    error: error === null || isShownElsewhere(error) ? null : error,
    save,
    startAnew: () => {
      setBase(null);
      reset();
    },
  };
}
