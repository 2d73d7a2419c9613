// What a namespace's settings may be, and that they come back as they were sent. No Temporal server is needed: what
// is refused is refused before one is asked, and what is ours alone is done at once.
import assert from "node:assert/strict";
import { describe } from "node:test";
import { Code } from "@connectrpc/connect";
import {
  Capacity_Request_State,
  EncryptionValidationSpec_EncryptionValidationMode as EncryptionMode,
  NamespaceSpec_SearchAttributeType as Type,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { makeCertificate } from "../harness/certificates.ts";
import { readNamespace, specOf } from "../harness/namespaces.ts";
import { sharePlane } from "../harness/plane-for-file.ts";
import { refused, refusedField } from "../harness/refusals.ts";

const expired = await makeCertificate({ expired: true });
const valid = await makeCertificate();

describe("settings of a namespace", () => {
  const onPlane = sharePlane();
  const pem = (count: number) => Buffer.from(expired.repeat(count));

  onPlane("come back exactly as they were sent", async ({ owner }) => {
    const bundle = Buffer.from(`${expired}\n\n${valid}`);
    const filters = [
      { commonName: "client", organization: "", organizationalUnit: "*.example", subjectAlternativeName: "" },
    ];
    const sent = specOf({
      retentionDays: 90,
      mtlsAuth: { enabled: true, acceptedClientCa: bundle, certificateFilters: filters },
      codecServer: {
        endpoint: "https://codec.example",
        passAccessToken: true,
        customErrorMessage: { default: { message: "Ask the platform team", link: "https://go.example" } },
      },
      lifecycle: { enableDeleteProtection: true },
      highAvailability: { disableManagedFailover: true, disablePassivePollerForwarding: true },
      capacitySpec: { spec: { case: "provisioned", value: { value: 2 } } },
      fairness: { taskQueueFairnessEnabled: false },
      encryptionValidation: {
        mode: EncryptionMode.DENY,
        metadataKey: "encoding",
        metadataValues: ["binary/encrypted"],
      },
      description: "Orders\nof the shop",
      replicas: [{ region: "aws-us-east-1" }, { region: "aws-us-west-2" }],
    });
    const { namespace } = await owner.cloud.createNamespace({ spec: sent });
    const { spec, capacity, replicas, regionStatus } = await readNamespace(owner, namespace);
    const back = { ...sent, regions: ["aws-us-east-1", "aws-us-west-2"] };
    const mtlsAuth = { ...sent.mtlsAuth, acceptedClientCaDeprecated: bundle.toString("base64") };
    assert.deepEqual(plain(spec), plain({ ...back, mtlsAuth }));
    assert.equal(capacity?.latestRequest?.state, Capacity_Request_State.CAPACITY_REQUEST_IN_PROGRESS);
    assert.deepEqual(capacity.currentMode.value, {
      $typeName: "temporal.api.cloud.namespace.v1.Capacity.Provisioned",
      currentValue: 2,
    });
    assert.deepEqual(
      replicas.map(({ id, isPrimary }) => [id, isPrimary]),
      [
        ["aws-us-east-1", true],
        ["aws-us-west-2", false],
      ],
    );
    assert.deepEqual(Object.keys(regionStatus).sort(), ["aws-us-east-1", "aws-us-west-2"]);
    const { resourceVersion } = await readNamespace(owner, namespace);
    const again = {
      ...sent,
      capacitySpec: specOf({ capacitySpec: { spec: { case: "onDemand", value: {} } } }).capacitySpec,
    };
    await refused(
      owner.cloud.updateNamespace({ namespace, spec: again, resourceVersion }),
      Code.FailedPrecondition,
      "wait until",
    );
  });

  onPlane("that were never set stay unset, but for API keys, which clients need to know about", async ({ owner }) => {
    const sent = specOf({ mtlsAuth: { enabled: true, acceptedClientCa: pem(1) }, retentionDays: 0 });
    delete sent.apiKeyAuth;
    const { namespace } = await owner.cloud.createNamespace({ spec: sent });
    const { spec, capacity, tags, connectivityRules } = await readNamespace(owner, namespace);
    assert.equal(spec?.apiKeyAuth?.enabled, false);
    assert.equal(spec?.retentionDays, 30);
    const unset = [
      "codecServer",
      "lifecycle",
      "highAvailability",
      "capacitySpec",
      "fairness",
      "encryptionValidation",
    ] as const;
    for (const member of unset) assert.equal(spec?.[member], undefined, member);
    assert.equal(capacity, undefined);
    assert.deepEqual([tags, connectivityRules], [{}, []]);
  });

  onPlane("keep certificate filters with mTLS off and no authority", async ({ owner }) => {
    const certificateFilters = [{ commonName: "only" }];
    const { namespace } = await owner.cloud.createNamespace({
      spec: specOf({ mtlsAuth: { enabled: false, certificateFilters } }),
    });
    const { spec } = await readNamespace(owner, namespace);
    assert.deepEqual(
      spec?.mtlsAuth?.certificateFilters.map(({ commonName }) => commonName),
      ["only"],
    );
  });

  onPlane("of callers older than mTLS could be switched off mean that it is on", async ({ as, ownerKey }) => {
    const old = as(ownerKey, { "temporal-cloud-api-version": "v0.1.0" });
    const sent = specOf({ mtlsAuth: { acceptedClientCaDeprecated: pem(1).toString("base64") } });
    delete sent.apiKeyAuth;
    const { namespace } = await old.cloud.createNamespace({ spec: sent });
    const { spec } = await readNamespace(old, namespace);
    assert.equal(spec?.mtlsAuth?.enabled, true);
    assert.deepEqual(Buffer.from(spec?.mtlsAuth?.acceptedClientCa ?? []), pem(1));
  });

  const refusals: readonly (readonly [why: string, field: string, change: Parameters<typeof specOf>[0]])[] = [
    ["a name with a double hyphen", "spec.name", { name: "a--b" }],
    ["a name of one character", "spec.name", { name: "a" }],
    ["a name of 40 characters", "spec.name", { name: "a".repeat(40) }],
    ["a name in capitals", "spec.name", { name: "Orders" }],
    ["the control plane's own name", "spec.name", { name: "remit-system" }],
    ["a name that begins like Temporal's own", "spec.name", { name: "temporal-system-2" }],
    ["91 days", "spec.retention_days", { retentionDays: 91 }],
    ["negative days", "spec.retention_days", { retentionDays: -1 }],
    ["no region", "spec.replicas", { replicas: [] }],
    ["three regions", "spec.replicas", { replicas: Array(3).fill({ region: "aws-us-east-1" }) }],
    ["an unknown region", "spec.replicas[0].region", { replicas: [{ region: "aws-mars-1" }] }],
    ["no way to sign in", "spec", { apiKeyAuth: { enabled: false } }],
    [
      "text that is no certificate",
      "spec.mtls_auth.accepted_client_ca",
      { mtlsAuth: { acceptedClientCa: Buffer.from("hello") } },
    ],
    ["17 certificates", "spec.mtls_auth.accepted_client_ca", { mtlsAuth: { acceptedClientCa: pem(17) } }],
    [
      "a broken certificate",
      "spec.mtls_auth.accepted_client_ca",
      {
        mtlsAuth: {
          acceptedClientCa: Buffer.from(
            pem(1)
              .toString()
              .replace(/[A-Za-z0-9]{20}/, ""),
          ),
        },
      },
    ],
    [
      "26 filters",
      "spec.mtls_auth.certificate_filters",
      { mtlsAuth: { certificateFilters: Array(26).fill({ commonName: "a" }) } },
    ],
    [
      "a filter for anything",
      "spec.mtls_auth.certificate_filters[0].common_name",
      { mtlsAuth: { certificateFilters: [{ commonName: "*" }] } },
    ],
    ["an empty filter", "spec.mtls_auth.certificate_filters[0]", { mtlsAuth: { certificateFilters: [{}] } }],
    ["an http codec server", "spec.codec_server.endpoint", { codecServer: { endpoint: "http://codec.example" } }],
    [
      "a script as a link",
      "spec.codec_server.custom_error_message.default.link",
      { codecServer: { customErrorMessage: { default: { link: "javascript:alert(1)" } } } },
    ],
    [
      "an attribute without a type",
      'spec.search_attributes["Total"]',
      { searchAttributes: { Total: Type.UNSPECIFIED } },
    ],
    ["an attribute of an unknown type", 'spec.search_attributes["Total"]', { searchAttributes: { Total: 99 as Type } }],
    ["an attribute with a strange name", 'spec.search_attributes["a`b"]', { searchAttributes: { "a`b": Type.INT } }],
    [
      "an attribute of Temporal's own",
      'spec.search_attributes["WorkflowId"]',
      { searchAttributes: { WorkflowId: Type.KEYWORD } },
    ],
    [
      "an old attribute of an unknown type",
      'spec.custom_search_attributes["Total"]',
      { customSearchAttributes: { Total: "money" } },
    ],
    [
      "6 attributes of type Text",
      "spec.search_attributes",
      { searchAttributes: Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`T${n}`, Type.TEXT])) },
    ],
    ["capacity of neither mode", "spec.capacity_spec", { capacitySpec: {} }],
    [
      "no capacity at all",
      "spec.capacity_spec.provisioned.value",
      { capacitySpec: { spec: { case: "provisioned", value: { value: 0 } } } },
    ],
    [
      "an unknown encryption mode",
      "spec.encryption_validation.mode",
      { encryptionValidation: { mode: 9 as EncryptionMode } },
    ],
    ["a description that is not ASCII", "spec.description", { description: "Bestellungen für alle" }],
    ["a description of 256 characters", "spec.description", { description: "a".repeat(256) }],
    ["a connectivity rule that is not there", "spec.connectivity_rule_ids", { connectivityRuleIds: ["nothing"] }],
  ];
  for (const [why, field, change] of refusals) {
    onPlane(`are refused: ${why}`, async ({ owner }) => {
      await refusedField(owner.cloud.createNamespace({ spec: specOf(change) }), field);
    });
  }

  onPlane(
    "are refused without a spec, in a project that is not there, and with a name that is taken",
    async ({ owner }) => {
      await refusedField(owner.cloud.createNamespace({}), "spec");
      await refused(owner.cloud.createNamespace({ spec: specOf(), projectId: "nowhere" }), Code.NotFound);
      const spec = specOf();
      await owner.cloud.createNamespace({ spec });
      await refused(owner.cloud.createNamespace({ spec }), Code.AlreadyExists);
    },
  );

  onPlane("of one namespace too many are refused, without a code that clients would retry", async ({ owner }) => {
    const { projectId } = await owner.cloud.createProject({ spec: { displayName: "full" } });
    for (let count = 0; count < 10; count++) await owner.cloud.createNamespace({ spec: specOf(), projectId });
    await refused(
      owner.cloud.createNamespace({ spec: specOf(), projectId }),
      Code.FailedPrecondition,
      "namespacesPerProject",
    );
  });
});

/** Without prototypes: a Buffer and a Uint8Array of the same bytes are the same certificate. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}
