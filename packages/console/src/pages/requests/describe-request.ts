// A request in words, and what can be done with it.
import type { Request } from "@remit/protocol/gen/remit/v1/requests_pb.ts";

/** The name of a project or a custom role, as far as the reader sees it. */
export type NameOf = (id: string) => string;

/** What is asked for, as its title. */
export function describeWanted({ what }: Request, nameOf: NameOf = (id) => id): string {
  if (what.case === "namespace") return `Namespace ${what.value.name} in ${what.value.region}`;
  const wanted = what.value?.wanted;
  switch (wanted?.case) {
    case "namespaceAccess":
      return `${titleOf(wanted.value.permission)} on Namespace ${wanted.value.namespace}`;
    case "projectAccess":
      return `${titleOf(wanted.value.role)} on project ${nameOf(wanted.value.projectId)}`;
    case "customRoleId":
      return `Custom role ${nameOf(wanted.value)}`;
    case undefined:
      return "Something that this page does not know: a newer kind of request";
  }
}

const titleOf = (word: string): string => `${word[0]?.toUpperCase() ?? ""}${word.slice(1)}`;

const states: Readonly<Record<string, string>> = {
  pending: "Waits for a decision",
  approved: "Approved",
  declined: "Declined",
  withdrawn: "Withdrawn",
  lapsed: "Lapsed",
  ended: "Ended",
  failed: "Failed",
};

export const describeState = (state: string): string => states[state] ?? state;

export interface PossibleSteps {
  readonly decide: boolean;
  readonly withdraw: boolean;
  readonly end: boolean;
  readonly renew: boolean;
}

/** By the rules that stand in the request itself; the server has the last word on each. */
export function findSteps(request: Request, principalId: string): PossibleSteps {
  const { state, requesterId, approverIds, decisions, what } = request;
  const isMine = requesterId === principalId;
  const isPending = state === "pending";
  const isHeld = state === "approved" && what.case === "access";
  const mayDecide = approverIds.includes(principalId) && !isMine;
  return {
    decide: isPending && mayDecide && !decisions.some(({ userId }) => userId === principalId),
    withdraw: isPending && isMine,
    end: isHeld && (isMine || mayDecide),
    renew: isHeld && isMine,
  };
}
