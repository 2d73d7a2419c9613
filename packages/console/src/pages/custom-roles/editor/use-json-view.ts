// The JSON beside the switches: what is typed becomes the draft as soon as it can be read, and stays typed until then.

import type { RoleError } from "@remit/policy";
import { useState } from "react";
import type { RoleDraft } from "../draft/role-draft.ts";
import { type JsonProblem, type JsonReading, parseJsonText, placeInText, toJsonText } from "../draft/role-json.ts";

export interface JsonEditing {
  readonly text: string;
  readonly type: (text: string) => void;
  readonly problems: readonly JsonProblem[];
  readonly notes: readonly string[];
  /** It cannot be read, so the draft is not what stands there. */
  readonly isBroken: boolean;
  /** Back to the switches: what was read is written anew, what could not be read waits. */
  readonly close: () => void;
  /** The draft has become another one: the text is written anew from it. */
  readonly discard: () => void;
}

/** `errors` are those of the draft, in the wire's names. */
export function useJsonView(
  draft: RoleDraft,
  setDraft: (draft: RoleDraft) => void,
  errors: readonly RoleError[],
): JsonEditing {
  const [typed, setTyped] = useState<{ readonly text: string; readonly reading: JsonReading } | null>(null);
  const text = typed?.text ?? toJsonText(draft);
  const isBroken = typed !== null && "problems" in typed.reading;
  return {
    text,
    type: (next) => {
      const reading = parseJsonText(next);
      setTyped({ text: next, reading });
      if ("draft" in reading) setDraft(reading.draft);
    },
    problems:
      isBroken && "problems" in typed.reading
        ? typed.reading.problems
        : errors.map((error) => placeInText(text, error)),
    notes: typed !== null && "draft" in typed.reading ? typed.reading.notes : [],
    isBroken,
    close: () => {
      if (!isBroken) setTyped(null);
    },
    discard: () => setTyped(null),
  };
}
