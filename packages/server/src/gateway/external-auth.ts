// The same decisions for those who run temporal-proxy: its external authorization asks here about each call. The proxy
// shows a call's method, its Namespace and the caller's credential, and not the request. So whatever a request of that
// method may reach must be held, and what only the request tells (another Namespace, an endpoint) is not decided here.
import { Code } from "@connectrpc/connect";
import { refusedOnDataPlane } from "../authenticate/bearer.ts";
import { permissionDenied } from "../authorize/refusal.ts";
import { RemitError } from "../errors.ts";
import { type AuthRequest, readAuthRequest, writeAuthResponse } from "./auth-messages.ts";
import type { CallHead } from "./call.ts";
import { listNamespacesPath } from "./cluster-reads.ts";
import { holderOf } from "./holder.ts";
import { type JudgeDeps, judge } from "./judge.ts";
import { keyOf } from "./judging.ts";
import type { LimitCalls } from "./limit-calls.ts";
import type { NamespacesSettings } from "./namespace-settings.ts";
import { possibleNeeds } from "./possible-needs.ts";
import { requireRoute } from "./route.ts";
import type { Who } from "./who.ts";

export const authPath = "/api.auth.v1.AuthService/Auth";

export interface ExternalAuthDeps extends JudgeDeps {
  readonly settings: Pick<NamespacesSettings, "find" | "acceptsAnywhere">;
  readonly who: Pick<Who, "identify" | "isStillGood">;
  readonly limits: LimitCalls;
  readonly now: () => Date;
}

/** A verdict is an answer; what keeps us from one is an error, which the proxy passes on. */
const verdicts: ReadonlySet<Code> = new Set([
  Code.PermissionDenied,
  Code.Unauthenticated,
  Code.InvalidArgument,
  Code.Unimplemented,
]);

/**
 * An AuthResponse. @param head of the proxy's own call
 * @throws RemitError when nothing could be decided
 */
export async function answerAuth(deps: ExternalAuthDeps, head: CallHead, message: Buffer): Promise<Uint8Array> {
  try {
    await requireAllowed(deps, head, readAuthRequest(message));
    return writeAuthResponse(null);
  } catch (error) {
    if (error instanceof RemitError && verdicts.has(error.code)) return writeAuthResponse(error.message);
    throw error;
  }
}

async function requireAllowed(deps: ExternalAuthDeps, { peer }: CallHead, asked: AuthRequest): Promise<void> {
  const route = requireRoute(asked.path);
  const header = { authorization: onlyCredential(asked) };
  // The proxy's certificate is the proxy's.
  const caller = await deps.who.identify({ header, peer: { ...peer, certificates: null } }, deps.now());
  // As if the caller had come here itself.
  deps.limits.takePrincipal(keyOf(caller), performance.now());
  const needs = route.shape === null ? [] : possibleNeeds(route.shape);
  const request = {
    namespace: asked.namespace,
    namespaceId: "",
    taskToken: null,
    inner: [],
    needs: needs.map((operation) => ({ operation, namespace: null })),
    endpoints: [],
  };
  const holder = holderOf(caller, deps.settings);
  const judgement = judge(deps, { caller, holder, way: peer.way, route, request }, deps.now());
  // Its answer would have to be cut down to what the caller may see, which a proxy does not do.
  if (route.path === listNamespacesPath) throw permissionDenied("temporal.namespace.describe", "namespaces", "");
  if (judgement.kind !== "forward") return;
  deps.limits.takeNamespace({ name: judgement.id, units: judgement.units }, 0, performance.now());
}

/** @throws RemitError UNAUTHENTICATED */
function onlyCredential({ credentials }: AuthRequest): string {
  const values = credentials.flatMap(({ header, values }) => (header === "authorization" ? values : []));
  const [only] = values;
  if (only === undefined || values.length > 1) throw refusedOnDataPlane();
  return only;
}
