// What a Namespace itself says about who may come, beside access rules: by which kind of credential, and from where.
import { Code } from "@connectrpc/connect";
import { quote, RemitError } from "../errors.ts";
import type { Way } from "./call.ts";
import { admitsWay } from "./connectivity.ts";
import type { NamespaceSettings } from "./namespace-settings.ts";
import { type GatewayCaller, requireTakesCredential } from "./who.ts";

/**
 * Asked after the access rules: whoever may not see the Namespace learns nothing of its settings.
 * @throws RemitError PERMISSION_DENIED
 */
export function requireReachable(
  settings: NamespaceSettings,
  namespace: string,
  caller: Pick<GatewayCaller, "kind">,
  way: Way,
): void {
  if (caller.kind === "principal") requireTakesCredential(settings, namespace);
  if (admitsWay(settings.connectivityRules, way)) return;
  const rules = "permission denied: the connectivity rules of Namespace";
  throw new RemitError(
    Code.PermissionDenied,
    "PERMISSION_DENIED",
    way.kind === "public"
      ? `${rules} ${quote(namespace)} let nobody in from the public side.`
      : `${rules} ${quote(namespace)} do not name the private endpoint that this call came through.`,
    { metadata: { operation: "cloud.namespace.update", resource_type: "namespaces", resource_id: namespace } },
  );
}
