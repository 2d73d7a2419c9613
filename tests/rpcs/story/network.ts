// A connectivity rule, and a Nexus endpoint that leads to the Namespace.
import type { Step } from "../step.ts";

const resourceVersion = "{{version}}";
const rule = { connectivityRuleId: "{{rule}}" };

export const connectivityRules: readonly Step[] = [
  {
    rpc: "CreateConnectivityRule",
    request: {
      projectId: "{{project}}",
      spec: { privateRule: { region: "aws-us-east-1", connectionId: "vpce-{{run}}" } },
    },
    keep: { rule: "connectivityRuleId" },
  },
  { rpc: "GetConnectivityRule", request: rule },
  { rpc: "GetConnectivityRules", request: { projectId: "{{project}}" } },
];

export const connectivityRulesEnd: readonly Step[] = [
  { rpc: "GetConnectivityRule", request: rule, keep: { version: "connectivityRule.resourceVersion" } },
  { rpc: "DeleteConnectivityRule", request: { ...rule, resourceVersion } },
];

const endpoint = { endpointId: "{{endpoint}}" };
const readEndpoint: Step = {
  rpc: "GetNexusEndpoint",
  request: endpoint,
  keep: { version: "endpoint.resourceVersion" },
};
const spec = (taskQueue: string) => ({
  name: "{{run}}",
  description: { metadata: { encoding: "anNvbi9wbGFpbg==" }, data: "Im9yZGVycyI=" },
  targetSpec: { workerTargetSpec: { namespaceId: "{{namespace}}", taskQueue } },
  policySpecs: [{ allowedCloudNamespacePolicySpec: { namespaceId: "{{namespace}}" } }],
});

export const nexusEndpoints: readonly Step[] = [
  {
    rpc: "CreateNexusEndpoint",
    request: { projectId: "{{project}}", spec: spec("orders") },
    keep: { endpoint: "endpointId" },
  },
  readEndpoint,
  { rpc: "UpdateNexusEndpoint", request: { ...endpoint, resourceVersion, spec: spec("shipping") } },
  { rpc: "GetNexusEndpoints", request: { name: "{{run}}" } },
  readEndpoint,
  {
    rpc: "MoveNexusEndpointToProject",
    request: {
      ...endpoint,
      destinationProjectId: "{{otherProject}}",
      expectedSourceProjectId: "{{project}}",
      resourceVersion,
    },
  },
  readEndpoint,
  { rpc: "DeleteNexusEndpoint", request: { ...endpoint, resourceVersion } },
];
