import type { ServiceAccount } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";

/** What a service account is bound to; "–" where the caller may not see it. */
export function describeScope({ spec }: ServiceAccount, projectName: (id: string) => string): string {
  if (spec?.namespaceScopedAccess !== undefined) return `Namespace ${spec.namespaceScopedAccess.namespace}`;
  if (spec?.projectScopedAccess !== undefined) return `Project ${projectName(spec.projectScopedAccess.projectId)}`;
  return spec?.access === undefined ? "–" : "Account";
}
