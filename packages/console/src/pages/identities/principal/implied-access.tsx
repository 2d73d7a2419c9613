// What no access map says: what comes with having made a Namespace, and what was given for a time.
import type { Reason } from "@remit/protocol/gen/remit/v1/access_pb.ts";
import { Reasons } from "../../../components/reasons.tsx";
import { type Holding, useHeldPermissions } from "../../../data/access-questions.ts";
import { Section } from "./section.tsx";

/** Nothing where there is none, and where the caller may not ask. */
export function ImpliedAccess({ of }: { readonly of: Holding }) {
  const { data } = useHeldPermissions(of);
  const through = of.kind === "group" ? of.id : "";
  const implied = new Map<string, Reason>();
  for (const { reasons } of data?.entries ?? [])
    for (const reason of reasons)
      if ((reason.kind === "creator" || reason.kind === "temporary") && reason.groupId === through)
        implied.set(reason.text, reason);
  if (implied.size === 0) return null;
  return (
    <Section title="By itself, or for a time">
      <Reasons reasons={[...implied.values()]} />
    </Section>
  );
}
