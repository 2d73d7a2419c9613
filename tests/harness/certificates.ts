// Certificate authorities as clients upload them.
import "reflect-metadata"; // the x509 library needs it loaded first
import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

x509.cryptoProvider.set(webcrypto as typeof globalThis.crypto);

const dayMs = 86_400_000;

/** A self-signed authority in PEM, with a final newline; an expired one ended yesterday. */
export async function makeCertificate(options: { readonly expired?: boolean } = {}): Promise<string> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const end = Date.now() + (options.expired === true ? -dayMs : dayMs);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=Test authority",
    keys: await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]),
    signingAlgorithm: algorithm,
    notBefore: new Date(end - 2 * dayMs),
    notAfter: new Date(end),
    extensions: [new x509.BasicConstraintsExtension(true)],
  });
  return `${certificate.toString("pem").trim()}\n`;
}
