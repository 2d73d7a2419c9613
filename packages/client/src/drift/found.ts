// Findings in one shape to print: the server's, which knows more than the API tells, or our own.
import { timestampDate } from "@bufbuild/protobuf/wkt";
import type * as wire from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { describeChange, type Facts, type Finding, type Risk } from "@remit/responsibility";
import type { Clients } from "../clients.ts";
import { readAllPages } from "../pages.ts";
import { ifServed } from "../served.ts";

export interface Found {
  readonly id: string;
  readonly kind: string;
  readonly risk: string;
  readonly text: string;
  /** What would mend it, in words. */
  readonly fix: readonly string[];
  readonly acknowledged: { readonly reason: string; readonly by: string; readonly until: string } | null;
}

export const risks: readonly Risk[] = ["high", "medium", "low"];

/** Null: the server is not Remit's own. */
export const readServerDrift = (
  { responsibility }: Clients,
  includeAcknowledged: boolean,
): Promise<readonly wire.Finding[] | null> =>
  ifServed(
    readAllPages(async (pageToken) => {
      const { findings, nextPageToken } = await responsibility.getDrift({ includeAcknowledged, pageToken });
      return { items: findings, nextPageToken };
    }),
  );

export function fromServer({ id, kind, risk, text, fix, acknowledgement }: wire.Finding): Found {
  const { reason = "", by = "", until } = acknowledgement ?? {};
  const end = until === undefined ? "" : timestampDate(until).toISOString();
  return { id, kind, risk, text, fix, acknowledged: acknowledgement === undefined ? null : { reason, by, until: end } };
}

export const fromHere = ({ id, kind, risk, text, fix }: Finding, facts: Facts): Found => ({
  id,
  kind,
  risk,
  text,
  fix: fix.map((change) => describeChange(change, facts)),
  acknowledged: null,
});

/** Equal for one finding of the server and of ours: ids say how Namespaces are called inside. */
export const sameKey = ({ kind, text }: Pick<Found, "kind" | "text">): string => JSON.stringify([kind, text]);
