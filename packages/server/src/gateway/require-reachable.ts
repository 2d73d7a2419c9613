// What a Namespace itself says about who may come, beside access rules: by which kind of credential, and from where.
import { Code } from "@connectrpc/connect";
import { quote, RemitError } from "../errors.ts";
import type { Way } from "./call.ts";
import type { GatewayCaller } from "./caller.ts";
import { admitsWay } from "./connectivity.ts";
import type { NamespaceSettings } from "./namespace-settings.ts";

/**
 * Asked after the access rules: whoever may not see the Namespace learns nothing of its settings.
 * @throws RemitError PERMISSION_DENIED
 */
export function requireReachable(
  { apiKeys, connectivityRules }: Pick<NamespaceSettings, "apiKeys" | "connectivityRules">,
  namespace: string,
  caller: GatewayCaller,
  way: Way,
): void {
  if (caller.kind !== "certificate" && !apiKeys)
    throw denied(
      namespace,
      "it takes client certificates only: API keys are switched off in its settings (api_key_auth)",
    );
  if (!admitsWay(connectivityRules, way))
    throw denied(
      namespace,
      way.kind === "public"
        ? "its connectivity rules let nobody in from the public side"
        : "its connectivity rules do not name the private endpoint that this call came through",
    );
}

const denied = (namespace: string, why: string): RemitError =>
  new RemitError(
    Code.PermissionDenied,
    "PERMISSION_DENIED",
    `permission denied: Namespace ${quote(namespace)}: ${why}.`,
    {
      metadata: { operation: "cloud.namespace.update", resource_type: "namespaces", resource_id: namespace },
    },
  );
