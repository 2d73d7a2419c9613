// What each team tries: what its rows name on what it owns, the same on its neighbours', and what no row of it names.
import proto from "@temporalio/proto";
import type { Cloud, CloudCaller } from "../first-custom-role/cloud.ts";
import { namespaces } from "./company.ts";
import type { NamespaceIds } from "./namespaces.ts";
import type { Person } from "./people.ts";
import { expect } from "./stage.ts";

const { Role } = proto.temporal.api.cloud.identity.v1.AccountAccess;

export interface Attempt {
  readonly text: string;
  readonly mayPass: boolean;
  readonly run: () => Promise<unknown>;
}

/** @param reader sees all Namespaces: a change needs the version that is there, also where it will be refused */
export function listAttempts({ team, caller }: Person, ids: NamespaceIds, reader: Cloud): Attempt[] {
  const onNamespaces = namespaces.flatMap((one) => {
    const id = ids.get(one.name) ?? "";
    const isTheirs = team === "platform" || team === one.team;
    const attempts = [read(caller, id, isTheirs), update(caller, id, reader, isTheirs)];
    // Removing and tagging Namespaces is the platform team's, also where an application team owns the Namespace.
    if (team !== "platform" && isTheirs) attempts.push(remove(caller, id, reader), tag(caller, id, false));
    if (team === "platform") attempts.push(tag(caller, id, true));
    return attempts;
  });
  return [...onNamespaces, ...(team === "platform" ? listForPlatform(caller) : listForAccount(caller))];
}

const read = ({ cloud }: CloudCaller, namespace: string, mayPass: boolean): Attempt => ({
  text: `read ${namespace}`,
  mayPass,
  run: async () => {
    const answer = await cloud.getNamespace({ namespace });
    expect(answer.namespace?.namespace === namespace, `reading ${namespace} answered with another Namespace`);
  },
});

const update = ({ cloud, settle }: CloudCaller, namespace: string, reader: Cloud, mayPass: boolean): Attempt => ({
  text: `change the retention of ${namespace}`,
  mayPass,
  run: async () => {
    const { namespace: before } = await reader.getNamespace({ namespace });
    const spec = { ...before?.spec, retentionDays: (before?.spec?.retentionDays ?? 0) + 1 };
    await settle(cloud.updateNamespace({ namespace, spec, resourceVersion: before?.resourceVersion ?? "" }));
    const { namespace: after } = await reader.getNamespace({ namespace });
    expect(after?.spec?.retentionDays === spec.retentionDays, `the retention of ${namespace} is as it was`);
  },
});

const remove = ({ cloud }: CloudCaller, namespace: string, reader: Cloud): Attempt => ({
  text: `delete ${namespace}`,
  mayPass: false,
  run: async () => {
    const { namespace: before } = await reader.getNamespace({ namespace });
    await cloud.deleteNamespace({ namespace, resourceVersion: before?.resourceVersion ?? "" });
  },
});

const tag = ({ cloud, settle }: CloudCaller, namespace: string, mayPass: boolean): Attempt => ({
  text: `tag ${namespace}`,
  mayPass,
  run: () => settle(cloud.updateNamespaceTags({ namespace, tagsToUpsert: { classification: "internal" } })),
});

/** What rows name for the platform team alone. */
function listForAccount({ cloud }: CloudCaller): Attempt[] {
  const spec = { name: "side-door", regions: ["aws-us-east-1"], retentionDays: 1, apiKeyAuth: { enabled: true } };
  const friend = { email: "friend@abc.example", access: { accountAccess: { role: Role.ROLE_READ } } };
  return [
    { text: "create a Namespace", mayPass: false, run: () => cloud.createNamespace({ spec }) },
    { text: "invite a user", mayPass: false, run: () => cloud.createUser({ spec: friend }) },
    { text: "make a group", mayPass: false, run: () => cloud.createUserGroup({ spec: { displayName: "friends" } }) },
    { text: "read the audit log", mayPass: false, run: () => cloud.getAuditLogs({}) },
  ];
}

function listForPlatform({ cloud, settle }: CloudCaller): Attempt[] {
  const rival = { email: "rival@abc.example", access: { accountAccess: { role: Role.ROLE_OWNER } } };
  const makeGroup = async () => {
    const spec = { displayName: "newcomers", access: {}, cloudGroup: {} };
    const { groupId } = await settle(cloud.createUserGroup({ spec }));
    const { group } = await cloud.getUserGroup({ groupId });
    await settle(cloud.deleteUserGroup({ groupId, resourceVersion: group?.resourceVersion ?? "" }));
  };
  return [
    { text: "list users", mayPass: true, run: () => cloud.getUsers({}) },
    { text: "list custom roles", mayPass: true, run: () => cloud.getCustomRoles({}) },
    { text: "make a group and delete it", mayPass: true, run: makeGroup },
    { text: "read the audit log", mayPass: true, run: () => cloud.getAuditLogs({}) },
    { text: "make another Account Owner", mayPass: false, run: () => cloud.createUser({ spec: rival }) },
  ];
}
