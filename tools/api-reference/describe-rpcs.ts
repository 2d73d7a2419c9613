// What the reference says about an RPC, gathered from the three places that know it.
import { type DescMethod, type DescService, getOption, hasOption } from "@bufbuild/protobuf";
import { findPermission, type Operation, type Permission } from "@remit/policy";
import {
  AccessService,
  ActivityService,
  CloudService,
  IdentityService,
  NamespaceService,
  RequestService,
  ResponsibilityService,
  SessionService,
  UsageService,
} from "@remit/protocol";
import { http } from "@remit/protocol/gen/google/api/annotations_pb.ts";
import {
  accessMethods,
  activityMethods,
  cloudMethods,
  identityMethods,
  type MethodRow,
  namespaceMethods,
  requestMethods,
  responsibilityMethods,
  sessionMethods,
  type Target,
  usageMethods,
} from "../../packages/server/src/authorize/methods.ts";
import { coverCallSites } from "../../packages/server/src/resources/cover-call-sites.ts";
import { readComments } from "./read-comments.ts";

export interface Route {
  readonly verb: string;
  /** As annotated, `/cloud/users/{user_id}`. */
  readonly path: string;
  readonly takesBody: boolean;
}

/** One operation that must be held, and where. */
export interface Gate {
  /** Null for targets that ask for none. */
  readonly permission: Permission<Operation> | null;
  readonly target: Target;
}

export interface Rpc {
  readonly method: DescMethod;
  readonly row: MethodRow;
  readonly routes: readonly Route[];
  /** Heading under which it stands. */
  readonly family: string;
  readonly summary: string;
  readonly deprecated: boolean;
  /** All must hold. */
  readonly gates: readonly Gate[];
  /** What the caller's own permissions must include, in words; null where the cover rule is not asked. */
  readonly mustCover: string | null;
}

/** Operation prefix → heading, in the order of the page. The longest prefix that fits decides. */
const families: readonly (readonly [string, string])[] = [
  ["cloud.currentidentity.", "Current identity"],
  ["cloud.user.", "Users"],
  ["cloud.usergroup.", "User groups"],
  ["cloud.serviceaccount.", "Service accounts"],
  ["cloud.apikey.", "API keys"],
  ["cloud.customrole.", "Custom roles"],
  ["cloud.namespace.", "Namespaces"],
  ["cloud.namespace.exportsink.", "Export sinks"],
  ["cloud.nexusendpoint.", "Nexus endpoints"],
  ["cloud.connectivityrule.", "Connectivity rules"],
  ["cloud.project.", "Projects"],
  ["cloud.account.", "Account"],
  ["cloud.region.", "Regions"],
  ["cloud.asyncoperation.", "Async operations"],
  ["cloud.auditlog.", "Audit log"],
  ["cloud.usage.", "Usage and billing"],
  ["cloud.billingreport.", "Usage and billing"],
];

/** The services of remit.v1, each under a heading of its own. */
const ownServices: readonly (readonly [DescService, Readonly<Record<string, MethodRow>>, string])[] = [
  [AccessService, accessMethods, "Questions about access (Remit's own)"],
  [IdentityService, identityMethods, "Invitations (Remit's own)"],
  [ResponsibilityService, responsibilityMethods, "Responsibility (Remit's own)"],
  [RequestService, requestMethods, "Requests (Remit's own)"],
  [ActivityService, activityMethods, "What was done and what is under way (Remit's own)"],
  [NamespaceService, namespaceMethods, "Namespaces of Temporal servers (Remit's own)"],
  [UsageService, usageMethods, "Usage and cost (Remit's own)"],
  [SessionService, sessionMethods, "Signing in to the console (Remit's own)"],
];

export const familyOrder: readonly string[] = [
  ...new Set([...families.map(([, title]) => title), ...ownServices.map(([, , title]) => title)]),
];

/** RPCs whose operation does not say what they do. */
const ownSummaries: Readonly<Record<string, string>> = {
  GetCurrentIdentity: "Who the caller is, and with which API key",
  GetProjectScopedServiceAccounts: "List the service accounts scoped to one project",
};

/** Every RPC of these services, in the order of the descriptors. */
export function describeRpcs(): readonly Rpc[] {
  const comments = readComments();
  return [
    ...describeService(CloudService, cloudMethods, (method, row) => ({
      family: familyOf(row.operation ?? "cloud.currentidentity."),
      summary: ownSummaries[method.name] ?? findPermission(row.operation ?? "")?.description ?? "",
    })),
    ...ownServices.flatMap(([service, rows, family]) =>
      describeService(service, rows, (method) => ({ family, summary: comments.get(method.name) ?? "" })),
    ),
  ];
}

function describeService(
  service: DescService,
  rows: Readonly<Record<string, MethodRow>>,
  words: (method: DescMethod, row: MethodRow) => { family: string; summary: string },
): Rpc[] {
  return service.methods.map((method) => {
    const row = rows[method.name];
    if (row === undefined) throw new Error(`${service.typeName}/${method.name} has no row in authorize/methods.ts`);
    return {
      method,
      row,
      routes: routesOf(method),
      deprecated: method.deprecated,
      mustCover: coverCallSites[method.name] ?? null,
      gates: [gateOf(row.operation, row.target), ...(row.also ? [gateOf(row.also.operation, row.also.target)] : [])],
      ...words(method, row),
    };
  });
}

function gateOf(operation: string | null, target: Target): Gate {
  const permission = operation === null ? undefined : findPermission(operation);
  if (operation !== null && permission === undefined) throw new Error(`${operation} is not in the catalogue`);
  return { permission: permission ?? null, target };
}

function familyOf(operation: string): string {
  const fitting = families.filter(([prefix]) => operation.startsWith(prefix));
  const [, title] = fitting.sort(([a], [b]) => b.length - a.length)[0] ?? [];
  if (title === undefined) throw new Error(`${operation} belongs to no family of the reference`);
  return title;
}

function routesOf(method: DescMethod): Route[] {
  if (!hasOption(method, http)) return [];
  const rule = getOption(method, http);
  return [rule, ...rule.additionalBindings].flatMap(({ pattern, body }) =>
    pattern.case === undefined || pattern.case === "custom"
      ? []
      : [{ verb: pattern.case.toUpperCase(), path: pattern.value, takesBody: body === "*" }],
  );
}
