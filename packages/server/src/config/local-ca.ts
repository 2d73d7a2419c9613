// A certificate authority of this machine's own, so that clients which insist on TLS work against localhost. It is
// never put into the system's trust store: a client is pointed at the file.
import "reflect-metadata"; // the x509 library needs it loaded first
import { webcrypto, X509Certificate } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { isIP } from "node:net";
import { join } from "node:path";
import * as x509 from "@peculiar/x509";
import { writePrivateFile } from "./private-files.ts";

const dayMs = 24 * 3_600_000;
/** Ten years; clients are pointed at the file and should not have to be again soon. */
const authorityDays = 3650;
/** The longest that common TLS clients accept. */
const serverDays = 397;
/** Renewed at a start that finds less than this left. */
export const renewBelowDays = 30;

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const loopbackNames = ["localhost", "127.0.0.1", "::1"];

export interface LocalCertificate {
  /** PEM: the server's certificate, then the authority's. */
  readonly cert: string;
  readonly key: string;
  /** What clients are to trust. */
  readonly caFile: string;
}

interface Authority {
  readonly certificate: x509.X509Certificate;
  readonly key: webcrypto.CryptoKey;
}

/** Where the authority's certificate is, or will be. */
export const localCaFile = (directory: string): string => join(directory, "ca.pem");
export const localCertificateFile = (directory: string): string => join(directory, "server.pem");

/**
 * The server's certificate for localhost, 127.0.0.1, ::1 and `hostNames`. Reuses what the directory holds; makes anew
 * what is missing, near its end, or without one of the names.
 */
export async function keepLocalCertificate(
  directory: string,
  hostNames: readonly string[],
  now: Date = new Date(),
): Promise<LocalCertificate> {
  const names = [...new Set([...loopbackNames, ...hostNames])];
  const caFile = localCaFile(directory);
  const paths = { cert: localCertificateFile(directory), key: join(directory, "server.key"), caFile };
  const kept = readPair(paths.cert, paths.key);
  const ca = readPair(caFile, join(directory, "ca.key"));
  if (kept && ca && isGood(kept.cert, now) && isGood(ca.cert, now) && fits(kept.cert, ca.cert, names)) {
    return { ...kept, caFile };
  }
  useNodeCrypto();
  const authority = await (ca && isGood(ca.cert, now) ? importAuthority(ca) : makeAuthority(directory, now));
  const made = await issue(authority, names, now);
  writePrivateFile(paths.key, made.key);
  writePrivateFile(paths.cert, made.cert);
  return { ...made, caFile };
}

function readPair(certFile: string, keyFile: string): { cert: string; key: string } | null {
  if (!existsSync(certFile) || !existsSync(keyFile)) return null;
  return { cert: readFileSync(certFile, "utf8"), key: readFileSync(keyFile, "utf8") };
}

function isGood(pem: string, now: Date): boolean {
  const { validFromDate, validToDate } = new X509Certificate(pem);
  return validFromDate <= now && validToDate.getTime() - now.getTime() > renewBelowDays * dayMs;
}

function fits(cert: string, ca: string, names: readonly string[]): boolean {
  const certificate = new X509Certificate(cert);
  const has = (name: string) => (isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name)) !== undefined;
  return certificate.checkIssued(new X509Certificate(ca)) && names.every(has);
}

/** Two certificates of one name and different keys confuse verifiers: each authority has a name of its own. */
async function makeAuthority(directory: string, now: Date): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const serial = newSerial();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial,
    name: `CN=Remit local CA ${serial.slice(0, 8)}`,
    ...validity(now, authorityDays),
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  writePrivateFile(join(directory, "ca.key"), await toPem(keys.privateKey));
  writePrivateFile(localCaFile(directory), `${certificate.toString("pem")}\n`);
  return { certificate, key: keys.privateKey };
}

async function importAuthority({ cert, key }: { cert: string; key: string }): Promise<Authority> {
  const [pkcs8] = x509.PemConverter.decode(key);
  if (pkcs8 === undefined) throw new Error("the local CA's key file holds no key: remove the directory to start anew");
  return {
    certificate: new x509.X509Certificate(cert),
    key: await webcrypto.subtle.importKey("pkcs8", pkcs8, algorithm, false, ["sign"]),
  };
}

async function issue(
  authority: Authority,
  names: readonly string[],
  now: Date,
): Promise<{ cert: string; key: string }> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: "CN=localhost",
    issuer: authority.certificate.subject,
    ...validity(now, serverDays),
    publicKey: keys.publicKey,
    signingKey: authority.key,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(names.map((name) => ({ type: isIP(name) ? "ip" : "dns", value: name }))),
      await x509.AuthorityKeyIdentifierExtension.create(authority.certificate),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  const cert = `${certificate.toString("pem")}\n${authority.certificate.toString("pem")}\n`;
  return { cert, key: await toPem(keys.privateKey) };
}

/** From an hour ago: the client's clock may be a little behind. */
function validity(now: Date, days: number): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(now.getTime() - 3_600_000), notAfter: new Date(now.getTime() + days * dayMs) };
}

const newSerial = (): string => Buffer.from(webcrypto.getRandomValues(new Uint8Array(15))).toString("hex");

async function toPem(key: webcrypto.CryptoKey): Promise<string> {
  return `${x509.PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", key), "PRIVATE KEY")}\n`;
}

function useNodeCrypto(): void {
  x509.cryptoProvider.set(webcrypto as typeof globalThis.crypto);
}
