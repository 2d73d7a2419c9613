// What a Temporal server does when a request is approved for the last time: for a Namespace, what CreateNamespace would.
import type { Applier } from "./applier.ts";
import { newNamespace } from "./namespaces.ts";

export const requestAppliers: Readonly<Record<string, Applier>> = { ApproveRequest: newNamespace };
