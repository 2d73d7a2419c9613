// Findings of the drift report that somebody accepts for a time, with a reason.
import { timestampDate } from "@bufbuild/protobuf/wkt";
import type {
  AcknowledgeDriftRequest,
  WithdrawAcknowledgementRequest,
} from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { notFound } from "../errors.ts";
import { deleteAcknowledgement, saveAcknowledgement } from "../store/acknowledgements.ts";
import { requireText } from "./checks.ts";
import { findDriftNow } from "./drift.ts";
import type { Mutation, Outcome } from "./mutation.ts";
import { requireEnd } from "./until.ts";

const longestDays = 366;

/** Only what is found now can be accepted: a mistyped id would silence nothing, or worse, something to come. */
export async function acknowledgeDrift(mutation: Mutation, request: AcknowledgeDriftRequest): Promise<Outcome> {
  const { tx, deps, now } = mutation;
  const { findingId, reason } = request;
  requireText(reason, "reason", { max: 1_000 });
  const until = requireEnd(request.until && timestampDate(request.until), "until", now, longestDays);
  const { findings } = await findDriftNow(tx, deps.limits, now);
  const finding = findings.find(({ id }) => id === findingId);
  if (finding === undefined) throw notFound("finding", findingId);
  await saveAcknowledgement(tx, {
    finding_id: findingId,
    reason,
    principal_id: mutation.principalId,
    created_at: now,
    until,
  });
  mutation.about("findings", findingId, { finding: finding.text, reason, until: until.toISOString() });
  return {};
}

export async function withdrawAcknowledgement(
  mutation: Mutation,
  { findingId }: WithdrawAcknowledgementRequest,
): Promise<Outcome> {
  const row = await deleteAcknowledgement(mutation.tx, findingId);
  if (row === undefined) throw notFound("acknowledgement of finding", findingId);
  mutation.about("findings", findingId, { withdrawn: row.reason });
  return {};
}
