// CA certificates as clients send them: PEM, several in one text, kept byte for byte. Expired ones are accepted,
// because a bundle in rotation holds some.
import { X509Certificate } from "node:crypto";
import { invalidField } from "../errors.ts";
import { splitCertificates } from "../store/certificate-blocks.ts";
import type { Limits } from "./limits.ts";

/** @throws RemitError INVALID_FIELD when the bytes are not PEM certificates within the limits; empty is accepted */
export function requireCertificates(pem: Uint8Array, field: string, limits: Limits): void {
  if (pem.length === 0) return;
  if (pem.length > limits.certificateBytesPerNamespace) {
    throw invalidField(field, `must have at most ${limits.certificateBytesPerNamespace} bytes, this has ${pem.length}`);
  }
  const { blocks, rest } = splitCertificates(pem);
  if (blocks.length === 0 || rest.includes("-----BEGIN")) {
    throw invalidField(field, "must hold PEM certificates and nothing else");
  }
  if (blocks.length > limits.certificatesPerNamespace) {
    throw invalidField(
      field,
      `must hold at most ${limits.certificatesPerNamespace} certificates, this holds ${blocks.length}`,
    );
  }
  blocks.forEach((certificate, index) => {
    try {
      new X509Certificate(certificate);
    } catch {
      throw invalidField(field, `certificate ${index + 1} cannot be read`);
    }
  });
}
