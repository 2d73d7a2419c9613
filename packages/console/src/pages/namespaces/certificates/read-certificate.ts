// What is inside of one certificate. The library is large: only what is fetched when it is needed may import this file.
import "reflect-metadata"; // the x509 library needs it loaded first
import { BasicConstraintsExtension, X509Certificate } from "@peculiar/x509";

export interface CertificateFacts {
  readonly pem: string;
  /** As "CN=ca, O=Example". */
  readonly subject: string;
  readonly issuer: string;
  /** Hexadecimal, as openssl shows it; the fingerprint is null where the page was not fetched securely. */
  readonly serial: string;
  readonly fingerprint: string | null;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Whether it says that it may sign others. */
  readonly isAuthority: boolean;
}

/** @throws Error when it is no certificate */
export async function readCertificate(pem: string): Promise<CertificateFacts> {
  const certificate = new X509Certificate(pem);
  return {
    pem,
    subject: certificate.subject,
    issuer: certificate.issuer,
    serial: inPairs(certificate.serialNumber),
    fingerprint: await readFingerprint(certificate.rawData),
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    isAuthority: certificate.getExtension(BasicConstraintsExtension)?.ca === true,
  };
}

/** Browsers give digests to pages that were fetched over HTTPS or from this machine only. */
async function readFingerprint(der: BufferSource): Promise<string | null> {
  const subtle = globalThis.crypto.subtle as SubtleCrypto | undefined;
  if (subtle === undefined) return null;
  const bytes = new Uint8Array(await subtle.digest("SHA-256", der));
  return inPairs([...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
}

const inPairs = (hex: string): string => (hex.toUpperCase().match(/..?/g) ?? []).join(":");
