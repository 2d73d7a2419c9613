// The order in which a call on the data plane is judged, each position with its reason. A fault anywhere refuses.
import { refusedOnDataPlane } from "../authenticate/bearer.ts";
import type { Admission, CallHead, Gate, Maybe, Verdict } from "./call.ts";
import { cutDetails } from "./cut-details.ts";
import { answerAuth, authPath } from "./external-auth.ts";
import { holderOf } from "./holder.ts";
import { Judging, type JudgingDeps, keyOf, type RoutedCall } from "./judging.ts";
import type { NamespacesSettings } from "./namespace-settings.ts";
import { principalOf } from "./principal.ts";
import { type RefuseCallDeps, refuseCall } from "./refuse-call.ts";
import { methodOf, type Route, requireRoute } from "./route.ts";
import type { GatewayCaller, Who } from "./who.ts";
import { readFrame } from "./wire/frame.ts";

export interface GateDeps extends JudgingDeps {
  readonly who: Pick<Who, "identify" | "isStillGood" | "nameOf">;
  readonly settings: Pick<NamespacesSettings, "find" | "acceptsAnywhere">;
  readonly refusals: RefuseCallDeps;
}

/** What was found from the headers alone. */
export type Admitted =
  | { readonly kind: "health" }
  /** temporal-proxy asks about a call of somebody else's. */
  | { readonly kind: "external-auth"; readonly caller: GatewayCaller }
  | ({ readonly kind: "call" } & RoutedCall);

const healthPath = "/grpc.health.v1.Health/Check";
/** HealthCheckResponse with SERVING. */
const serving = Buffer.from([0x08, 0x01]);

export function createGate(deps: GateDeps): Gate<Admitted> {
  return {
    admit(head) {
      try {
        // 1. A flood from one address ends before anything is looked up for it.
        deps.limits.takeAddress(head.peer.address, performance.now());
        if (head.path === healthPath) return { kind: "admitted", caller: { kind: "health" } };
        // 2. What is not known is not asked for by anybody.
        const route = head.path === authPath ? null : requireRoute(head.path);
        // 3. Who: before the body is read, so that a stranger costs one digest and one look-up.
        const toAdmission = (caller: GatewayCaller): Admission<Admitted> => admit(deps, route, caller);
        const found = deps.who.identify(head, deps.now());
        if (!(found instanceof Promise)) return toAdmission(found);
        return found.then(toAdmission).catch((error: unknown) => refuseHead(deps, error, head));
      } catch (error) {
        return refuseHead(deps, error, head);
      }
    },
    decide(admitted, head, frame) {
      try {
        const verdict = decide(deps, admitted, head, frame);
        if (!(verdict instanceof Promise)) return verdict;
        return verdict.catch((error: unknown) => refuse(deps, error, admitted, head));
      } catch (error) {
        return refuse(deps, error, admitted, head);
      }
    },
  };
}

/** @param route null: temporal-proxy asks */
function admit(deps: GateDeps, route: Route | null, caller: GatewayCaller): Admission<Admitted> {
  // Anybody can make a certificate: the body of one that nobody accepts is not read.
  if (caller.kind === "certificate" && !deps.settings.acceptsAnywhere(caller.certificate, deps.now().getTime()))
    throw refusedOnDataPlane();
  if (route === null) return { kind: "admitted", caller: { kind: "external-auth", caller } };
  return { kind: "admitted", caller: { kind: "call", route, caller, holder: holderOf(caller, deps.settings) } };
}

function decide(deps: GateDeps, admitted: Admitted, head: CallHead, frame: Buffer): Maybe<Verdict> {
  if (admitted.kind === "call") return new Judging(deps, admitted, head, frame).start();
  if (admitted.kind === "external-auth") return decideForProxy(deps, admitted.caller, head, frame);
  // Ready while access rules are confirmed.
  deps.snapshots.current();
  return { kind: "answer", message: serving };
}

async function decideForProxy(deps: GateDeps, proxy: GatewayCaller, head: CallHead, frame: Buffer): Promise<Verdict> {
  deps.limits.takePrincipal(keyOf(proxy), performance.now());
  // Nobody vouches for a certificate but a Namespace for itself, and the proxy asks about all of them.
  const isKnown =
    proxy.kind === "principal" &&
    holderOf(proxy, deps.settings).isActive(deps.snapshots.current(), deps.now().getTime());
  if (!isKnown) throw refusedOnDataPlane();
  return { kind: "answer", message: await answerAuth(deps, head, readFrame(frame, head.header["grpc-encoding"])) };
}

async function refuse(deps: GateDeps, error: unknown, admitted: Admitted, head: CallHead): Promise<Verdict> {
  const principal = principalOf(admitted.kind === "health" ? null : admitted.caller, deps.nameOf);
  const refused = { method: methodOf(head.path), principal, address: head.peer.address };
  return { kind: "refuse", status: cutDetails(await refuseCall(deps.refusals, error, refused), head) };
}

async function refuseHead(deps: GateDeps, error: unknown, head: CallHead): Promise<Admission<Admitted>> {
  const principal = principalOf(null, deps.nameOf);
  const refused = { method: methodOf(head.path), principal, address: head.peer.address };
  return { kind: "refused", status: cutDetails(await refuseCall(deps.refusals, error, refused), head) };
}
