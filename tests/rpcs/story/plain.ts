// What clients call whose bundle of the API has no projects and no descriptions yet: the same, in the default project.
import type { Step } from "../step.ts";

const spec = (retentionDays: number) => ({
  name: "{{run}}-plain",
  replicas: [{ region: "aws-us-east-1" }],
  retentionDays,
  apiKeyAuth: { enabled: true },
});
const namespace = { namespace: "{{plainNamespace}}" };
const readNamespace: Step = {
  rpc: "GetNamespace",
  request: namespace,
  keep: { version: "namespace.resourceVersion" },
};
const resourceVersion = "{{version}}";
const workerTargetSpec = { namespaceId: "{{plainNamespace}}", taskQueue: "orders" };

export const plain: readonly Step[] = [
  { rpc: "CreateNamespace", request: { spec: spec(7) }, keep: { plainNamespace: "namespace" } },
  readNamespace,
  { rpc: "UpdateNamespace", request: { ...namespace, resourceVersion, spec: spec(8) } },
  {
    rpc: "CreateNexusEndpoint",
    request: { spec: { name: "{{run}}-plain", targetSpec: { workerTargetSpec } } },
    keep: { plainEndpoint: "endpointId" },
  },
  {
    rpc: "CreateConnectivityRule",
    request: { spec: { privateRule: { region: "aws-us-east-1", connectionId: "vpce-{{run}}" } } },
    keep: { plainRule: "connectivityRuleId" },
  },
  { rpc: "GetConnectivityRules", request: {} },
  {
    rpc: "GetConnectivityRule",
    request: { connectivityRuleId: "{{plainRule}}" },
    keep: { version: "connectivityRule.resourceVersion" },
  },
  { rpc: "DeleteConnectivityRule", request: { connectivityRuleId: "{{plainRule}}", resourceVersion } },
  {
    rpc: "GetNexusEndpoint",
    request: { endpointId: "{{plainEndpoint}}" },
    keep: { version: "endpoint.resourceVersion" },
  },
  { rpc: "DeleteNexusEndpoint", request: { endpointId: "{{plainEndpoint}}", resourceVersion } },
  readNamespace,
  { rpc: "DeleteNamespace", request: { ...namespace, resourceVersion } },
];
