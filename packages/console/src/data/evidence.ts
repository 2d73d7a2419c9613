// Whether each responsibility is carried out, and what people attest.
import { useMutation, useQuery } from "@connectrpc/connect-query";
import {
  type GetEvidenceResponse,
  ResponsibilityService,
  type GetEvidenceResponse_Row as RowEvidence,
} from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { useQueryClient } from "@tanstack/react-query";

const { getEvidence, attest, withdrawAttestation } = ResponsibilityService.method;

export type { RowEvidence };

export const evidenceStates = ["red", "amber", "unknown", "green"] as const;

export type EvidenceState = (typeof evidenceStates)[number];

/** A newer server's state that is not known here is not known. */
export const toEvidenceState = (state: string | undefined): EvidenceState =>
  evidenceStates.find((one) => one === state) ?? "unknown";

const byRow = ({ rows }: GetEvidenceResponse): ReadonlyMap<string, RowEvidence> =>
  new Map(rows.map((row) => [row.responsibilityId, row]));

/** Looks again every minute: the board is left open on screens. */
export const useEvidence = () => useQuery(getEvidence, {}, { select: byRow, refetchInterval: 60_000 });

export function useAttestations() {
  const client = useQueryClient();
  const options = { onSuccess: () => client.invalidateQueries() };
  return { attest: useMutation(attest, options), withdraw: useMutation(withdrawAttestation, options) };
}
