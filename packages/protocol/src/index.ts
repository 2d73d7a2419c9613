// The services and the registry of every message that is said here. Messages are imported from
// "@remit/protocol/gen/<path>_pb.ts", by the path of the .proto file that defines them.
import { createRegistry, type DescFile, type DescService, type Registry } from "@bufbuild/protobuf";
import { file_google_rpc_error_details } from "./gen/google/rpc/error_details_pb.ts";
import { file_google_rpc_status } from "./gen/google/rpc/status_pb.ts";
import { file_grpc_health_v1_health } from "./gen/grpc/health/v1/health_pb.ts";
import { file_grpc_reflection_v1_reflection } from "./gen/grpc/reflection/v1/reflection_pb.ts";
import { file_grpc_reflection_v1alpha_reflection } from "./gen/grpc/reflection/v1alpha/reflection_pb.ts";
import { AccessService, file_remit_v1_access } from "./gen/remit/v1/access_pb.ts";
import { ActivityService, file_remit_v1_activity } from "./gen/remit/v1/activity_pb.ts";
import { file_remit_v1_identity, IdentityService } from "./gen/remit/v1/identity_pb.ts";
import { file_remit_v1_namespaces, NamespaceService } from "./gen/remit/v1/namespaces_pb.ts";
import { file_remit_v1_requests, RequestService } from "./gen/remit/v1/requests_pb.ts";
import { file_remit_v1_responsibility, ResponsibilityService } from "./gen/remit/v1/responsibility_pb.ts";
import { file_remit_v1_session, SessionService } from "./gen/remit/v1/session_pb.ts";
import { file_remit_v1_usage, UsageService } from "./gen/remit/v1/usage_pb.ts";
import {
  CloudService,
  file_temporal_api_cloud_cloudservice_v1_service,
} from "./gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";

export { ErrorInfoSchema } from "./gen/google/rpc/error_details_pb.ts";
export { Health, HealthCheckResponse_ServingStatus } from "./gen/grpc/health/v1/health_pb.ts";
export { ServerReflection } from "./gen/grpc/reflection/v1/reflection_pb.ts";
export { ServerReflection as ServerReflectionV1Alpha } from "./gen/grpc/reflection/v1alpha/reflection_pb.ts";

export {
  AccessService,
  ActivityService,
  CloudService,
  IdentityService,
  NamespaceService,
  RequestService,
  ResponsibilityService,
  SessionService,
  UsageService,
};

/** Every service whose RPCs a row of authorization decides on. */
export const services: readonly DescService[] = [
  CloudService,
  AccessService,
  IdentityService,
  ResponsibilityService,
  RequestService,
  ActivityService,
  NamespaceService,
  UsageService,
  SessionService,
];

/** Every file of the protocol in dependency order: a file stands after all that it imports. */
export const files: readonly DescFile[] = inDependencyOrder([
  file_temporal_api_cloud_cloudservice_v1_service,
  file_remit_v1_access,
  file_remit_v1_activity,
  file_remit_v1_identity,
  file_remit_v1_namespaces,
  file_remit_v1_requests,
  file_remit_v1_responsibility,
  file_remit_v1_session,
  file_remit_v1_usage,
  file_grpc_health_v1_health,
  file_grpc_reflection_v1_reflection,
  file_grpc_reflection_v1alpha_reflection,
  file_google_rpc_status,
  file_google_rpc_error_details,
]);

/** Resolves the types inside `google.protobuf.Any` and names for reflection. */
export const registry: Registry = createRegistry(...files);

function inDependencyOrder(roots: DescFile[]): DescFile[] {
  const ordered = new Set<DescFile>();
  const visit = (file: DescFile): void => {
    if (ordered.has(file)) return;
    for (const dependency of file.dependencies) visit(dependency);
    ordered.add(file);
  };
  for (const root of roots) visit(root);
  return [...ordered];
}
