// The documented limits as defaults. All can be configured; several official test suites exceed the small ones.
import { limits as policyLimits } from "@remit/policy";
import { limitReached } from "../errors.ts";

/**
 * Counts, lengths and days; 0 means no limit. Per-project limits do not hold for the default project.
 * Source: public Temporal Cloud limits pages.
 */
export const defaultLimits = {
  ...policyLimits,
  usersPerAccount: 300,
  projectsPerAccount: 10,
  namespacesPerAccount: 100,
  namespacesPerProject: 10,
  scopedServiceAccountsPerProject: 10,
  nexusEndpointsPerProject: 5,
  nexusEndpointsPerAccount: 100,
  nexusCallerNamespacesPerEndpoint: 1000,
  connectivityRulesPerProject: 6,
  publicConnectivityRulesPerProject: 1,
  privateConnectivityRulesPerNamespace: 5,
  privateConnectivityRulesPerAccount: 50,
  apiKeysPerUser: 10,
  apiKeysPerServiceAccount: 20,
  apiKeyMaxExpiryDays: 730,
  apiKeyDefaultExpiryDays: 90,
  retentionMinDays: 1,
  retentionMaxDays: 90,
  retentionDefaultDays: 30,
  tagsPerNamespace: 10,
  tagKeysPerAccount: 1000,
  exportSinksPerNamespace: 10,
  certificatesPerNamespace: 16,
  certificateBytesPerNamespace: 32_768,
  certificateFiltersPerNamespace: 25,
  searchAttributesBool: 20,
  searchAttributesDatetime: 20,
  searchAttributesDouble: 20,
  searchAttributesInt: 20,
  searchAttributesKeyword: 40,
  searchAttributesKeywordList: 5,
  searchAttributesText: 5,
  invitationExpiryDays: 7,
  actionsPerSecondPerNamespace: 500,
  actionsPerSecondPerCapacityUnit: 500,
  requestsPerSecondPerCapacityUnit: 1500,
  teamsPerAccount: 2000,
  pendingRequestsPerUser: 20,
  auditLogSinksPerAccount: 10,
};

/** What can be provisioned of a Namespace's capacity. Source: the public capacity modes page. */
export const documentedCapacityUnits: readonly number[] = [2, 3, 4, 6, 8, 10, 12];

export type LimitName = keyof typeof defaultLimits;
export type Limits = Readonly<Record<LimitName, number>>;

/** @throws RemitError LIMIT_REACHED when one more would be too many */
export function requireRoom(limits: Limits, limit: LimitName, present: number, what: string): void {
  const allowed = limits[limit];
  if (allowed !== 0 && present >= allowed) throw limitReached(limit, allowed, what);
}
