// Who calls the data plane: by API key, by access token, or by client certificate. An Authorization value decides alone
// where there is one; which of two would win is a rule that somebody gets wrong.
import { Code } from "@connectrpc/connect";
import { isDataPlane, namespacePermissions, type Operation } from "@remit/policy";
import type { AccessTokens } from "../authenticate/access-token.ts";
import type { Caller } from "../authenticate/api-key.ts";
import { parseBearer, refusedOnDataPlane } from "../authenticate/bearer.ts";
import { type ClientCertificate, isAccepted, readClientCertificate } from "../authenticate/client-certificate.ts";
import type { KeyRing } from "../authenticate/key-ring.ts";
import type { Snapshots } from "../authorize/snapshots.ts";
import { quote, RemitError } from "../errors.ts";
import type { CallHead, Maybe } from "./call.ts";
import type { NamespaceSettings } from "./namespace-settings.ts";

/** A user or service account, whose access rules say what it may. */
export interface PrincipalCaller {
  readonly kind: "principal";
  readonly caller: Caller;
  readonly credential: "api-key" | "access-token";
  /** By which the credential is known here; it says nothing to anybody else. */
  readonly digest: string;
}

/** Whoever has the key of a certificate: Namespaces say for themselves whether they accept it. */
export interface CertificateCaller {
  readonly kind: "certificate";
  readonly certificate: ClientCertificate;
}

export type GatewayCaller = PrincipalCaller | CertificateCaller;

export interface WhoOptions {
  readonly keys: KeyRing;
  /** Null: no issuer is configured. */
  readonly tokens: AccessTokens | null;
  readonly snapshots: Pick<Snapshots, "current" | "nameOf">;
}

export class Who {
  readonly #options: WhoOptions;
  /** A connection presents one chain for all its calls: it is read once. */
  readonly #certificates = new WeakMap<readonly Uint8Array[], ClientCertificate | "unreadable">();

  constructor(options: WhoOptions) {
    this.#options = options;
  }

  /**
   * At once where the credential is known. Whether a certificate counts for anything is asked with its Namespace.
   * @throws RemitError UNAUTHENTICATED, STALE_POLICY, UNAVAILABLE; from a promise it rejects with the same
   */
  identify({ header, peer }: Pick<CallHead, "header" | "peer">, now: Date): Maybe<GatewayCaller> {
    const { authorization } = header;
    if (authorization !== undefined) return this.#identifyToken(parseBearer(authorization), now);
    const certificate = peer.certificates === null ? null : this.#read(peer.certificates);
    if (certificate === null) throw refusedOnDataPlane();
    return { kind: "certificate", certificate };
  }

  /** Whether a caller that was good when its call began still is, as far as its credential goes. @throws RemitError STALE_POLICY */
  isStillGood(caller: GatewayCaller, now: Date): boolean {
    // A certificate is judged with its Namespace, each time.
    if (caller.kind === "certificate") return true;
    const { keys, tokens } = this.#options;
    if (caller.credential === "api-key") return keys.isUsable(caller.digest, now);
    return tokens?.isUsable(caller, now) ?? false;
  }

  /** As people know who calls: it stands in Temporal's histories. */
  nameOf(caller: GatewayCaller): string {
    if (caller.kind === "certificate") return `certificate:${caller.certificate.fingerprint}`;
    const { principalId, kind } = caller.caller;
    const name = this.#options.snapshots.nameOf(principalId);
    // So that no service account is taken for the person whose address it bears as a name.
    return kind === "user" ? name : `serviceaccount:${name}`;
  }

  #identifyToken(token: string, now: Date): Maybe<PrincipalCaller> {
    const { keys, tokens } = this.#options;
    if (token.startsWith("remit_key_")) {
      const use = keys.lookUp(token, now);
      return use === null
        ? keys.find(token, now).then((found) => toCaller("api-key", found))
        : toCaller("api-key", use);
    }
    if (tokens === null) throw refusedOnDataPlane();
    const use = tokens.lookUp(token, now);
    return use === null
      ? tokens.find(token, now).then((found) => toCaller("access-token", found))
      : toCaller("access-token", use);
  }

  #read(certificates: readonly Uint8Array[]): ClientCertificate | null {
    let read = this.#certificates.get(certificates);
    if (read === undefined) {
      read = readClientCertificate(certificates) ?? "unreadable";
      this.#certificates.set(certificates, read);
    }
    return read === "unreadable" ? null : read;
  }
}

const toCaller = (
  credential: PrincipalCaller["credential"],
  { caller, digest }: { readonly caller: Caller; readonly digest: string },
): PrincipalCaller => ({ kind: "principal", caller, credential, digest });

/**
 * Whether a Namespace takes the kind of credential that a principal called with. Ask it after the access rules: it says
 * something about a Namespace, to who may know.
 * @throws RemitError PERMISSION_DENIED
 */
export function requireTakesCredential(settings: NamespaceSettings, namespace: string): void {
  if (settings.apiKeys) return;
  throw new RemitError(
    Code.PermissionDenied,
    "PERMISSION_DENIED",
    `permission denied: the Namespace ${quote(namespace)} takes no API keys and access tokens (its api_key_auth is off): connect with a client certificate`,
    { metadata: { resource_type: "namespaces", resource_id: namespace.slice(0, 255) } },
  );
}

/** What a client certificate may do where it is accepted: the data plane of Namespace Write, as on Temporal Cloud. */
export const certificateMay = (operation: Operation): boolean =>
  isDataPlane(operation) && namespacePermissions.write.operations.has(operation);

/**
 * The Namespace's word for a certificate; the same for one that is not there, so that it cannot be found by trying.
 * @param settings undefined: there is no such Namespace
 * @param now Unix milliseconds
 * @throws RemitError UNAUTHENTICATED
 */
export function requireAccepts(
  settings: NamespaceSettings | undefined,
  { certificate }: CertificateCaller,
  now: number,
): void {
  if (settings === undefined || !isAccepted(certificate, settings.mutualTls, now)) throw refusedOnDataPlane();
}
