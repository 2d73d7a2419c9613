// A PEM text, read: its certificates, or the first thing that is wrong with it.
import type { CertificateFacts } from "./read-certificate.ts";
import { splitPem } from "./split-pem.ts";

export interface ReadPem {
  /** Those that could be read, of all that there are. */
  readonly certificates: readonly CertificateFacts[];
  /** Null when the text may be saved as what a Namespace accepts. */
  readonly problem: string | null;
}

export async function readPem(text: string): Promise<ReadPem> {
  const split = splitPem(text);
  if (split.certificates.length === 0) return { certificates: [], problem: split.problem };
  const { readCertificate } = await import("./read-certificate.ts");
  const read = await Promise.all(split.certificates.map((pem) => readCertificate(pem).catch(() => null)));
  const certificates = read.filter((facts) => facts !== null);
  return { certificates, problem: split.problem ?? findUnusable(read) };
}

function findUnusable(read: readonly (CertificateFacts | null)[]): string | null {
  const unread = read.indexOf(null);
  if (unread >= 0)
    return `Certificate ${unread + 1} is not a certificate: what stands between its lines cannot be read.`;
  const other = read.find((facts) => facts?.isAuthority === false);
  if (other === undefined) return null;
  return `${other?.subject || "A certificate without a name"} is no certificate authority (CA): it does not say that it may sign others. Paste the certificate of the authority that signed it.`;
}
