// The data-plane part of the Namespace levels, so that the cover rule can tell Read from Write from Admin.
import { permission } from "./permission.ts";

const REASON = "it marks a Namespace level; give Namespace access instead";

export const dataPlanePermissions = [
  permission("temporal.namespace.read", "read", ["namespaces"], "Read workflows and their contents in a Namespace", {
    nameIsOurs: true,
    reasonNotGrantable: REASON,
  }),
  permission("temporal.namespace.write", "write", ["namespaces"], "Run workflows and workers in a Namespace", {
    nameIsOurs: true,
    reasonNotGrantable: REASON,
  }),
] as const;
