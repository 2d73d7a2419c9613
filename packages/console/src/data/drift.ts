// Where responsibility and access disagree.
import { useMutation, useQuery } from "@connectrpc/connect-query";
import {
  type Finding,
  type GetDriftResponse,
  ResponsibilityService,
} from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { useQueryClient } from "@tanstack/react-query";
import { useWholeList, type WholeList } from "./all-pages.ts";

const { getDrift, acknowledgeDrift, withdrawAcknowledgement } = ResponsibilityService.method;

export const risks = ["high", "medium", "low"] as const;

const pick = ({ findings }: GetDriftResponse): readonly Finding[] => findings;

/** Riskiest first, accepted ones too. */
export const useDrift = (): WholeList<Finding> => useWholeList(getDrift, { includeAcknowledged: true }, pick);

/** How many there are that nobody accepted, by risk, without fetching them. */
export const useDriftCounts = () => useQuery(getDrift, { pageSize: 1 }, { select: ({ counts }) => counts });

export function useAcknowledgements() {
  const client = useQueryClient();
  const options = { onSuccess: () => client.invalidateQueries() };
  return {
    acknowledge: useMutation(acknowledgeDrift, options),
    withdraw: useMutation(withdrawAcknowledgement, options),
  };
}
