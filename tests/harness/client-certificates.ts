// Certificates of clients and of the authorities above them, as a company's own infrastructure issues them.
import "reflect-metadata"; // the x509 library needs it loaded first
import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

x509.cryptoProvider.set(webcrypto as typeof globalThis.crypto);

const dayMs = 86_400_000;
const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

export interface Issued {
  readonly pem: string;
  readonly der: Uint8Array;
  readonly name: string;
  readonly keys: CryptoKeyPair;
  /** PKCS #8 in PEM. */
  readonly keyPem: string;
}

type CryptoKeyPair = Awaited<ReturnType<typeof makeKeys>>;

export interface IssueOptions {
  /** Absent: signed by itself. */
  readonly issuer?: Pick<Issued, "name" | "keys">;
  readonly ca?: boolean;
  readonly pathLength?: number;
  readonly from?: Date;
  readonly until?: Date;
  readonly usages?: number;
  readonly purposes?: readonly string[];
  readonly alternatives?: readonly { readonly type: "dns" | "email" | "url"; readonly value: string }[];
  readonly extensions?: readonly x509.Extension[];
  readonly keys?: CryptoKeyPair;
  readonly hash?: string;
}

export const makeKeys = () => webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);

export async function issue(name: string, options: IssueOptions = {}): Promise<Issued> {
  const keys = options.keys ?? (await makeKeys());
  const { ca, usages, purposes, alternatives } = options;
  const certificate = await x509.X509CertificateGenerator.create({
    subject: name,
    issuer: options.issuer?.name ?? name,
    publicKey: keys.publicKey,
    signingKey: (options.issuer?.keys ?? keys).privateKey,
    signingAlgorithm: { ...algorithm, hash: options.hash ?? "SHA-256" },
    notBefore: options.from ?? new Date(Date.now() - dayMs),
    notAfter: options.until ?? new Date(Date.now() + dayMs),
    extensions: [
      ...(ca === undefined ? [] : [new x509.BasicConstraintsExtension(ca, options.pathLength, true)]),
      ...(usages === undefined ? [] : [new x509.KeyUsagesExtension(usages, true)]),
      ...(purposes === undefined ? [] : [new x509.ExtendedKeyUsageExtension([...purposes])]),
      ...(alternatives === undefined ? [] : [new x509.SubjectAlternativeNameExtension([...alternatives])]),
      ...(options.extensions ?? []),
    ],
  });
  const key = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey));
  return {
    pem: `${certificate.toString("pem").trim()}\n`,
    der: new Uint8Array(certificate.rawData),
    name,
    keys,
    keyPem: x509.PemConverter.encode(key, "PRIVATE KEY"),
  };
}
