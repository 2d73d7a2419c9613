// May they: one request, one decision, without sockets, clocks or look-ups. What is not known is refused. A Namespace
// that the caller may not see, one that does not exist, and one that is nobody's but the system's answer alike.
import { Code } from "@connectrpc/connect";
import type { Operation } from "@remit/policy";
import { permissionDenied } from "../authorize/refusal.ts";
import type { PolicyView } from "../authorize/view.ts";
import { invalidField, quote, RemitError, unauthenticated } from "../errors.ts";
import { findReservedPrefix } from "../resources/namespace-rules.ts";
import type { NamespaceName } from "../store/policy-data.ts";
import type { Level } from "./methods.ts";
import type { Route } from "./route.ts";
import { type Request, scanRequest } from "./scan.ts";
import { readTokenNamespaceId } from "./task-token.ts";

/** What the view does not know. Each may answer undefined, and then whatever depends on it is refused or left to the server. */
export interface Directory {
  /** The name of the Namespace that has this id on its Temporal server. */
  namespaceOfId(id: string): string | undefined;
  /** The ids of the Namespaces that a Nexus endpoint, by its name, lets call it. */
  callersOf(endpoint: string): ReadonlySet<string> | undefined;
}

/** Whose rights decide. */
export interface Holder {
  isActive(view: PolicyView, now: number): boolean;
  /** @param uid of a Namespace that exists */
  holds(view: PolicyView, operation: Operation, uid: string, now: number): boolean;
}

export interface DecideInput {
  readonly view: PolicyView;
  readonly holder: Holder;
  readonly route: Route;
  readonly request: Request;
  readonly directory: Directory;
  /** What the caller calls a Namespace, by its name on the server: a refusal must not answer with another name. */
  readonly called?: ReadonlyMap<string, string>;
  /** Unix milliseconds. */
  readonly now: number;
}

/** A Namespace, by its name on the server, and the least access there that Temporal's server admits the call with. */
export interface Access {
  readonly namespace: string;
  readonly level: Level;
}

export type Decision =
  | { readonly kind: "cluster-read" }
  | {
      readonly kind: "forward";
      /** Its name on the server. */
      readonly namespace: string;
      /** Its id here: what is counted and recorded goes by it, whichever name the caller uses. */
      readonly id: string;
      readonly uid: string;
      readonly level: Level;
      /**
       * The request names its Namespace by id only: Temporal's authorizer then sees none, and admits no level of a
       * Namespace, only `temporal-system:read`.
       */
      readonly byId: boolean;
      /** Other Namespaces that it reaches. */
      readonly others: readonly Access[];
    };

const clusterRead: Decision = { kind: "cluster-read" };
const none: readonly Access[] = [];
const empty: Request = { namespace: "", namespaceId: "", taskToken: null, inner: [], needs: [], endpoints: [] };

/**
 * What a decision needs of a request; the same as long as the call is open.
 * @throws RemitError INVALID_ARGUMENT, or PERMISSION_DENIED for what nobody may send
 */
export function readRequest({ row, shape }: Route, message: Buffer): Request {
  if (row.kind !== "namespace" || shape === null) return empty;
  return scanRequest(message, shape, row.level !== "read");
}

/** @throws RemitError PERMISSION_DENIED, INVALID_ARGUMENT, or UNAUTHENTICATED for who is not active */
export function decide(input: DecideInput): Decision {
  const { row, method } = input.route;
  if (!input.holder.isActive(input.view, input.now))
    throw unauthenticated("the owner of this credential is not active");
  if (row.kind === "cluster-read") return clusterRead;
  if (row.kind === "control-plane") throw doneElsewhere(method, row.instead);
  const namespace = nameOf(input, row.operation);
  // Refused in the caller's own words: an id must not be answered with the name behind it.
  requireHeld(input, row.operation, namespace, input.request.namespaceId || namespace);
  requireTokenOf(input, namespace);
  for (const inner of input.request.inner)
    if (inner !== namespace) throw innerDiffers(calledBy(input, inner), calledBy(input, namespace));
  const others = requireNeeds(input, namespace);
  for (const endpoint of input.request.endpoints) requireEndpoint(input, endpoint, namespace);
  const { id, uid } = requireKnown(input, row.operation, namespace);
  return { kind: "forward", namespace, id, uid, level: row.level, byId: input.request.namespace === "", others };
}

/** The Namespace that the request is about. */
function nameOf({ request, directory, route }: DecideInput, operation: Operation): string {
  if (request.namespaceId !== "") {
    if (request.namespace !== "")
      throw invalidField("id", "a Namespace is named by its name or by its id, not by both");
    const name = directory.namespaceOfId(request.namespaceId);
    if (name === undefined) throw permissionDenied(operation, "namespaces", request.namespaceId);
    return name;
  }
  if (request.namespace !== "") return request.namespace;
  if (request.taskToken !== null)
    throw invalidField("namespace", "must be given, beside the task token, too: every supported SDK sends it");
  throw invalidField("namespace", `must be given: ${route.method} is about one Namespace`);
}

function requireHeld(
  { view, holder, now, called }: DecideInput,
  operation: Operation,
  namespace: string,
  word = namespace,
): void {
  if (holds(view, holder, operation, namespace, now)) return;
  throw permissionDenied(operation, "namespaces", called?.get(word) ?? word);
}

function requireKnown({ view }: DecideInput, operation: Operation, namespace: string): NamespaceName {
  const known = view.namespacesByServerName.get(namespace);
  if (known === undefined) throw permissionDenied(operation, "namespaces", namespace);
  return known;
}

/**
 * Whether the holder may do the operation in the Namespace of that name on the server. Reserved and unknown names:
 * nobody. An id of an adopted one is none of the server's names: there it would be somebody else's Namespace.
 */
export function holds(view: PolicyView, holder: Holder, operation: Operation, namespace: string, now: number): boolean {
  if (findReservedPrefix(namespace) !== undefined) return false;
  const uid = view.namespacesByServerName.get(namespace)?.uid;
  return uid !== undefined && holder.holds(view, operation, uid, now);
}

/** The server compares them, too, by default; what is known here does not depend on its settings. */
function requireTokenOf({ request, directory }: DecideInput, namespace: string): void {
  if (request.taskToken === null) return;
  const owner = directory.namespaceOfId(readTokenNamespaceId(request.taskToken));
  if (owner !== undefined && owner !== namespace) throw foreignToken();
}

/** The same where the Namespace is another one and where there is none. */
export const foreignToken = (): RemitError => invalidField("task_token", "is one of another Namespace");

function requireNeeds(input: DecideInput, own: string): readonly Access[] {
  const { needs } = input.request;
  if (needs.length === 0) return none;
  const others: Access[] = [];
  for (const need of needs) {
    // A command may name the Namespace that it is in.
    if (need.namespace === own) continue;
    requireHeld(input, need.operation, need.namespace ?? own);
    const namespace = need.namespace;
    if (namespace !== null && !others.some((other) => other.namespace === namespace))
      others.push({ namespace, level: "write" });
  }
  return others;
}

/** Who may call an endpoint is said by whoever made it, in its list of Namespaces; not by who may see it. */
function requireEndpoint({ view, directory }: DecideInput, endpoint: string, namespace: string): void {
  // The list has ids.
  const id = view.namespacesByServerName.get(namespace)?.id;
  if (id !== undefined && directory.callersOf(endpoint)?.has(id)) return;
  throw new RemitError(
    Code.PermissionDenied,
    "PERMISSION_DENIED",
    `permission denied: the Nexus endpoint ${quote(endpoint)} does not let ${quote(namespace)} call it. Whoever may update the endpoint can add the Namespace to those allowed.`,
    {
      metadata: {
        operation: "cloud.nexusendpoint.update",
        resource_type: "nexus-endpoints",
        resource_id: endpoint.slice(0, 255),
      },
    },
  );
}

/** What the caller calls it: a name on the server is not told to whoever knows another. */
const calledBy = ({ called }: DecideInput, namespace: string): string => called?.get(namespace) ?? namespace;

const innerDiffers = (inner: string, namespace: string): RemitError =>
  invalidField("namespace", `a request inside this one names ${quote(inner)}, and this one ${quote(namespace)}`);

const doneElsewhere = (method: string, instead: string): RemitError =>
  new RemitError(
    Code.PermissionDenied,
    "PERMISSION_DENIED",
    `permission denied: ${method} is done through the control plane: ${instead}.`,
  );
