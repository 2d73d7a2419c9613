// Everything that an account has, by the lists that every server of the Cloud Ops API serves.
import type { Clients } from "../clients.ts";
import { readAllPages } from "../pages.ts";
import { ifServed } from "../served.ts";
import { mapInParallel } from "./in-parallel.ts";
import { Refusals } from "./refused.ts";

/** The most that a page may hold, by the API's own documents. */
const pageSize = 1000;
/** Calls at once: a server limits how many one key may make. */
const mostCalls = 8;

type Cloud = Clients["cloud"];

export type Lists = Awaited<ReturnType<typeof readLists>>;

/** The API keys alone, as an account in which there is nothing else. @throws FactsRefused */
export async function readKeys({ cloud }: Pick<Clients, "cloud">): Promise<Lists> {
  const refusals = new Refusals();
  const apiKeys = await refusals.note("API keys", listKeys(cloud), []);
  refusals.throwIfAny();
  const none = { namespaces: [], users: [], groups: [], serviceAccounts: [], customRoles: [], projects: [] };
  return { account: "", ...none, apiKeys, endpoints: [], rules: [], members: new Map() };
}

/** @throws FactsRefused with everything that the caller may not read */
export async function readLists({ cloud }: Pick<Clients, "cloud">) {
  const refusals = new Refusals();
  const list = <Item>(what: string, asked: Promise<Item[]>) => refusals.note(what, asked, []);
  const [account, namespaces, users, groups, serviceAccounts, customRoles, apiKeys, projects, endpoints, rules] =
    await Promise.all([
      refusals.note("the account", readAccountId(cloud), ""),
      list(
        "Namespaces",
        listPages(cloud.getNamespaces, ({ namespaces: items }) => items),
      ),
      list(
        "users",
        listPages(cloud.getUsers, ({ users: items }) => items),
      ),
      list(
        "groups",
        listPages(cloud.getUserGroups, ({ groups: items }) => items),
      ),
      list(
        "service accounts",
        listPages(cloud.getServiceAccounts, ({ serviceAccount: items }) => items),
      ),
      list(
        "custom roles",
        listPages(cloud.getCustomRoles, ({ customRoles: items }) => items),
      ),
      list("API keys", listKeys(cloud)),
      // Newer than the rest: a server without projects has everything in one.
      list(
        "projects",
        listIfServed(cloud.getProjects, ({ projects: items }) => items),
      ),
      list(
        "Nexus endpoints",
        listIfServed(cloud.getNexusEndpoints, ({ endpoints: items }) => items),
      ),
      list(
        "connectivity rules",
        listIfServed(cloud.getConnectivityRules, ({ connectivityRules: items }) => items),
      ),
    ]);
  const members = await mapInParallel(
    groups,
    mostCalls,
    async ({ id }) => [id, await list("members of groups", listMembers(cloud, id))] as const,
  );
  refusals.throwIfAny();
  return {
    account,
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

const listKeys = (cloud: Cloud) => listPages(cloud.getApiKeys, ({ apiKeys: items }) => items);

const readAccountId = async (cloud: Cloud): Promise<string> => (await cloud.getAccount({})).account?.id ?? "";

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
