// Certificate authorities as clients upload them.
import "reflect-metadata"; // the x509 library needs it loaded first
import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

x509.cryptoProvider.set(webcrypto as typeof globalThis.crypto);

const dayMs = 86_400_000;

export interface CertificateOptions {
  /** It ended yesterday, instead of tomorrow. */
  readonly expired?: boolean;
  /** False: it may not sign others. */
  readonly authority?: boolean;
}

/** A self-signed certificate in PEM, with a final newline, of an authority unless that is asked for otherwise. */
export async function makeCertificate(options: CertificateOptions = {}): Promise<string> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const end = Date.now() + (options.expired === true ? -dayMs : dayMs);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=Test authority",
    keys: await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]),
    signingAlgorithm: algorithm,
    notBefore: new Date(end - 2 * dayMs),
    notAfter: new Date(end),
    extensions: [new x509.BasicConstraintsExtension(options.authority !== false)],
  });
  return `${certificate.toString("pem").trim()}\n`;
}
