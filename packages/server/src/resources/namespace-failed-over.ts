// How a failover ends: the Namespace is served elsewhere, and the Nexus endpoints that lead to it are, too.
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import type { Tx } from "../store/database.ts";
import { updateNamespace } from "../store/namespaces.ts";
import { lockNexusEndpointsOfTarget, type NexusEndpointRow, updateNexusEndpoint } from "../store/nexus-endpoints.ts";
import { lockNamespaceOf } from "./namespace-transitions.ts";
import type { TransitionDeps } from "./transition.ts";
import { transitionIf } from "./transition-if.ts";

/** An endpoint as it was when it was copied to the server that takes over. */
export interface EndpointCopy {
  readonly id: string;
  /** Its id on the server that it leaves. */
  readonly before: string;
  /** What was applied then. */
  readonly spec: Uint8Array;
  /** The copy's id; null: it could not be made, and the failover does not wait for it. */
  readonly after: string | null;
}

/**
 * Another region serves it: the gateway sends its calls there from now on.
 * @param copies of the endpoints that lead to it; null: its server stays the same
 * @returns false: endpoints were changed since they were copied, so nothing was written and they are to be copied again
 */
export const namespaceFailedOver = (
  deps: TransitionDeps,
  uid: string,
  region: string,
  copies: readonly EndpointCopy[] | null,
): Promise<boolean> =>
  transitionIf(deps, { uid, writes: "policy", failure: null }, async (step) => {
    const row = await lockNamespaceOf(step);
    if (row === undefined) return true;
    if (copies !== null && !(await takeOver(step.tx, row.uid, copies))) return false;
    await updateNamespace(step.tx, row.uid, { state: ResourceState.ACTIVE, active_region: region, failure_reason: "" });
    step.touch("namespace", row.uid);
    return true;
  });

/**
 * One that an operation is still changing goes along as it is applied: that operation compares, too, and begins again on
 * the new server. One that is being made has no id yet, and is made there for the same reason.
 */
async function takeOver(tx: Tx, target: string, copies: readonly EndpointCopy[]): Promise<boolean> {
  const byId = new Map(copies.map((copy) => [copy.id, copy]));
  for (const row of await lockNexusEndpointsOfTarget(tx, target)) {
    if (row.server_id === "") continue;
    const copy = byId.get(row.id);
    if (copy === undefined || !isAsCopied(row, copy)) return false;
    if (copy.after !== null) await updateNexusEndpoint(tx, row.id, { server_id: copy.after });
  }
  return true;
}

/** By what is applied: the version moves when a change is accepted, and not when that has reached the server. */
const isAsCopied = (row: NexusEndpointRow, { before, spec }: EndpointCopy): boolean =>
  row.server_id === before && Buffer.compare(row.spec, spec) === 0;
