// What is under way about a Namespace or an endpoint, in words.
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";

export interface DescribedState {
  readonly label: string;
  readonly color: "teal" | "blue" | "red" | "gray";
  /** It changes by itself before long. */
  readonly busy: boolean;
}

const states: Readonly<Record<number, DescribedState>> = {
  [ResourceState.ACTIVATING]: { label: "Activating", color: "blue", busy: true },
  [ResourceState.ACTIVATION_FAILED]: { label: "Activation failed", color: "red", busy: false },
  [ResourceState.ACTIVE]: { label: "Active", color: "teal", busy: false },
  [ResourceState.UPDATING]: { label: "Updating", color: "blue", busy: true },
  [ResourceState.UPDATE_FAILED]: { label: "Update failed", color: "red", busy: false },
  [ResourceState.DELETING]: { label: "Deleting", color: "blue", busy: true },
  [ResourceState.DELETE_FAILED]: { label: "Deletion failed", color: "red", busy: false },
  [ResourceState.DELETED]: { label: "Deleted", color: "gray", busy: false },
  [ResourceState.SUSPENDED]: { label: "Suspended", color: "gray", busy: false },
  [ResourceState.EXPIRED]: { label: "Expired", color: "gray", busy: false },
};

/** A state that is newer than this page is shown and not followed. */
export const describeState = (state: ResourceState): DescribedState =>
  states[state] ?? { label: "Unknown", color: "gray", busy: false };

export const isBusy = ({ state }: { readonly state: ResourceState }): boolean => describeState(state).busy;

/** Why it can neither be edited nor deleted at the moment; null where it can. */
export const whyBusy = (resource: { readonly state: ResourceState }): string | null =>
  isBusy(resource) ? "A change of it is under way. It can be changed again when that has ended." : null;
