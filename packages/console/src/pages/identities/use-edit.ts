// Editing what others may be editing, too: the change is based on the version that was loaded, a newer one is never
// overwritten unseen, and nothing typed is lost when there is one.

import { useRef, useState } from "react";
import { type Change, type CloudClient, useChange } from "../../data/change.ts";
import { describeError } from "../../data/describe-error.ts";

export interface EditOptions<Resource, Draft> {
  readonly loaded: Resource;
  readonly toDraft: (resource: Resource) => Draft;
  readonly merge: (base: Draft, mine: Draft, theirs: Draft) => Draft;
  readonly save: (cloud: CloudClient, base: Resource, draft: Draft, asyncOperationId: string) => Promise<unknown>;
  /** As it is now. */
  readonly read: (cloud: CloudClient) => Promise<Resource | undefined>;
  readonly done: string;
}

export interface Edit<Draft> {
  readonly draft: Draft;
  readonly setDraft: (draft: Draft) => void;
  readonly isDirty: boolean;
  /** What is edited, by its version; asked whether something is unsaved, saving is known at once. */
  readonly version: string;
  readonly isUnsaved: () => boolean;
  readonly change: Change<null, unknown>;
  /** Somebody else saved meanwhile. */
  readonly isOutdated: boolean;
  /** Puts what was changed here on top of what is stored now; nothing is saved by it. */
  readonly takeOver: Change<null, unknown>;
}

export function useEdit<Resource extends { readonly resourceVersion: string }, Draft>(
  options: EditOptions<Resource, Draft>,
): Edit<Draft> {
  const { loaded, toDraft, merge, save, read, done } = options;
  const [base, setBase] = useState(loaded);
  const [draft, setDraft] = useState(() => toDraft(loaded));
  const saved = useRef(false);
  const change = useChange(
    async (cloud, _nothing: null, asyncOperationId) => {
      try {
        await save(cloud, base, draft, asyncOperationId);
      } catch (error) {
        // It reads like this already, so that saving it has come true.
        if (describeError(error).reason !== "NOTHING_TO_CHANGE") throw error;
      }
      saved.current = true;
    },
    () => done,
  );
  const takeOver = useChange(
    async (cloud, _nothing: null) => {
      const theirs = await read(cloud);
      if (theirs === undefined) return;
      setDraft(merge(toDraft(base), draft, toDraft(theirs)));
      setBase(theirs);
      change.reset();
    },
    () => null,
  );
  const isOutdated = change.error !== null && describeError(change.error).reason === "VERSION_MISMATCH";
  const isDirty = JSON.stringify(draft) !== JSON.stringify(toDraft(base));
  const { resourceVersion: version } = base;
  const isUnsaved = (): boolean => isDirty && !saved.current;
  return { draft, setDraft, isDirty, version, isUnsaved, change, isOutdated, takeOver };
}
