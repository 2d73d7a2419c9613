import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toFormErrors } from "./field-errors.ts";
import { newNamespace } from "./values.ts";

const placeOf = (field: string): string[] =>
  Object.keys(
    toFormErrors(new Map([[field, "is wrong"]]), {
      ...newNamespace,
      searchAttributes: [
        { name: "A", type: "2", kept: true },
        { name: "Order Id", type: "2", kept: false },
      ],
      tags: [{ key: "team", value: "x" }],
    }),
  );

describe("what the server says about a field of a Namespace", () => {
  const places = {
    "spec.name": "name",
    "spec.replicas[1].region": "regions",
    "spec.retention_days": "retentionDays",
    "spec.mtls_auth.accepted_client_ca": "acceptedCas",
    "spec.mtls_auth.certificate_filters[2].organizational_unit": "filters.2.organizationalUnit",
    'spec.search_attributes["Order Id"]': "searchAttributes.1.name",
    "spec.codec_server.endpoint": "codecEndpoint",
    'tags["team"]': "tags.0.key",
  };
  for (const [field, place] of Object.entries(places)) {
    it(`stands at the field for ${field}`, () => assert.deepEqual(placeOf(field), [place]));
  }

  it("stands at none where the form has none for it", () => {
    assert.deepEqual(placeOf("spec"), []);
    assert.deepEqual(placeOf('spec.search_attributes["gone"]'), []);
  });
});
