// The order in which a call on the data plane is judged, each position with its reason. A fault anywhere refuses.
import { unavailable } from "../errors.ts";
import { newId } from "../store/ids.ts";
import { countActions, countAnswered } from "./actions.ts";
import {
  type Admission,
  type CallHead,
  type Forward,
  type Gate,
  grpcStatus,
  type Maybe,
  type Verdict,
} from "./call.ts";
import { answerListNamespaces, type ListOfServers, listNamespacesPath } from "./cluster-reads.ts";
import { type Holder, holds, readRequest } from "./decide.ts";
import { certificateHolder, principalHolder } from "./holder.ts";
import { type Asked, type JudgeDeps, type Judgement, judge } from "./judge.ts";
import type { LimitCalls } from "./limit-calls.ts";
import type { GatewayMetrics } from "./metrics.ts";
import type { NamespaceIds } from "./namespace-ids.ts";
import { principalOf } from "./principal.ts";
import type { CallRecorder } from "./record-call.ts";
import { type RefuseCallDeps, refuseCall } from "./refuse-call.ts";
import { methodOf, type Route, requireRoute } from "./route.ts";
import type { Request } from "./scan.ts";
import type { SecondLock } from "./second-lock/second-lock.ts";
import { readSubject } from "./subject.ts";
import { readTokenNamespaceId } from "./task-token.ts";
import { toStatus } from "./to-status.ts";
import type { GatewayCaller, Who } from "./who.ts";
import { readFrame } from "./wire/frame.ts";

export interface GateDeps extends JudgeDeps {
  readonly who: Pick<Who, "identify" | "isStillGood" | "nameOf">;
  readonly nameOf: (principalId: string) => string;
  readonly ids: Pick<NamespaceIds, "nameOf" | "find">;
  readonly limits: LimitCalls;
  /** Null: servers ask for no token, and the gateway alone decides. */
  readonly secondLock: Pick<SecondLock, "tokenFor" | "tokenOfGateway"> | null;
  readonly list: ListOfServers;
  /** Operations that leave a record in the audit log. */
  readonly audited: ReadonlySet<string>;
  readonly recorder: Pick<CallRecorder, "record">;
  readonly refusals: RefuseCallDeps;
  readonly metrics: GatewayMetrics;
  readonly now: () => Date;
}

/** Null asks for the gateway's own health. */
export type Admitted = { readonly route: Route; readonly caller: GatewayCaller; readonly holder: Holder } | null;

const healthPath = "/grpc.health.v1.Health/Check";
/** HealthCheckResponse with SERVING. */
const serving = Buffer.from([0x08, 0x01]);

export function createGate(deps: GateDeps): Gate<Admitted> {
  return {
    admit(head) {
      try {
        // 1. A flood from one address ends before anything is looked up for it.
        deps.limits.takeAddress(head.peer.address, performance.now());
        if (head.path === healthPath) return { kind: "admitted", caller: null };
        // 2. What is not known is not asked for by anybody.
        const route = requireRoute(head.path);
        // 3. Who: before the body is read, so that a stranger costs one digest and one look-up.
        const found = deps.who.identify(head, deps.now());
        if (!(found instanceof Promise)) return admitted(deps, route, found);
        return found.then(
          (caller) => admitted(deps, route, caller),
          (error: unknown) => refuseHead(deps, error, head),
        );
      } catch (error) {
        return refuseHead(deps, error, head);
      }
    },
    decide(admitted, head, frame) {
      try {
        if (admitted === null) return answerHealth(deps);
        return new Judging(deps, admitted, head, frame).start();
      } catch (error) {
        return refuse(deps, error, admitted, head);
      }
    },
  };
}

function admitted(deps: GateDeps, route: Route, caller: GatewayCaller): Admission<Admitted> {
  const holder =
    caller.kind === "certificate"
      ? certificateHolder(caller.certificate, deps.settings)
      : principalHolder(caller.caller.principalId);
  return { kind: "admitted", caller: { route, caller, holder } };
}

/** Ready while access rules are confirmed. */
function answerHealth({ snapshots }: GateDeps): Verdict {
  snapshots.current();
  return { kind: "answer", message: serving };
}

/** One request, from the frame to the verdict. */
class Judging {
  readonly #deps: GateDeps;
  readonly #admitted: NonNullable<Admitted>;
  readonly #head: CallHead;
  readonly #message: Buffer;
  readonly #asked: Asked;

  constructor(deps: GateDeps, admitted: NonNullable<Admitted>, head: CallHead, frame: Buffer) {
    const { route, caller, holder } = admitted;
    // 4. What one caller may ask in all, before its requests cost more than that.
    deps.limits.takePrincipal(keyOf(caller), performance.now());
    this.#deps = deps;
    this.#admitted = admitted;
    this.#head = head;
    // 5. What the request says: one frame, one message, as Temporal's server will read it.
    this.#message = readFrame(frame, head.header["grpc-encoding"]);
    this.#asked = { caller, holder, way: head.peer.way, route, request: readRequest(route, this.#message) };
  }

  start(): Maybe<Verdict> {
    const id = findUnknownId(this.#asked.request, this.#deps.ids);
    if (id === null) return this.#judge();
    // 6. A Namespace that is named by its id alone is looked up once; nobody guesses which it is.
    return this.#later(this.#deps.ids.find(id).then(() => this.#judge()));
  }

  #judge(): Maybe<Verdict> {
    const { limits, audited, metrics } = this.#deps;
    const { route } = this.#asked;
    // 7. May they: decided with a view that was confirmed within the last seconds, or not at all.
    const judgement = this.#ask();
    if (judgement.kind === "cluster-read") return this.#readCluster();
    // 8. What the Namespace may use: asked last, so that nobody uses up a Namespace that is not theirs.
    const actions = countActions(route.method, this.#message);
    limits.takeNamespace(judgement.namespace, actions, performance.now());
    metrics.acted(judgement.namespace, actions);
    if (route.row.kind !== "namespace" || !audited.has(route.row.operation)) return this.#forward(judgement);
    // 9. Its record, before it goes on; and what changed meanwhile counts.
    return this.#later(this.#record(judgement.namespace).then(() => this.#forward(this.#askForward())));
  }

  #ask(): Judgement {
    return judge(this.#deps, this.#asked, this.#deps.now());
  }

  #askForward(): Extract<Judgement, { kind: "forward" }> {
    const judgement = this.#ask();
    if (judgement.kind !== "forward") throw new Error("a call inside a Namespace became another one");
    return judgement;
  }

  #forward(judgement: Extract<Judgement, { kind: "forward" }>): Forward {
    const { secondLock, now, metrics, who } = this.#deps;
    const { namespace, level, others, byId, server } = judgement;
    const { route, caller } = this.#asked;
    const began = performance.now();
    const operation = route.row.kind === "namespace" ? route.row.operation : "";
    const token = (): string | null => {
      if (secondLock === null) return null;
      if (byId) return secondLock.tokenOfGateway(now());
      return secondLock.tokenFor(who.nameOf(caller), [{ namespace, level }, ...others], now());
    };
    return {
      kind: "forward",
      server,
      authorization: token(),
      recheck: () => this.#recheck(),
      ended: (code, bytes) => {
        metrics.ended({ namespace, operation, method: route.method }, code, (performance.now() - began) / 1_000);
        metrics.acted(namespace, code === grpcStatus.ok ? countAnswered(route.method, bytes) : 0);
      },
    };
  }

  #recheck(): ReturnType<Forward["recheck"]> {
    try {
      this.#ask();
      return null;
    } catch (error) {
      return toStatus(error, newId());
    }
  }

  #readCluster(): Maybe<Verdict> {
    const { list, secondLock, now, snapshots } = this.#deps;
    const { holder, route } = this.#asked;
    const [server] = list.servers;
    if (server === undefined) throw unavailable("no Temporal server is configured");
    if (route.path !== listNamespacesPath)
      return {
        kind: "forward",
        server,
        authorization: secondLock === null ? null : secondLock.tokenOfGateway(now()),
        recheck: () => this.#recheck(),
        ended: () => undefined,
      };
    const mayDescribe = (name: string): boolean =>
      holds(snapshots.current(), holder, "temporal.namespace.describe", name, now().getTime());
    return this.#later(
      answerListNamespaces(list, this.#message, mayDescribe).then((message) => ({ kind: "answer", message })),
    );
  }

  #record(namespace: string): Promise<void> {
    const { recorder, now, nameOf } = this.#deps;
    const { caller, route } = this.#asked;
    return recorder.record({
      at: now(),
      operation: route.method,
      status: "OK",
      principal: principalOf(caller, nameOf),
      forwardedFor: this.#head.peer.address,
      asyncOperationId: "",
      details: {
        operation: route.row.kind === "namespace" ? route.row.operation : "",
        namespace,
        ...readSubject(route.method, this.#message),
      },
    });
  }

  #later(verdict: Promise<Verdict>): Promise<Verdict> {
    return verdict.catch((error: unknown) => refuse(this.#deps, error, this.#admitted, this.#head));
  }
}

/** The id of a Namespace that the decision depends on and that was not met yet. */
function findUnknownId({ namespaceId, taskToken }: Request, ids: GateDeps["ids"]): string | null {
  const id = namespaceId !== "" ? namespaceId : taskToken === null ? null : readTokenNamespaceId(taskToken);
  return id === null || ids.nameOf(id) !== undefined ? null : id;
}

const keyOf = (caller: GatewayCaller): string =>
  caller.kind === "certificate" ? caller.certificate.fingerprint : caller.caller.principalId;

async function refuse(deps: GateDeps, error: unknown, admitted: Admitted, head: CallHead): Promise<Verdict> {
  const principal = principalOf(admitted?.caller ?? null, deps.nameOf);
  const method = admitted?.route.method ?? "";
  return {
    kind: "refuse",
    status: await refuseCall(deps.refusals, error, { method, principal, address: head.peer.address }),
  };
}

async function refuseHead(deps: GateDeps, error: unknown, head: CallHead): Promise<Admission<Admitted>> {
  const principal = principalOf(null, deps.nameOf);
  const refused = { method: methodOf(head.path), principal, address: head.peer.address };
  return { kind: "refused", status: await refuseCall(deps.refusals, error, refused) };
}
