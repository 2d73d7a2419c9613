// The certificates in a PEM text as it was pasted, and what in it cannot be saved. What is inside of them is read elsewhere.

export interface PemText {
  /** Each with its own lines around it. */
  readonly certificates: readonly string[];
  /** What is wrong with the text around them; null when nothing is. */
  readonly problem: string | null;
}

const certificate = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;
const otherBlock = /-----BEGIN ([A-Z0-9 ]+)-----/;
/** PKCS #8, encrypted, RSA, EC, OpenSSH, PGP: they all say so, and the beginning of one is one. */
const privateKey = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY/i;

/** Such a text must neither be sent nor stay in the page. */
export const holdsPrivateKey = (text: string): boolean => privateKey.test(text);

export function splitPem(text: string): PemText {
  const certificates = text.match(certificate) ?? [];
  return { certificates, problem: findProblem(certificates.length, text.replace(certificate, "").trim()) };
}

function findProblem(count: number, rest: string): string | null {
  if (rest === "") return null;
  const kind = otherBlock.exec(rest)?.[1];
  if (kind === "CERTIFICATE") return "The last certificate has no end: -----END CERTIFICATE----- is missing.";
  if (kind !== undefined) return `This holds a ${kind.toLowerCase()}. Only certificates belong here.`;
  if (count === 0)
    return "This is not PEM. A certificate begins with -----BEGIN CERTIFICATE----- and ends with -----END CERTIFICATE-----.";
  return `Nothing may stand outside of the certificates, as “${rest.slice(0, 40)}” does.`;
}
