// What was granted beside what was used.
import {
  type ReviewAccessResponse_Entry as Entry,
  ResponsibilityService,
  type ReviewAccessResponse,
  type ReviewAccessResponse_Suggestion as Suggestion,
} from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { useWholeList } from "./all-pages.ts";

export type { Entry, Suggestion };

type Part =
  | { readonly kind: "entry"; readonly value: Entry }
  | { readonly kind: "ready" | "possible"; readonly value: Suggestion };

/** Suggestions come with the first page, and are one list with the entries until they are told apart. */
const pick = ({ entries, ready, possible }: ReviewAccessResponse): readonly Part[] => [
  ...entries.map((value) => ({ kind: "entry" as const, value })),
  ...ready.map((value) => ({ kind: "ready" as const, value })),
  ...possible.map((value) => ({ kind: "possible" as const, value })),
];

export function useAccessReview(days: number) {
  const list = useWholeList(ResponsibilityService.method.reviewAccess, { days }, pick);
  const suggestions = (kind: "ready" | "possible"): readonly Suggestion[] =>
    list.items.flatMap((part) => (part.kind === kind ? [part.value] : []));
  return {
    entries: { ...list, items: list.items.flatMap((part) => (part.kind === "entry" ? [part.value] : [])) },
    ready: suggestions("ready"),
    possible: suggestions("possible"),
  };
}
