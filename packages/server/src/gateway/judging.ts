// One call inside a Namespace, or about the server as a whole: from the frame to the verdict. The order is the rule.
import type { Operation } from "@remit/policy";
import { unavailable } from "../errors.ts";
import { newId } from "../store/ids.ts";
import { countActions, countAnswered } from "./actions.ts";
import { findAudited } from "./audited-operations.ts";
import { type CallHead, type Forward, grpcStatus, type Maybe, type Verdict } from "./call.ts";
import { answerListNamespaces, type ListOfServers, listNamespacesPath } from "./cluster-reads.ts";
import { cutDetails } from "./cut-details.ts";
import { foreignToken, type Holder, holds } from "./decide.ts";
import { type Asked, type JudgeDeps, type Judgement, judge } from "./judge.ts";
import type { Counted, KeptCounts } from "./kept-counts.ts";
import type { LimitCalls } from "./limit-calls.ts";
import type { GatewayMetrics } from "./metrics.ts";
import type { NamespaceIds } from "./namespace-ids.ts";
import { principalOf } from "./principal.ts";
import type { CallRecorder } from "./record-call.ts";
import { readInServerNames } from "./rename-namespaces.ts";
import type { Route } from "./route.ts";
import type { SecondLock } from "./second-lock/second-lock.ts";
import { readSubject } from "./subject.ts";
import { readTokenNamespaceId } from "./task-token.ts";
import { toStatus } from "./to-status.ts";
import type { GatewayCaller, Who } from "./who.ts";
import { readFrame } from "./wire/frame.ts";

export interface JudgingDeps extends JudgeDeps {
  readonly who: Pick<Who, "isStillGood" | "nameOf">;
  readonly nameOf: (principalId: string) => string;
  readonly ids: Pick<NamespaceIds, "nameOf" | "find">;
  readonly limits: LimitCalls;
  /** Null: servers ask for no token, and the gateway alone decides. */
  readonly secondLock: Pick<SecondLock, "tokenFor" | "tokenOfGateway"> | null;
  readonly list: ListOfServers;
  /** Operations that leave a record in the audit log. */
  readonly audited: ReadonlySet<string>;
  readonly recorder: Pick<CallRecorder, "record">;
  readonly metrics: GatewayMetrics;
  readonly counts: Pick<KeptCounts, "requested" | "ended" | "throttled">;
  readonly now: () => Date;
}

/** A call of a method that is known, by somebody who is known. */
export interface RoutedCall {
  readonly route: Route;
  readonly caller: GatewayCaller;
  readonly holder: Holder;
}

const released = Buffer.alloc(0);

/** One request, from the frame to the verdict. */
export class Judging {
  readonly #deps: JudgingDeps;
  readonly #head: CallHead;
  /** Gone once the call is forwarded: a long poll that is open would hold it for as long. */
  #message: Buffer;
  /** What goes on in the place of what was sent; null: the request says the server's names. */
  #renamed: Buffer | null;
  readonly #asked: Asked;

  /** @throws RemitError for what may use no more, or is malformed */
  constructor(deps: JudgingDeps, { route, caller, holder }: RoutedCall, head: CallHead, frame: Buffer) {
    // 4. What one caller may ask in all, before its requests cost more than that.
    deps.limits.takePrincipal(keyOf(caller), performance.now());
    this.#deps = deps;
    this.#head = head;
    // 5. What the request says: one frame, one message, as Temporal's server will read it.
    const sent = readFrame(frame, head.header["grpc-encoding"]);
    const { message, request, called } = readInServerNames(deps.snapshots.current(), route, sent);
    this.#message = message;
    this.#renamed = message === sent ? null : message;
    this.#asked = { caller, holder, way: head.peer.way, route, request, called };
  }

  /** @throws RemitError for whatever may not go on; from a promise it rejects with the same */
  start(): Maybe<Verdict> {
    const { ids } = this.#deps;
    const { namespaceId, taskToken } = this.#asked.request;
    // 6. A Namespace that is named by its id alone is looked up once; nobody guesses which it is.
    if (isUnknown(namespaceId, ids)) return ids.find(namespaceId).then(() => this.#judge());
    // 7. May they: decided with a view that was confirmed within the last seconds, or not at all.
    const judgement = this.#ask();
    const id = taskToken === null ? "" : readTokenNamespaceId(taskToken);
    // Only for whoever may complete tasks there: nobody else makes the gateway ask.
    if (isUnknown(id, ids)) return ids.find(id).then((owner) => this.#judgeTokenOf(owner));
    return this.#go(judgement);
  }

  #judgeTokenOf(owner: string | undefined): Maybe<Verdict> {
    if (owner === undefined) throw foreignToken();
    return this.#judge();
  }

  #judge(): Maybe<Verdict> {
    return this.#go(this.#ask());
  }

  #go(judgement: Judgement): Maybe<Verdict> {
    const { audited } = this.#deps;
    const { route, request } = this.#asked;
    if (judgement.kind === "cluster-read") return this.#readCluster();
    // 8. What the Namespace may use: asked last, so that nobody uses up a Namespace that is not theirs.
    this.#take(judgement);
    const seen = findAudited(route, request, judgement.namespace, audited);
    if (seen.length === 0) return this.#forward(judgement);
    // 9. Its record, before it goes on; and what changed meanwhile counts.
    return this.#record(judgement.id, seen).then(() => this.#forward(this.#askForward()));
  }

  #take({ uid, id, units }: Extract<Judgement, { kind: "forward" }>): void {
    const { limits, metrics, counts } = this.#deps;
    const { method } = this.#asked.route;
    const actions = countActions(method, this.#message);
    const counted: Counted = { uid, namespace: id, method };
    try {
      limits.takeNamespace({ name: id, units }, actions, performance.now());
    } catch (error) {
      counts.throttled(counted, actions);
      throw error;
    }
    metrics.acted(id, actions);
    counts.requested(counted, actions, units);
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
    const { secondLock, now, metrics, counts, who } = this.#deps;
    const { namespace, id, uid, level, others, byId, server } = judgement;
    const { route, caller } = this.#asked;
    const began = performance.now();
    const renamed = this.#renamed;
    this.#message = released;
    this.#renamed = null;
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
      ...(renamed && { message: renamed }),
      recheck: () => this.#recheck(server),
      ended: (code, bytes) => {
        metrics.ended({ namespace: id, operation, method: route.method }, code, (performance.now() - began) / 1_000);
        const actions = code === grpcStatus.ok ? countAnswered(route.method, bytes) : 0;
        metrics.acted(id, actions);
        counts.ended({ uid, namespace: id, method: route.method }, code, actions);
      },
    };
  }

  /** @param server where the call went on to; null: any would do */
  #recheck(server: string | null): ReturnType<Forward["recheck"]> {
    try {
      const judgement = this.#ask();
      // A poll that stays open there would never get a task again; whoever made it makes it again, and gets there.
      if (server !== null && judgement.kind === "forward" && judgement.server !== server)
        throw unavailable("the Namespace is active in another region now; try again");
      return null;
    } catch (error) {
      return cutDetails(toStatus(error, newId()), this.#head);
    }
  }

  #readCluster(): Maybe<Verdict> {
    const { list, secondLock, now, snapshots, settings, serverOf } = this.#deps;
    const { holder, route } = this.#asked;
    // Any of them tells clients what they ask before anything else; one that is away would keep them from all.
    const server = list.servers.find((name) => list.isThere(name)) ?? list.servers[0];
    if (server === undefined) throw unavailable("no Temporal server is configured");
    if (route.path !== listNamespacesPath)
      return {
        kind: "forward",
        server,
        authorization: secondLock === null ? null : secondLock.tokenOfGateway(now()),
        recheck: () => this.#recheck(null),
        ended: () => undefined,
      };
    // Another server may have a Namespace of the same name, which is nobody's here.
    const mayDescribe = (name: string, at: string): boolean => {
      const view = snapshots.current();
      const uid = view.namespacesByServerName.get(name)?.uid ?? "";
      const region = settings.find(uid)?.region;
      if (region === undefined || serverOf(region) !== at) return false;
      return holds(view, holder, "temporal.namespace.describe", name, now().getTime());
    };
    return answerListNamespaces(list, this.#message, mayDescribe).then((message) => ({ kind: "answer", message }));
  }

  #record(namespace: string, seen: readonly Operation[]): Promise<void> {
    const { recorder, now, nameOf } = this.#deps;
    const { caller, route } = this.#asked;
    const own = route.row.kind === "namespace" ? route.row.operation : "";
    const besides = seen.filter((operation) => operation !== own);
    return recorder.record({
      at: now(),
      operation: route.method,
      status: "OK",
      principal: principalOf(caller, nameOf),
      forwardedFor: this.#head.peer.address,
      asyncOperationId: "",
      details: {
        operation: own,
        ...(besides.length > 0 && { besides: besides.join(" ") }),
        namespace,
        ...readSubject(route.method, this.#message),
      },
    });
  }
}

/** Whether it is the id of a Namespace that was not met yet; "" is none. */
const isUnknown = (id: string, ids: JudgingDeps["ids"]): boolean => id !== "" && ids.nameOf(id) === undefined;

/** Whose share of the limits a call takes. */
export const keyOf = (caller: GatewayCaller): string =>
  caller.kind === "certificate" ? caller.certificate.fingerprint : caller.caller.principalId;
