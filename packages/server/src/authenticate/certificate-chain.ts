// Whether a client certificate leads to a certificate authority that is accepted. Node verifies against one set of
// authorities for a whole port; here each Namespace has its own, so the path is built here, from Node's signature check.
import "reflect-metadata"; // the x509 library needs it loaded first
import { X509Certificate } from "node:crypto";
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  X509Certificate as Parsed,
} from "@peculiar/x509";

/** Sent certificates beyond this many are nobody's chain. */
const maxSent = 10;
const maxBytes = 16_384;
/** Signature checks for one chain: what a stranger sends must not keep the process busy. */
const maxChecks = 64;

/** Milliseconds since 1970 in which all certificates of the path are valid. */
export interface Validity {
  readonly from: number;
  readonly until: number;
}

/** A certificate, read twice: Node checks signatures, the other one reads extensions. */
export interface ReadCertificate {
  readonly node: X509Certificate;
  readonly parsed: Parsed;
  /** Lower case: names of certificates are not case sensitive. */
  readonly subject: string;
  readonly issuer: string;
  readonly validity: Validity;
  /** Why it can stand in no path; null: it can. */
  readonly flaw: string | null;
}

/** @throws Error for bytes that are no certificate */
export function readCertificate(certificate: Uint8Array | string): ReadCertificate {
  const node = new X509Certificate(certificate);
  const parsed = new Parsed(new Uint8Array(node.raw));
  return {
    node,
    parsed,
    subject: parsed.subject.toLowerCase(),
    issuer: parsed.issuer.toLowerCase(),
    validity: { from: parsed.notBefore.getTime(), until: parsed.notAfter.getTime() },
    flaw: findFlaw(parsed),
  };
}

/** The chain that a client sent, the leaf first; null for one that cannot be read. */
export function readSent(certificates: readonly Uint8Array[]): readonly ReadCertificate[] | null {
  if (certificates.length === 0 || certificates.length > maxSent) return null;
  if (certificates.some(({ length }) => length > maxBytes)) return null;
  try {
    return certificates.map(readCertificate);
  } catch {
    return null;
  }
}

/**
 * When the chain is good: from the leaf, over what was sent and what is accepted, to an accepted authority at the top. An
 * accepted authority that another accepted one issued is not the top, so that an expired root ends all below it, as on
 * Temporal Cloud. Null: there is no such path at `now`.
 */
export function verifyChain(
  sent: readonly ReadCertificate[],
  accepted: readonly ReadCertificate[],
  now: number,
): Validity | null {
  const [leaf, ...others] = sent;
  if (leaf === undefined || !isLeaf(leaf) || !isValid(leaf, now)) return null;
  return climb({ path: [leaf], sent: others, accepted, now, checks: { left: maxChecks } });
}

interface Climb {
  readonly path: readonly ReadCertificate[];
  readonly sent: readonly ReadCertificate[];
  readonly accepted: readonly ReadCertificate[];
  readonly now: number;
  readonly checks: { left: number };
}

function climb(climb: Climb): Validity | null {
  const { path, sent, accepted, checks } = climb;
  const top = path.at(-1);
  if (top === undefined) return null;
  const isAccepted = path.length > 1 && accepted.some(({ node }) => node.raw.equals(top.node.raw));
  const above = accepted.filter((issuer) => issuer !== top && !isSelfIssued(top) && hasIssued(issuer, top, checks));
  if (isAccepted && above.length === 0) return common(path);
  const candidates = [...above, ...(isAccepted ? [] : sent.filter((issuer) => hasIssued(issuer, top, checks)))];
  for (const issuer of candidates) {
    if (!mayIssue(issuer, path, climb.now)) continue;
    const found = climbFurther(climb, issuer);
    if (found !== null) return found;
  }
  return null;
}

const climbFurther = (from: Climb, issuer: ReadCertificate): Validity | null =>
  climb({ ...from, path: [...from.path, issuer] });

function hasIssued(issuer: ReadCertificate, certificate: ReadCertificate, checks: { left: number }): boolean {
  if (!certificate.node.checkIssued(issuer.node) || checks.left-- <= 0) return false;
  return certificate.node.verify(issuer.node.publicKey);
}

const isSelfIssued = ({ subject, issuer }: ReadCertificate): boolean => subject === issuer;

function isValid({ validity, flaw }: ReadCertificate, now: number): boolean {
  return flaw === null && validity.from <= now && now <= validity.until;
}

/** Temporal Cloud asks for digital signature; a certificate that says nothing of its use may be used for all. */
function isLeaf({ parsed, node }: ReadCertificate): boolean {
  const usage = parsed.getExtension(KeyUsagesExtension)?.usages;
  const purposes = parsed.getExtension(ExtendedKeyUsageExtension)?.usages;
  return (
    !node.ca &&
    parsed.getExtension(BasicConstraintsExtension)?.ca !== true &&
    (usage === undefined || (usage & KeyUsageFlags.digitalSignature) !== 0) &&
    (purposes === undefined || purposes.includes(ExtendedKeyUsage.clientAuth) || purposes.includes(anyPurpose))
  );
}

const anyPurpose = "2.5.29.37.0";

function mayIssue(issuer: ReadCertificate, path: readonly ReadCertificate[], now: number): boolean {
  const constraints = issuer.parsed.getExtension(BasicConstraintsExtension);
  const usage = issuer.parsed.getExtension(KeyUsagesExtension)?.usages;
  const purposes = issuer.parsed.getExtension(ExtendedKeyUsageExtension)?.usages;
  // All but the leaf count against the length that an authority allows below it.
  const below = path.slice(1).filter((each) => !isSelfIssued(each)).length;
  return (
    isValid(issuer, now) &&
    issuer.node.ca &&
    constraints?.ca === true &&
    (constraints.pathLength === undefined || constraints.pathLength >= below) &&
    (usage === undefined || (usage & KeyUsageFlags.keyCertSign) !== 0) &&
    (purposes === undefined || purposes.includes(ExtendedKeyUsage.clientAuth) || purposes.includes(anyPurpose)) &&
    // Each name once, as Temporal Cloud wants it; so a path ends, however the certificates point at each other.
    !path.some(({ subject }) => subject === issuer.subject)
  );
}

function common(path: readonly ReadCertificate[]): Validity {
  return {
    from: Math.max(...path.map(({ validity }) => validity.from)),
    until: Math.min(...path.map(({ validity }) => validity.until)),
  };
}

/** Extensions that are understood here, or say nothing about whether a path holds. */
const understood = new Set([
  "2.5.29.14", // subject key identifier
  "2.5.29.15", // key usage
  "2.5.29.17", // subject alternative name
  "2.5.29.19", // basic constraints
  "2.5.29.35", // authority key identifier
  "2.5.29.37", // extended key usage
]);
/** Limits the names below it, which nothing here compares: taken for unlimited, it would admit too much. */
const nameConstraints = "2.5.29.30";

function findFlaw(parsed: Parsed): string | null {
  const { extensions } = parsed;
  const algorithm = parsed.signatureAlgorithm as { readonly name: string; readonly hash?: { readonly name: string } };
  if (!/^(RSA|ECDSA)/.test(algorithm.name) || !/^SHA-(256|384|512)$/.test(algorithm.hash?.name ?? ""))
    return "is not signed with RSA or ECDSA and SHA-256 or stronger";
  const strange = extensions.find(({ critical, type }) => critical && !understood.has(type));
  if (strange !== undefined) return `has a critical extension that is not understood (${strange.type})`;
  if (extensions.some(({ type }) => type === nameConstraints)) return "has name constraints, which are not supported";
  return new Set(extensions.map(({ type }) => type)).size < extensions.length ? "has an extension twice" : null;
}
