import { create } from "@bufbuild/protobuf";
import { timestampFromDate, timestampFromMs } from "@bufbuild/protobuf/wkt";
import * as wire from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { describeChange, type Finding } from "@remit/responsibility";
import type { PolicyView } from "../authorize/view.ts";
import type { Deps } from "../resources/call.ts";
import { type DriftReport, getDrift } from "../resources/drift.ts";
import { toWireReason, toWireScope } from "../resources/wire-scope.ts";
import { toReason, toScope } from "./access.ts";
import { type ResponsibilityHandlers, read } from "./handlers.ts";

export const drift = (deps: Deps): ResponsibilityHandlers => ({
  getDrift: read(deps, async (_, call, request: wire.GetDriftRequest) => {
    const { page, report, counts, since } = await getDrift(deps, call, request);
    return {
      findings: page.items.map((finding) => toFinding(call.view, finding, report, since.get(finding.id))),
      nextPageToken: page.nextPageToken,
      counts,
      checkedAt: timestampFromDate(report.checkedAt),
    };
  }),
});

function toFinding(view: PolicyView, finding: Finding, { facts }: DriftReport, since?: Date): wire.Finding {
  const { id, kind, risk, text, team, responsibility, subject, grant, acknowledgement } = finding;
  return create(wire.FindingSchema, {
    id,
    kind,
    risk,
    text,
    teamId: team ?? "",
    responsibilityId: responsibility ?? "",
    ...(subject !== null && { subject: { id: subject.id, kind: subject.kind.replace("-", ""), name: subject.name } }),
    ...(grant !== null && { operation: grant.operation, scope: toScope(toWireScope(view, grant.scope)).scope }),
    reasons: finding.reasons.map((reason) => toReason(toWireReason(view, reason))),
    fix: finding.fix.map((change) => describeChange(change, facts)),
    ...(since && { since: timestampFromDate(since) }),
    ...(acknowledgement !== null && {
      acknowledgement: {
        reason: acknowledgement.reason,
        by: acknowledgement.by,
        until: timestampFromMs(acknowledgement.until),
      },
    }),
  });
}
