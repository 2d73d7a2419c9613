import "reflect-metadata"; // the x509 library needs it loaded first
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { ExtendedKeyUsage, Extension, KeyUsageFlags } from "@peculiar/x509";
import { type Issued, type IssueOptions, issue, makeKeys } from "../../../../tests/harness/client-certificates.ts";
import type { CertificateFilter } from "./certificate-filters.ts";
import { isAccepted, type MutualTls, readAuthorities, readClientCertificate } from "./client-certificate.ts";

const now = Date.now();
const dayMs = 86_400_000;
const yesterday = new Date(now - dayMs / 2);
const filter = (parts: Partial<CertificateFilter>): CertificateFilter => ({
  commonName: "",
  organization: "",
  organizationalUnit: "",
  subjectAlternativeName: "",
  ...parts,
});

const rules = (accepted: readonly Issued[], filters: readonly CertificateFilter[] = []): MutualTls => ({
  enabled: true,
  authorities: readAuthorities(accepted.map(({ pem }) => pem)),
  filters,
});

function accepts(mutualTls: MutualTls, sent: readonly Issued[], at = now): boolean {
  const certificate = readClientCertificate(sent.map(({ der }) => der));
  return certificate !== null && isAccepted(certificate, mutualTls, at);
}

describe("a client certificate", () => {
  let root: Issued;
  let intermediate: Issued;
  let leaf: Issued;
  const makeLeaf = (options: IssueOptions = {}, name = "CN=worker, O=Payments, OU=Card") =>
    issue(name, { issuer: root, ...options });

  before(async () => {
    root = await issue("CN=Root", { ca: true });
    intermediate = await issue("CN=Intermediate", { ca: true, issuer: root });
    leaf = await makeLeaf();
  });

  it("is accepted where its authority is, and nowhere else", async () => {
    assert.ok(accepts(rules([root]), [leaf]));
    assert.ok(!accepts(rules([await issue("CN=Other", { ca: true })]), [leaf]));
    assert.ok(!accepts(rules([]), [leaf]));
    assert.ok(!accepts({ ...rules([root]), enabled: false }, [leaf]), "mutual TLS is off");
  });

  it("is not accepted by an authority that only has the right name", async () => {
    const namesake = await issue("CN=Root", { ca: true });
    assert.ok(!accepts(rules([namesake]), [leaf]));
    assert.ok(accepts(rules([namesake, root]), [leaf]), "another one of the name has issued it");
  });

  it("leads to its authority over what was sent, in any order, and over what is accepted", async () => {
    const below = await makeLeaf({ issuer: intermediate });
    const stranger = await issue("CN=Stranger", { ca: true });
    assert.ok(accepts(rules([root]), [below, intermediate]));
    assert.ok(accepts(rules([root]), [below, stranger, root, intermediate]));
    assert.ok(accepts(rules([root, intermediate]), [below]));
    assert.ok(accepts(rules([intermediate]), [below]), "an authority may be accepted without the one above it");
    assert.ok(!accepts(rules([root]), [below]), "nobody sent the one in between");
    assert.ok(!accepts(rules([stranger]), [below, intermediate, root]));
  });

  it("is not vouched for by another leaf", async () => {
    for (const ca of [undefined, false]) {
      const between = await makeLeaf({ ...(ca !== undefined && { ca }) }, "CN=Between");
      assert.ok(!accepts(rules([root]), [await makeLeaf({ issuer: between }), between]));
    }
  });

  it("ends when it expires, and begins when it says", async () => {
    assert.ok(!accepts(rules([root]), [leaf], now + 2 * dayMs));
    const mutualTls = rules([root]);
    assert.ok(accepts(mutualTls, [leaf]));
    assert.ok(!accepts(mutualTls, [leaf], now + 2 * dayMs), "what was found a moment ago outlived the certificate");
    assert.ok(!accepts(rules([root]), [await makeLeaf({ from: new Date(now + dayMs / 2) })]));
    assert.ok(!accepts(rules([root]), [await makeLeaf({ until: yesterday })]));
  });

  it("ends with its authority, as on Temporal Cloud, and not where a renewed one is accepted too", async () => {
    const keys = await makeKeys();
    const old = await issue("CN=Rotated", { ca: true, keys, until: yesterday });
    const renewed = await issue("CN=Rotated", { ca: true, keys });
    const below = await makeLeaf({ issuer: old });
    assert.ok(!accepts(rules([old]), [below]));
    assert.ok(accepts(rules([old, renewed]), [below]));
    const between = await issue("CN=Intermediate", { ca: true, issuer: old });
    const lowest = await makeLeaf({ issuer: between });
    assert.ok(!accepts(rules([old, between]), [lowest]), "an expired root ends all below it");
    assert.ok(accepts(rules([old, renewed, between]), [lowest]));
  });

  it("is signed by the key of its authority", async () => {
    const bytes = Uint8Array.from(leaf.der);
    const last = bytes.length - 1;
    bytes[last] = (bytes[last] ?? 0) ^ 1;
    assert.ok(!accepts(rules([root]), [{ ...leaf, der: bytes }]));
    const forged = await makeLeaf({ issuer: { name: "CN=Root", keys: await makeKeys() } });
    assert.ok(!accepts(rules([root]), [forged]));
  });

  it("is for clients, and for signing, where it says what it is for", async () => {
    const { digitalSignature, keyEncipherment, keyCertSign, cRLSign } = KeyUsageFlags;
    const { clientAuth, serverAuth } = ExtendedKeyUsage;
    assert.ok(accepts(rules([root]), [await makeLeaf({ usages: digitalSignature | keyEncipherment })]));
    assert.ok(!accepts(rules([root]), [await makeLeaf({ usages: keyEncipherment })]));
    assert.ok(accepts(rules([root]), [await makeLeaf({ purposes: [serverAuth, clientAuth] })]));
    assert.ok(!accepts(rules([root]), [await makeLeaf({ purposes: [serverAuth] })]));
    assert.ok(!accepts(rules([root]), [await makeLeaf({ ca: true }, "CN=Authority")]), "an authority is no client");
    for (const [usages, isFit] of [
      [keyCertSign, true],
      [cRLSign, false],
    ] as const) {
      const authority = await issue("CN=Usage", { ca: true, usages });
      assert.equal(accepts(rules([authority]), [await makeLeaf({ issuer: authority })]), isFit);
    }
    const servers = await issue("CN=Servers", { ca: true, purposes: [serverAuth] });
    assert.ok(!accepts(rules([servers]), [await makeLeaf({ issuer: servers })]));
  });

  it("stands no deeper below an authority than that allows", async () => {
    const shallow = await issue("CN=Shallow", { ca: true, pathLength: 0 });
    assert.ok(accepts(rules([shallow]), [await makeLeaf({ issuer: shallow })]));
    const between = await issue("CN=Between", { ca: true, issuer: shallow });
    assert.ok(!accepts(rules([shallow]), [await makeLeaf({ issuer: between }), between]));
  });

  it("has nothing in its path that is not understood, or is weakly signed", async () => {
    const critical = new Extension("1.2.3.4", true, new Uint8Array([5, 0]));
    const harmless = new Extension("1.2.3.4", false, new Uint8Array([5, 0]));
    assert.ok(accepts(rules([root]), [await makeLeaf({ extensions: [harmless] })]));
    assert.ok(!accepts(rules([root]), [await makeLeaf({ extensions: [critical] })]));
    // Permitted: dNSName "example.com".
    const bytes = Buffer.from("3011a00f300d820b6578616d706c652e636f6d", "hex");
    const constraints = new Extension("2.5.29.30", false, bytes);
    const constrained = await issue("CN=Constrained", { ca: true, extensions: [constraints] });
    assert.ok(!accepts(rules([constrained]), [await makeLeaf({ issuer: constrained })]));
    assert.ok(!accepts(rules([root]), [await makeLeaf({ hash: "SHA-1" })]));
  });

  it("is found, or not, without end in sight where certificates point at each other", async () => {
    const a = await makeKeys();
    const b = await makeKeys();
    const ring = [
      await issue("CN=A", { ca: true, keys: a, issuer: { name: "CN=B", keys: b } }),
      await issue("CN=B", { ca: true, keys: b, issuer: { name: "CN=A", keys: a } }),
    ];
    const below = await makeLeaf({ issuer: { name: "CN=A", keys: a } });
    assert.ok(!accepts(rules([root]), [below, ...ring]));
  });

  it("is refused when it cannot be read, or brings too much", () => {
    assert.equal(readClientCertificate([]), null);
    assert.equal(readClientCertificate([new Uint8Array([1, 2, 3])]), null);
    assert.equal(readClientCertificate([leaf.der, new Uint8Array(40_000)]), null);
    assert.equal(readClientCertificate(Array.from({ length: 11 }, () => leaf.der)), null);
  });

  it("passes one of the filters, with all that it names", async () => {
    const named = await makeLeaf({
      alternatives: [
        { type: "dns", value: "worker.payments.example" },
        { type: "url", value: "spiffe://example/payments" },
      ],
    });
    for (const [isFit, ...filters] of [
      [true, { commonName: "worker" }],
      [false, { commonName: "Worker" }],
      [false, { commonName: "work" }],
      [true, { commonName: "work*" }],
      [true, { commonName: "*ker" }],
      [false, { commonName: "*work" }],
      [true, { organization: "Payments", organizationalUnit: "Card" }],
      [false, { organization: "Payments", organizationalUnit: "Cash" }],
      [true, { organization: "Nobody" }, { organizationalUnit: "Card" }],
      [false, { organization: "Nobody" }, { organizationalUnit: "Cash" }],
      [true, { subjectAlternativeName: "worker.payments.example" }],
      [true, { subjectAlternativeName: "spiffe://example/*" }],
      [false, { subjectAlternativeName: "spiffe://other/*" }],
      [false, { commonName: "worker", subjectAlternativeName: "*.other" }],
      [false, {}],
    ] as const) {
      assert.equal(accepts(rules([root], filters.map(filter)), [named]), isFit, JSON.stringify(filters));
    }
    assert.ok(!accepts(rules([root], [filter({ subjectAlternativeName: "worker" })]), [leaf]), "it has none");
  });
});
