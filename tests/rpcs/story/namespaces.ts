// A Namespace from its making to its end: settings, tags, search attributes, regions, export, another project.
import type { Step } from "../step.ts";

const namespace = { namespace: "{{namespace}}" };
const resourceVersion = "{{version}}";
const readNamespace: Step = {
  rpc: "GetNamespace",
  request: namespace,
  keep: { version: "namespace.resourceVersion" },
};

const spec = (retentionDays: number, attribute: string) => ({
  name: "{{run}}",
  replicas: [{ region: "aws-us-east-1" }],
  retentionDays,
  apiKeyAuth: { enabled: true },
  connectivityRuleIds: [],
  searchAttributes: { [attribute]: "SEARCH_ATTRIBUTE_TYPE_KEYWORD" },
  description: "of the story",
});

/** Before what is attached to it. */
export const namespaces: readonly Step[] = [
  {
    rpc: "CreateNamespace",
    request: { projectId: "{{project}}", tags: { team: "orders" }, spec: spec(7, "OrderId") },
    keep: { namespace: "namespace" },
  },
  readNamespace,
  { rpc: "UpdateNamespace", request: { ...namespace, resourceVersion, spec: spec(8, "OrderId") } },
  { rpc: "GetNamespaces", request: { name: "{{run}}" } },
  readNamespace,
  {
    rpc: "RenameCustomSearchAttribute",
    request: {
      ...namespace,
      resourceVersion,
      existingCustomSearchAttributeName: "OrderId",
      newCustomSearchAttributeName: "OrderNumber",
    },
  },
  { rpc: "UpdateNamespaceTags", request: { ...namespace, tagsToRemove: [], tagsToUpsert: { team: "shipping" } } },
  { rpc: "GetNamespaceCapacityInfo", request: namespace },
  readNamespace,
  { rpc: "AddNamespaceRegion", request: { ...namespace, resourceVersion, region: "aws-us-west-2" } },
  { rpc: "FailoverNamespaceRegion", request: { ...namespace, region: "aws-us-west-2" } },
  readNamespace,
  { rpc: "DeleteNamespaceRegion", request: { ...namespace, resourceVersion, region: "aws-us-east-1" } },
];

const sink = (bucketName: string) => ({
  name: "archive",
  enabled: false,
  s3: { roleName: "export", region: "us-east-1", awsAccountId: "123456789012", bucketName },
});
const readSink: Step = {
  rpc: "GetNamespaceExportSink",
  request: { ...namespace, name: "archive" },
  keep: { version: "sink.resourceVersion" },
};

export const exportSinks: readonly Step[] = [
  { rpc: "ValidateNamespaceExportSink", request: { ...namespace, spec: sink("orders-history") } },
  { rpc: "CreateNamespaceExportSink", request: { ...namespace, spec: sink("orders-history") } },
  readSink,
  { rpc: "UpdateNamespaceExportSink", request: { ...namespace, resourceVersion, spec: sink("orders-archive") } },
  { rpc: "GetNamespaceExportSinks", request: namespace },
  readSink,
  { rpc: "DeleteNamespaceExportSink", request: { ...namespace, resourceVersion, name: "archive" } },
];

export const namespacesEnd: readonly Step[] = [
  readNamespace,
  {
    rpc: "MoveNamespaceToProject",
    request: {
      ...namespace,
      destinationProjectId: "{{otherProject}}",
      expectedSourceProjectId: "{{project}}",
      resourceVersion,
    },
  },
  readNamespace,
  { rpc: "DeleteNamespace", request: { ...namespace, resourceVersion } },
];
