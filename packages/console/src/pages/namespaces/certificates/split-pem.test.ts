import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { holdsPrivateKey, splitPem } from "./split-pem.ts";

const one = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----";

describe("a PEM text", () => {
  it("is its certificates, in their order", () => {
    assert.deepEqual(splitPem(`${one}\n${one}\n`), { certificates: [one, one], problem: null });
    assert.deepEqual(splitPem("  \n"), { certificates: [], problem: null });
  });

  it("says what in it is no certificate", () => {
    const problems: readonly (readonly [string, RegExp])[] = [
      ["hello", /not PEM/],
      ["MIIB", /not PEM/],
      [`${one}\nhello`, /outside of the certificates, as “hello”/],
      ["-----BEGIN CERTIFICATE-----\nMIIB", /has no end/],
      ["-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----", /certificate request/],
      ["-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----", /public key/],
    ];
    for (const [text, problem] of problems) assert.match(splitPem(text).problem ?? "", problem);
  });

  it("is told from one that holds a private key of any kind, even cut off", () => {
    for (const kind of ["", "RSA ", "EC ", "ENCRYPTED ", "OPENSSH "])
      assert.ok(holdsPrivateKey(`${one}\n-----BEGIN ${kind}PRIVATE KEY-----\nMIIE`), kind);
    assert.ok(holdsPrivateKey("-----BEGIN PGP PRIVATE KEY BLOCK-----"));
    assert.equal(holdsPrivateKey(one), false);
    assert.equal(holdsPrivateKey("-----BEGIN PUBLIC KEY-----"), false);
  });
});
