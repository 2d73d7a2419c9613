// remit.v1.AccessService on the wire.
import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import type { ServiceImpl } from "@connectrpc/connect";
import {
  type Decision,
  type EffectivePermission,
  type Grant,
  type Reason,
  type Remedy,
  renderReason,
  type Scope,
} from "@remit/policy";
import type { AccessService } from "@remit/protocol";
import * as wire from "@remit/protocol/gen/remit/v1/access_pb.ts";
import {
  diffCustomRole,
  explainAccess,
  findHolders,
  listAllowedResources,
  listEffective,
  listGroupPermissions,
} from "../resources/access-questions.ts";
import type { Deps } from "../resources/call.ts";
import type { PrincipalName } from "../resources/principals.ts";
import { read } from "./handlers.ts";

export const access = (deps: Deps): ServiceImpl<typeof AccessService> => ({
  explain: read(deps, async (_, call, request: wire.ExplainRequest) => {
    const { principal, decision, text } = await explainAccess(deps, call, request);
    const allowed = decision.effect === "allow";
    const remedy = decision.effect === "deny" && decision.remedy !== null ? toRemedy(decision.remedy) : undefined;
    return {
      allowed,
      principal: toPrincipal(principal),
      reasons: toReasons(decision),
      text,
      ...(remedy && { remedy }),
    };
  }),
  whoCan: read(deps, async (_, call, request: wire.WhoCanRequest) => {
    const { items, nextPageToken } = await findHolders(deps, call, request);
    const holders = items.map(({ principal, decision }) => ({
      principal: toPrincipal(principal),
      reasons: toReasons(decision),
    }));
    return { holders, nextPageToken };
  }),
  effectivePermissions: read(deps, async (_, call, request: wire.EffectivePermissionsRequest) => {
    const { principal, entries } = await listEffective(deps, call, request.principal);
    return { principal: toPrincipal(principal), entries: entries.map(toEntry) };
  }),
  groupPermissions: read(deps, async (_, call, request: wire.GroupPermissionsRequest) => ({
    entries: (await listGroupPermissions(deps, call, request.groupId)).map(toEntry),
  })),
  listAllowed: read(deps, async (_, call, request: wire.ListAllowedRequest) => {
    const { items, nextPageToken } = await listAllowedResources(deps, call, request);
    return { resourceIds: items, nextPageToken };
  }),
  diffRole: read(deps, async (_, call, request: wire.DiffRoleRequest) => {
    const { changes, roleGains, roleLosses } = await diffCustomRole(deps, call, request);
    return {
      changes: changes.map(({ principal, gains, losses }) => ({
        principal: toPrincipal(principal),
        gains: gains.map(toChange),
        losses: losses.map(toChange),
      })),
      roleGains: roleGains.map(toChange),
      roleLosses: roleLosses.map(toChange),
    };
  }),
});

const toPrincipal = (principal: PrincipalName): wire.Principal => create(wire.PrincipalSchema, { ...principal });

const toReasons = (decision: Decision): wire.Reason[] =>
  decision.effect === "allow" ? decision.reasons.map(toReason) : [];

export function toReason(reason: Reason): wire.Reason {
  return create(wire.ReasonSchema, {
    kind: reason.kind,
    role: reason.role,
    customRoleId: reason.customRole ?? "",
    groupId: reason.group?.id ?? "",
    groupName: reason.group?.name ?? "",
    ...toScope(reason.scope),
    ...(reason.expiresAt !== null && { expiresAt: timestampFromMs(reason.expiresAt) }),
    text: renderReason(reason),
  });
}

const toEntry = ({ operation, scope, reasons }: EffectivePermission): wire.EffectivePermissionsResponse_Entry =>
  create(wire.EffectivePermissionsResponse_EntrySchema, {
    operation,
    ...toScope(scope),
    reasons: reasons.map(toReason),
  });

/** A project's scope is the project and what lies in it. */
export function toScope(scope: Scope): { scope: wire.ResourceRef; allOfType: boolean } {
  const ref = (resourceType: string, resourceId: string): wire.ResourceRef =>
    create(wire.ResourceRefSchema, { resourceType, resourceId });
  if (scope.kind === "all") return { scope: ref(scope.type, ""), allOfType: true };
  if (scope.kind === "project") return { scope: ref("projects", scope.project), allOfType: false };
  return { scope: ref(scope.resource.type, scope.resource.id), allOfType: false };
}

const toChange = ({ operation, scope }: Grant): wire.DiffRoleResponse_Change =>
  create(wire.DiffRoleResponse_ChangeSchema, { operation, ...toScope(scope) });

function toRemedy({ predefinedRoles, customRole }: Remedy): wire.Remedy {
  return create(wire.RemedySchema, {
    predefinedRoles: predefinedRoles.map(({ kind, role }) => `${kind}:${role}`),
    ...(customRole.grantable
      ? {
          action: customRole.action,
          scope: create(wire.ResourceRefSchema, {
            resourceType: customRole.resource.type,
            resourceId: customRole.resource.id,
          }),
        }
      : { notGrantableReason: customRole.reason }),
  });
}
