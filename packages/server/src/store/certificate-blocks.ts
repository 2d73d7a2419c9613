// PEM certificates as they stand in a Namespace's spec: several in one text, kept byte for byte.
const block = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

export interface CertificateBlocks {
  readonly blocks: readonly string[];
  /** What stands around them. */
  readonly rest: string;
}

export function splitCertificates(pem: Uint8Array): CertificateBlocks {
  const text = Buffer.from(pem).toString("latin1");
  return { blocks: text.match(block) ?? [], rest: text.replace(block, "") };
}
