import type { Connection } from "@temporalio/client";
import { registerNamespace, type TemporalNamespace } from "./namespaces.ts";

/** Where the control plane's own workflows run. No user can create, adopt or reach a Namespace of this name. */
export const systemNamespace = "remit-system";

/** Finished operations are read from the store; their histories are kept a week for whoever looks into a failure. */
const retentionDays = 7;

export function registerSystemNamespace(connection: Connection): Promise<TemporalNamespace> {
  return registerNamespace(connection, {
    name: systemNamespace,
    retentionDays,
    description: "Remit's own workflows: the operations that bring Temporal to the desired state.",
  });
}
