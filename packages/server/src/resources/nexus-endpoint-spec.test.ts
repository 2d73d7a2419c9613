import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { type EndpointSpec, EndpointSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/nexus/v1/message_pb.ts";
import { parseApiVersion } from "./api-version.ts";
import {
  callersOf,
  canonicaliseEndpoint,
  comparableEndpoint,
  dropEchoedDescription,
  toWireEndpointSpec,
} from "./nexus-endpoint-spec.ts";

const specOf = (init: MessageInitShape<typeof EndpointSpecSchema>): EndpointSpec => create(EndpointSpecSchema, init);
const policies = (...ids: string[]): MessageInitShape<typeof EndpointSpecSchema> => ({
  policySpecs: ids.map((namespaceId) => ({
    variant: { case: "allowedCloudNamespacePolicySpec" as const, value: { namespaceId } },
  })),
});

describe("a Nexus endpoint's description", () => {
  it("is made from the deprecated text only where there is no other", () => {
    const old = specOf({ descriptionDeprecated: 'say "hi"' });
    canonicaliseEndpoint(old);
    assert.equal(Buffer.from(old.description?.data ?? []).toString(), '"say \\"hi\\""');
    assert.equal(Buffer.from(old.description?.metadata.encoding ?? []).toString(), "json/plain");
    assert.equal(toWireEndpointSpec(old).descriptionDeprecated, 'say "hi"');
    const both = specOf({ descriptionDeprecated: "old", description: { data: Buffer.from('"new"') } });
    canonicaliseEndpoint(both);
    assert.equal(Buffer.from(both.description?.data ?? []).toString(), '"new"');
  });

  it("shows as text only when it is some", () => {
    const encoding = Buffer.from("json/plain");
    const shown = (data: string, metadata: Record<string, Uint8Array> = { encoding }) =>
      toWireEndpointSpec(specOf({ description: { metadata, data: Buffer.from(data) } })).descriptionDeprecated;
    assert.equal(shown('""'), "");
    assert.equal(shown("{}"), "");
    assert.equal(shown("not json"), "");
    assert.equal(shown('"text"', {}), "");
    assert.equal(shown('"text"'), "text");
  });
});

describe("a Nexus endpoint's description that an update leaves out", () => {
  const stored = specOf({ descriptionDeprecated: "text" });
  canonicaliseEndpoint(stored);
  const updated = (descriptionDeprecated: string, version: string | null): EndpointSpec => {
    const [sent, spec] = [specOf({ descriptionDeprecated }), specOf({ descriptionDeprecated })];
    canonicaliseEndpoint(spec);
    dropEchoedDescription(spec, sent, stored, parseApiVersion(version));
    return spec;
  };

  it("is taken away though the old text comes back as it was read, by a caller that knows the new one", () => {
    assert.equal(updated("text", "v0.10.0").description, undefined);
  });

  it("stays for a caller that knows only the old text, or does not say what it knows", () => {
    assert.ok(updated("text", "v0.3.0").description);
    assert.ok(updated("text", null).description);
    assert.ok(updated("other", "v0.10.0").description);
  });
});

describe("a Nexus endpoint's callers", () => {
  it("are named once each, and compared in any order", () => {
    assert.deepEqual(callersOf(specOf(policies("a", "b", "a"))), ["a", "b"]);
    assert.deepEqual(comparableEndpoint(specOf(policies("b", "a"))), comparableEndpoint(specOf(policies("a", "b"))));
  });
});
