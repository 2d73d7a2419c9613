import { create } from "@bufbuild/protobuf";
import * as wire from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { describeChange, type Facts, type Suggestion } from "@remit/responsibility";
import { getAccessReview, type ReviewEntry } from "../resources/access-review.ts";
import type { Deps } from "../resources/call.ts";
import { type ResponsibilityHandlers, read } from "./handlers.ts";

export const accessReview = (deps: Deps): ResponsibilityHandlers => ({
  reviewAccess: read(deps, async (_, call, request: wire.ReviewAccessRequest) => {
    const { page, facts, suggestions } = await getAccessReview(deps, call, request);
    const toSuggestions = (list: readonly Suggestion[] = []) => list.map((one) => toSuggestion(one, facts));
    return {
      entries: page.items.map((entry) => toEntry(entry, facts)),
      nextPageToken: page.nextPageToken,
      ready: toSuggestions(suggestions?.ready),
      possible: toSuggestions(suggestions?.possible),
    };
  }),
});

function toEntry({ kind, review }: ReviewEntry, { policy }: Facts): wire.ReviewAccessResponse_Entry {
  const { id, name, used, unused, notKnown } = review;
  const who =
    kind === "role"
      ? { roleId: id, roleName: name }
      : { principal: { id, name, kind: policy.principals.find((principal) => principal.id === id)?.kind ?? "" } };
  return create(wire.ReviewAccessResponse_EntrySchema, {
    ...who,
    used: [...used],
    unused: [...unused],
    notKnown: [...notKnown],
  });
}

const toSuggestion = ({ change, why, unlessUsed }: Suggestion, facts: Facts): wire.ReviewAccessResponse_Suggestion =>
  create(wire.ReviewAccessResponse_SuggestionSchema, {
    change: describeChange(change, facts),
    why,
    unlessUsed: [...unlessUsed],
  });
