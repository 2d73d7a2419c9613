import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create, equals, type MessageInitShape } from "@bufbuild/protobuf";
import {
  type NamespaceSpec,
  NamespaceSpecSchema,
  NamespaceSpec_SearchAttributeType as Type,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { RemitError } from "../errors.ts";
import { latest, parseApiVersion } from "./api-version.ts";
import { canonicalise, comparable, dropEchoedCa, toWireSpec } from "./namespace-spec.ts";

const specOf = (init: MessageInitShape<typeof NamespaceSpecSchema>): NamespaceSpec => create(NamespaceSpecSchema, init);

function canonical(init: MessageInitShape<typeof NamespaceSpecSchema>, version = latest): NamespaceSpec {
  const spec = specOf(init);
  canonicalise(spec, version);
  return spec;
}

const sameChange = (a: NamespaceSpec, b: NamespaceSpec): boolean =>
  equals(NamespaceSpecSchema, comparable(a), comparable(b));

describe("the stored form of a namespace's spec", () => {
  it("takes regions for replicas, in their order", () => {
    const { replicas, regions } = canonical({ regions: ["b", "a"] });
    assert.deepEqual(
      replicas.map(({ region }) => region),
      ["b", "a"],
    );
    assert.deepEqual(regions, []);
  });

  it("lets the new member of a pair win over the old one", () => {
    const spec = canonical({
      regions: ["old"],
      replicas: [{ region: "new" }],
      customSearchAttributes: { Old: "text" },
      searchAttributes: { New: Type.INT },
      mtlsAuth: { acceptedClientCaDeprecated: "b2xk", acceptedClientCa: Buffer.from("new") },
    });
    assert.deepEqual(
      spec.replicas.map(({ region }) => region),
      ["new"],
    );
    assert.deepEqual(spec.searchAttributes, { New: Type.INT });
    assert.equal(Buffer.from(spec.mtlsAuth?.acceptedClientCa ?? []).toString(), "new");
  });

  it("loses a certificate authority that was emptied, though its old form comes back as it was read", () => {
    const stored = specOf({ mtlsAuth: { acceptedClientCa: Buffer.from("ca") } });
    const caAfter = (acceptedClientCaDeprecated: string, version: string | null): string => {
      const sent = { mtlsAuth: { acceptedClientCaDeprecated } };
      const spec = canonical(sent);
      dropEchoedCa(spec, specOf(sent), stored, parseApiVersion(version));
      return Buffer.from(spec.mtlsAuth?.acceptedClientCa ?? []).toString();
    };
    assert.equal(caAfter("Y2E=", "v0.25.0"), "");
    assert.equal(caAfter("Y2E=", "v0.1.0"), "ca");
    assert.equal(caAfter("Y2E=", null), "ca");
    assert.equal(caAfter("b2xk", "v0.25.0"), "old");
  });

  it("reads every old type name, in any case", () => {
    const customSearchAttributes = {
      a: "text",
      b: "Keyword",
      c: "INT",
      d: "double",
      e: "bool",
      f: "datetime",
      g: "KeywordList",
    };
    const { searchAttributes } = canonical({ customSearchAttributes });
    assert.deepEqual(searchAttributes, {
      a: Type.TEXT,
      b: Type.KEYWORD,
      c: Type.INT,
      d: Type.DOUBLE,
      e: Type.BOOL,
      f: Type.DATETIME,
      g: Type.KEYWORD_LIST,
    });
  });

  it("refuses an authority that is not base64", () => {
    const refused = (error: unknown) => error instanceof RemitError && error.reason === "INVALID_FIELD";
    assert.throws(() => canonical({ mtlsAuth: { acceptedClientCaDeprecated: "-----BEGIN" } }), refused);
  });

  it("takes an old caller's authority for enabled mTLS, and a new caller's word", () => {
    const mtlsAuth = { acceptedClientCaDeprecated: "b2xk" };
    assert.equal(canonical({ mtlsAuth }, [0, 1, 0]).mtlsAuth?.enabled, true);
    assert.equal(canonical({ mtlsAuth }, [0, 2, 0]).mtlsAuth?.enabled, false);
  });

  it("names each connectivity rule once", () => {
    assert.deepEqual(canonical({ connectivityRuleIds: ["b", "a", "b"] }).connectivityRuleIds, ["a", "b"]);
  });

  it("is read with both members of each pair, and reads the same when it comes back", () => {
    const stored = canonical({
      replicas: [{ region: "a" }],
      searchAttributes: { Tags: Type.KEYWORD_LIST },
      mtlsAuth: { acceptedClientCa: Buffer.from("pem\n") },
      apiKeyAuth: { enabled: true },
    });
    const wire = toWireSpec(stored);
    assert.deepEqual(wire.regions, ["a"]);
    assert.deepEqual(wire.customSearchAttributes, { Tags: "keyword_list" });
    assert.equal(wire.mtlsAuth?.acceptedClientCaDeprecated, "cGVtCg==");
    canonicalise(wire, latest);
    assert.ok(equals(NamespaceSpecSchema, wire, stored));
  });

  it("never lacks API-key authentication when read", () => {
    assert.equal(toWireSpec(specOf({})).apiKeyAuth?.enabled, false);
  });
});

describe("whether a spec says something new", () => {
  it("an empty message says what an absent one says", () => {
    assert.ok(sameChange(specOf({}), specOf({ mtlsAuth: {}, codecServer: {}, lifecycle: {}, highAvailability: {} })));
  });

  it("but capacity and fairness say something by being there", () => {
    assert.ok(!sameChange(specOf({}), specOf({ fairness: {} })));
    assert.ok(!sameChange(specOf({}), specOf({ capacitySpec: { spec: { case: "onDemand", value: {} } } })));
  });

  it("and one field in a message is enough", () => {
    assert.ok(!sameChange(specOf({ lifecycle: {} }), specOf({ lifecycle: { enableDeleteProtection: true } })));
    assert.ok(!sameChange(specOf({}), specOf({ mtlsAuth: { certificateFilters: [{ commonName: "a" }] } })));
  });
});
