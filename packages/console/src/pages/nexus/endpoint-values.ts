// A Nexus endpoint as the form holds it, and the way from and to the wire.
import { clone, create } from "@bufbuild/protobuf";
import {
  type Endpoint,
  EndpointPolicySpecSchema,
  type EndpointSpec,
  EndpointSpecSchema,
  EndpointTargetSpecSchema,
  WorkerTargetSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/nexus/v1/message_pb.ts";
import { callersOf, targetOf } from "../../data/nexus-endpoints.ts";

export type EndpointValues = {
  projectId: string;
  name: string;
  description: string;
  namespaceId: string;
  taskQueue: string;
  callers: string[];
};

export const newEndpoint: EndpointValues = {
  projectId: "",
  name: "",
  description: "",
  namespaceId: "",
  taskQueue: "",
  callers: [],
};

export const toEndpointValues = (endpoint: Endpoint): EndpointValues => ({
  ...newEndpoint,
  ...targetOf(endpoint),
  projectId: endpoint.projectId,
  name: endpoint.spec?.name ?? "",
  description: endpoint.spec?.descriptionDeprecated ?? "",
  callers: callersOf(endpoint),
});

/** The description goes in its old, plain form, which the server turns into the new one. */
export function toEndpointSpec(values: EndpointValues, before: EndpointSpec | null): EndpointSpec {
  const spec = before === null ? create(EndpointSpecSchema) : clone(EndpointSpecSchema, before);
  spec.name = values.name.trim();
  if (before === null || before.descriptionDeprecated !== values.description) {
    delete spec.description;
    spec.descriptionDeprecated = values.description;
  }
  const target = create(WorkerTargetSpecSchema, {
    namespaceId: values.namespaceId.trim(),
    taskQueue: values.taskQueue,
  });
  spec.targetSpec = create(EndpointTargetSpecSchema, { variant: { case: "workerTargetSpec", value: target } });
  spec.policySpecs = values.callers.map((namespaceId) =>
    create(EndpointPolicySpecSchema, { variant: { case: "allowedCloudNamespacePolicySpec", value: { namespaceId } } }),
  );
  return spec;
}
