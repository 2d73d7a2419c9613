// Which handler answers which RPC. A served RPC without a handler is found by a test; one that is not served never
// gets here.
import type { DescService } from "@bufbuild/protobuf";
import { Code, ConnectError, type ConnectRouter, type ServiceImpl } from "@connectrpc/connect";
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
import { access } from "./api/access.ts";
import { accessReview } from "./api/access-review.ts";
import { account } from "./api/account.ts";
import { acknowledgements } from "./api/acknowledgements.ts";
import { activity } from "./api/activity.ts";
import { apiKeys } from "./api/api-keys.ts";
import { ask } from "./api/ask.ts";
import { asyncOperations } from "./api/async-operations.ts";
import { attestations } from "./api/attestations.ts";
import { auditLogSinks } from "./api/audit-log-sinks.ts";
import { auditLogs } from "./api/audit-logs.ts";
import { billingReports } from "./api/billing-reports.ts";
import { connectivityRules } from "./api/connectivity-rules.ts";
import { costs } from "./api/costs.ts";
import { currentIdentity } from "./api/current-identity.ts";
import { customRoles } from "./api/custom-roles.ts";
import { drift } from "./api/drift.ts";
import { evidence } from "./api/evidence.ts";
import { exportSinks } from "./api/export-sinks.ts";
import { groupMembers } from "./api/group-members.ts";
import type { CloudHandlers, ResponsibilityHandlers } from "./api/handlers.ts";
import { invitations } from "./api/invitations.ts";
import { matrix } from "./api/matrix.ts";
import { namespaceAccess } from "./api/namespace-access.ts";
import { namespaceAdoption } from "./api/namespace-adoption.ts";
import { namespaces } from "./api/namespaces.ts";
import { nexusEndpoints } from "./api/nexus-endpoints.ts";
import { projectAccess } from "./api/project-access.ts";
import { projects } from "./api/projects.ts";
import { regions } from "./api/regions.ts";
import { requests } from "./api/requests.ts";
import { serviceAccounts } from "./api/service-accounts.ts";
import { sessions } from "./api/sessions.ts";
import { teams } from "./api/teams.ts";
import { usage } from "./api/usage.ts";
import { userGroups } from "./api/user-groups.ts";
import { users } from "./api/users.ts";
import type { Deps } from "./resources/call.ts";

/** Every part of the Cloud Ops API that is served. */
export const cloudHandlers = (deps: Deps): CloudHandlers => ({
  ...account(deps),
  ...apiKeys(deps),
  ...asyncOperations(deps),
  ...auditLogSinks(deps),
  ...auditLogs(deps),
  ...billingReports(deps),
  ...connectivityRules(deps),
  ...currentIdentity(deps),
  ...customRoles(deps),
  ...exportSinks(deps),
  ...groupMembers(deps),
  ...namespaceAccess(deps),
  ...namespaces(deps),
  ...nexusEndpoints(deps),
  ...projectAccess(deps),
  ...projects(deps),
  ...regions(deps),
  ...serviceAccounts(deps),
  ...usage(deps),
  ...userGroups(deps),
  ...users(deps),
});

/** Every part of remit.v1.ResponsibilityService. */
export const responsibilityHandlers = (deps: Deps): ResponsibilityHandlers => ({
  ...accessReview(deps),
  ...acknowledgements(deps),
  ...ask(deps),
  ...attestations(deps),
  ...drift(deps),
  ...evidence(deps),
  ...matrix(deps),
  ...teams(deps),
});

export const createRoutes =
  (deps: Deps) =>
  (router: ConnectRouter): void => {
    router.service(CloudService, complete(CloudService, cloudHandlers(deps)));
    router.service(ResponsibilityService, complete(ResponsibilityService, responsibilityHandlers(deps)));
    router.service(AccessService, access(deps));
    router.service(ActivityService, activity(deps));
    router.service(IdentityService, invitations(deps));
    router.service(NamespaceService, namespaceAdoption(deps));
    router.service(RequestService, requests(deps));
    router.service(UsageService, costs(deps));
    router.service(SessionService, sessions(deps));
  };

/** The pipeline refuses what is not served; should one slip through, it still answers in those words. */
function complete<Service extends DescService>(
  service: Service,
  handlers: Partial<ServiceImpl<Service>>,
): ServiceImpl<Service> {
  const missing = (name: string) => () => {
    throw new ConnectError(`${name} is not served by this version of Remit`, Code.Unimplemented);
  };
  const all = service.methods.map((method) => [
    method.localName,
    handlers[method.localName as keyof typeof handlers] ?? missing(method.name),
  ]);
  return Object.fromEntries(all) as ServiceImpl<Service>;
}
