import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create, equals } from "@bufbuild/protobuf";
import {
  EncryptionValidationSpec_EncryptionValidationMode as EncryptionMode,
  type NamespaceSpec,
  NamespaceSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { mergeValues, newNamespace, toSpec, toValues } from "./values.ts";

/** With something in every field that the form has. */
const full: NamespaceSpec = create(NamespaceSpecSchema, {
  name: "orders",
  description: "Orders",
  retentionDays: 14,
  replicas: [{ region: "aws-us-east-1" }, { region: "aws-eu-west-1" }],
  apiKeyAuth: { enabled: true },
  mtlsAuth: {
    enabled: true,
    acceptedClientCa: new TextEncoder().encode("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"),
    certificateFilters: [{ commonName: "*.example.com", organization: "Example" }],
  },
  searchAttributes: { CustomerId: 2 },
  codecServer: {
    endpoint: "https://codec.example.com",
    passAccessToken: true,
    includeCrossOriginCredentials: true,
    customErrorMessage: { default: { message: "Ask #codec", link: "https://example.com" } },
  },
  lifecycle: { enableDeleteProtection: true },
  highAvailability: { disableManagedFailover: true, disablePassivePollerForwarding: true },
  connectivityRuleIds: ["r1"],
  capacitySpec: { spec: { case: "provisioned", value: { value: 4 } } },
  fairness: { taskQueueFairnessEnabled: true },
  encryptionValidation: {
    mode: EncryptionMode.DENY,
    metadataKey: "encoding",
    metadataValues: ["binary/encrypted"],
    inspectHeader: true,
    inspectFailure: true,
  },
});

describe("the form of a Namespace", () => {
  it("writes back what it read, field by field", () => {
    assert.ok(equals(NamespaceSpecSchema, toSpec(toValues(full, "p1"), full), full));
    assert.ok(equals(NamespaceSpecSchema, toSpec(toValues(full, "p1"), null), full));
  });

  it("asks for no capacity and no fairness where nobody chose any: other clients would read a change", () => {
    const spec = toSpec(newNamespace, null);
    assert.deepEqual([spec.capacitySpec, spec.fairness, spec.encryptionValidation], [undefined, undefined, undefined]);
  });

  it("keeps what one typed when somebody else's changes are taken over", () => {
    const before = toValues(full, "p1");
    const mine = { ...before, retentionDays: 30 };
    const theirs = { ...before, retentionDays: 7, description: "Theirs" };
    const merged = mergeValues(before, mine, theirs);
    assert.deepEqual([merged.retentionDays, merged.description], [30, "Theirs"]);
  });
});
