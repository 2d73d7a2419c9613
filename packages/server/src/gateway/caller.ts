// Who calls on the data plane, and whether the credential still stands while a call is open.
import type { Caller as ApiCaller } from "../authenticate/api-key.ts";
import { parseBearer, refusedOnDataPlane } from "../authenticate/bearer.ts";
import { type ClientCertificate, readClientCertificate } from "../authenticate/client-certificate.ts";
import type { KeyRing, KeyUse } from "../authenticate/key-ring.ts";
import type { CallHead, Maybe, Peer } from "./call.ts";

/** A user or a service account, by API key or access token. */
export interface PrincipalCaller extends Pick<ApiCaller, "principalId" | "kind" | "apiKeyId"> {
  /** False once the credential itself is revoked, disabled or has ended. */
  readonly stands: (now: Date) => boolean;
}

/** Speaks for the Namespaces that accept it, and for nobody's account. */
export interface CertificateCaller {
  readonly kind: "certificate";
  readonly certificate: ClientCertificate;
}

export type GatewayCaller = PrincipalCaller | CertificateCaller;

export interface Credentials {
  readonly keys: Pick<KeyRing, "lookUp" | "find" | "isUsable">;
  /** Access tokens of the configured issuers; null where there are none. */
  readonly tokens: { identify(token: string, now: Date): Maybe<PrincipalCaller> } | null;
}

/** API keys begin with this; nothing else is one. */
const keyPrefix = "remit_key_";

/**
 * A key or token beside a certificate decides alone: a balancer in front may have shown its own certificate.
 * @throws RemitError UNAUTHENTICATED, UNAVAILABLE
 */
export function identify({ keys, tokens }: Credentials, head: CallHead, now: Date): Maybe<GatewayCaller> {
  const { authorization } = head.header;
  if (authorization === undefined) return requireCertificate(head.peer);
  const token = parseBearer(authorization);
  if (token.startsWith(keyPrefix)) {
    const use = keys.lookUp(token, now);
    return use === null ? keys.find(token, now).then((found) => toCaller(keys, found)) : toCaller(keys, use);
  }
  if (tokens === null) throw refusedOnDataPlane();
  return tokens.identify(token, now);
}

/** Asked again while a call is open. @throws RemitError UNAUTHENTICATED */
export function requireStanding(caller: GatewayCaller, now: Date): void {
  if (caller.kind !== "certificate" && !caller.stands(now)) throw refusedOnDataPlane();
}

const toCaller = (keys: Credentials["keys"], { caller, digest }: KeyUse): PrincipalCaller => ({
  principalId: caller.principalId,
  kind: caller.kind,
  apiKeyId: caller.apiKeyId,
  stands: (now) => keys.isUsable(digest, now),
});

const read = new WeakMap<Peer, ClientCertificate | null>();

/** Read once for each connection. @throws RemitError UNAUTHENTICATED */
function requireCertificate(peer: Peer): CertificateCaller {
  if (peer.certificates === null) throw refusedOnDataPlane();
  const known = read.get(peer);
  const certificate = known === undefined ? readClientCertificate(peer.certificates) : known;
  read.set(peer, certificate);
  if (certificate === null) throw refusedOnDataPlane();
  return { kind: "certificate", certificate };
}
