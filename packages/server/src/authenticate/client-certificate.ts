// A client certificate speaks for Namespaces alone: for each that accepts its authority, and whose filters it passes.
// TLS has proven that the client holds its key; whether anybody vouches for it is asked here, for each Namespace.
import { createHash } from "node:crypto";
import { type ReadCertificate, readCertificate, readSent, type Validity, verifyChain } from "./certificate-chain.ts";
import { type CertificateFilter, passesFilters } from "./certificate-filters.ts";
import { keepNewest } from "./keep-newest.ts";

/** The accepted authorities, read when they are first asked for: of ten thousand Namespaces few are called in a minute. */
export type Authorities = () => readonly ReadCertificate[];

/** One that cannot be read accepts nobody. */
export function readAuthorities(pems: readonly string[]): Authorities {
  let read: readonly ReadCertificate[] | null = null;
  return () => {
    read ??= pems.flatMap((pem) => readOnce(pem) ?? []);
    return read;
  };
}

/** Many Namespaces accept the same few authorities. */
const readBefore = new Map<string, ReadCertificate | null>();
const maxRead = 20_000;

function readOnce(pem: string): ReadCertificate | null {
  let read = readBefore.get(pem);
  if (read === undefined) {
    try {
      read = readCertificate(pem);
    } catch {
      read = null;
    }
    keepNewest(readBefore, pem, read, maxRead);
  }
  return read;
}

/** A Namespace's own rules for certificates. A change of them is another object. */
export interface MutualTls {
  readonly enabled: boolean;
  readonly authorities: Authorities;
  readonly filters: readonly CertificateFilter[];
}

/** What a connection presented, read once. */
export interface ClientCertificate {
  readonly chain: readonly ReadCertificate[];
  /** SHA-256 of the leaf, in hex. */
  readonly fingerprint: string;
  /** Of all that was sent: two chains of one leaf may lead to different places. */
  readonly sent: string;
}

/** Null: what was sent cannot be read, and so is nobody's. */
export function readClientCertificate(certificates: readonly Uint8Array[]): ClientCertificate | null {
  const chain = readSent(certificates);
  const [leaf] = chain ?? [];
  if (chain === null || leaf === undefined) return null;
  const sent = createHash("sha256");
  for (const { node } of chain) sent.update(node.raw);
  return {
    chain,
    fingerprint: createHash("sha256").update(leaf.node.raw).digest("hex"),
    sent: sent.digest("base64"),
  };
}

/** How many chains each Namespace's answer is kept for. */
const maxKept = 1_000;
const kept = new WeakMap<MutualTls, Map<string, Validity>>();
/** A refusal goes with its connection, so that whoever is refused without end pushes out nobody; and it is cheap to repeat. */
const refused = new WeakMap<ClientCertificate, WeakMap<MutualTls, number>>();
const refusedMs = 5_000;

/** Whether a Namespace with these rules accepts the certificate at `now`, in Unix milliseconds. */
export function isAccepted(certificate: ClientCertificate, rules: MutualTls, now: number): boolean {
  if (!rules.enabled) return false;
  const known = keptOf(rules);
  const before = known.get(certificate.sent);
  if (before !== undefined && before.from <= now && now <= before.until) return true;
  const refusals = refused.get(certificate) ?? new WeakMap<MutualTls, number>();
  const refusedAt = refusals.get(rules);
  if (refusedAt !== undefined && refusedAt <= now && now < refusedAt + refusedMs) return false;
  const [leaf] = certificate.chain;
  const passes = leaf !== undefined && passesFilters(leaf.parsed, rules.filters);
  const validity = passes ? verifyChain(certificate.chain, rules.authorities(), now) : null;
  if (validity !== null) {
    keepNewest(known, certificate.sent, validity, maxKept);
    return true;
  }
  refusals.set(rules, now);
  refused.set(certificate, refusals);
  return false;
}

/** Whether it is worth asking: an authority of that name issued something of what was sent. Cheap, and proves nothing. */
export const mayBeAccepted = ({ chain }: ClientCertificate, rules: MutualTls): boolean =>
  rules.enabled && rules.authorities().some(({ subject }) => chain.some(({ issuer }) => issuer === subject));

function keptOf(rules: MutualTls): Map<string, Validity> {
  const known = kept.get(rules) ?? new Map<string, Validity>();
  kept.set(rules, known);
  return known;
}
