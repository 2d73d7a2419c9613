import { create, fromBinary } from "@bufbuild/protobuf";
import type {
  GetProjectScopedServiceAccountsRequest,
  GetServiceAccountRequest,
  GetServiceAccountsRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import {
  type ServiceAccount,
  ServiceAccountSchema,
  type ServiceAccountSpec,
  ServiceAccountSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { fillAccess, fillNamespaceAccess } from "../resources/access.ts";
import type { Deps } from "../resources/call.ts";
import type { Seen } from "../resources/identity-administration.ts";
import {
  createServiceAccount,
  deleteServiceAccount,
  getServiceAccount,
  listProjectScopedServiceAccounts,
  listServiceAccounts,
  updateServiceAccount,
} from "../resources/service-accounts.ts";
import type { ServiceAccountRow } from "../store/service-accounts.ts";
import { type CloudHandlers, read, write } from "./handlers.ts";
import { resourceFields } from "./resource-fields.ts";

export const serviceAccounts = (deps: Deps): CloudHandlers => ({
  // The field's name is singular although it is a list.
  getServiceAccounts: read(deps, async (_, call, request: GetServiceAccountsRequest) => {
    const { items, nextPageToken } = await listServiceAccounts(deps, call, request);
    return { serviceAccount: items.map(toServiceAccount), nextPageToken };
  }),
  getProjectScopedServiceAccounts: read(deps, async (_, call, request: GetProjectScopedServiceAccountsRequest) => {
    const { items, nextPageToken } = await listProjectScopedServiceAccounts(deps, call, request);
    return { serviceAccounts: items.map(toServiceAccount), nextPageToken };
  }),
  getServiceAccount: read(deps, async (_, call, request: GetServiceAccountRequest) => ({
    serviceAccount: toServiceAccount(await getServiceAccount(deps, call, request.serviceAccountId)),
  })),
  createServiceAccount: write(deps, createServiceAccount),
  updateServiceAccount: write(deps, updateServiceAccount),
  deleteServiceAccount: write(deps, deleteServiceAccount),
});

export function toServiceAccount({ row, full }: Seen<ServiceAccountRow>): ServiceAccount {
  const spec = fromBinary(ServiceAccountSpecSchema, row.spec);
  return create(ServiceAccountSchema, {
    ...resourceFields(row),
    id: row.id,
    spec: full ? fillSpec(spec) : withoutAccess(spec),
  });
}

function fillSpec(spec: ServiceAccountSpec): ServiceAccountSpec {
  const { access, namespaceScopedAccess, projectScopedAccess } = spec;
  if (access !== undefined) fillAccess(access);
  if (namespaceScopedAccess?.access !== undefined) fillNamespaceAccess(namespaceScopedAccess.access);
  for (const entry of Object.values(projectScopedAccess?.namespaceAccesses ?? {})) fillNamespaceAccess(entry);
  return spec;
}

const withoutAccess = ({ name, description }: ServiceAccountSpec): ServiceAccountSpec =>
  create(ServiceAccountSpecSchema, { name, description });
