// Everything that an account has, by the lists that every server of the Cloud Ops API serves.
import type { Clients } from "../client.ts";
import { ifServed } from "../model-file/find-model.ts";
import { readAllPages } from "../pages.ts";
import { mapInParallel } from "./in-parallel.ts";

/** The most that a page may hold, by the API's own documents. */
const pageSize = 1000;
/** Calls at once: a server limits how many one key may make. */
const mostCalls = 8;

type Cloud = Clients["cloud"];

export type Lists = Awaited<ReturnType<typeof readLists>>;

export async function readLists({ cloud }: Pick<Clients, "cloud">) {
  const [account, namespaces, users, groups, serviceAccounts, customRoles, apiKeys, projects, endpoints, rules] =
    await Promise.all([
      cloud.getAccount({}),
      listPages(cloud.getNamespaces, ({ namespaces: items }) => items),
      listPages(cloud.getUsers, ({ users: items }) => items),
      listPages(cloud.getUserGroups, ({ groups: items }) => items),
      listPages(cloud.getServiceAccounts, ({ serviceAccount: items }) => items),
      listPages(cloud.getCustomRoles, ({ customRoles: items }) => items),
      listPages(cloud.getApiKeys, ({ apiKeys: items }) => items),
      // Newer than the rest: a server without projects has everything in one.
      listIfServed(cloud.getProjects, ({ projects: items }) => items),
      listIfServed(cloud.getNexusEndpoints, ({ endpoints: items }) => items),
      listIfServed(cloud.getConnectivityRules, ({ connectivityRules: items }) => items),
    ]);
  const members = await mapInParallel(groups, mostCalls, async ({ id }) => [id, await listMembers(cloud, id)] as const);
  return {
    account: account.account?.id ?? "",
    namespaces,
    users,
    groups,
    serviceAccounts,
    customRoles,
    apiKeys,
    projects,
    endpoints,
    rules,
    /** Id of a group → ids of its users. */
    members: new Map(members),
  };
}

async function listMembers(cloud: Cloud, groupId: string): Promise<string[]> {
  const members = await readAllPages(async (pageToken) => {
    const { members: items, nextPageToken } = await cloud.getUserGroupMembers({ groupId, pageSize, pageToken });
    return { items, nextPageToken };
  });
  return members.flatMap(({ memberId }) => (memberId?.memberType.case === "userId" ? [memberId.memberType.value] : []));
}

type List<Answer> = (request: { pageSize: number; pageToken: string }) => Promise<Answer>;

function listPages<Answer extends { nextPageToken: string }, Item>(
  ask: List<Answer>,
  itemsOf: (answer: Answer) => readonly Item[],
): Promise<Item[]> {
  return readAllPages(async (pageToken) => {
    const answer = await ask({ pageSize, pageToken });
    return { items: itemsOf(answer), nextPageToken: answer.nextPageToken };
  });
}

const listIfServed = async <Answer extends { nextPageToken: string }, Item>(
  ask: List<Answer>,
  itemsOf: (answer: Answer) => readonly Item[],
): Promise<Item[]> => (await ifServed(listPages(ask, itemsOf))) ?? [];
