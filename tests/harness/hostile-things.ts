// An account in which everything is called by hostile strings, each where the API takes it.
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { ResponsibilitySchema } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import {
  type CustomRoleSpecSchema,
  AccountAccess_Role as Role,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { TestPlane } from "./control-plane.ts";
import { hostileStrings, legalAs, type Place } from "./hostile-strings.ts";
import { specOf } from "./namespaces.ts";
import type { TestPrincipal } from "./principals.ts";
import { readMatrix, tailor } from "./teams.ts";

/** No limit of the account binds, so that all of them fit. */
export const roomForAll = {
  customRolesPerAccount: 0,
  projectsPerAccount: 0,
  namespacesPerAccount: 0,
  usersPerAccount: 0,
  pendingRequestsPerUser: 0,
} as const;

export interface Thing {
  readonly id: string;
  readonly text: string;
}

/** Things of one kind, by what they are called; a text that is no name of theirs is what describes them. */
export interface HostileThings {
  readonly roles: readonly Thing[];
  readonly serviceAccounts: readonly Thing[];
  readonly groups: readonly Thing[];
  readonly projects: readonly Thing[];
  readonly namespaces: readonly Thing[];
  readonly teams: readonly Thing[];
  readonly rows: readonly Thing[];
  /** Under which the rows stand. */
  readonly category: string;
  readonly requests: readonly Thing[];
}

/** The field that a refusal of a text names, by the place where it was to stand. */
export const fieldOf: Readonly<Record<Place, string>> = {
  roleName: "spec.name",
  roleDescription: "spec.description",
  groupName: "spec.display_name",
  serviceAccountName: "spec.name",
  serviceAccountDescription: "spec.description",
  projectName: "spec.display_name",
  projectDescription: "spec.description",
  tagValue: 'tags["value"]',
  teamName: "spec.name",
  rowName: "spec.responsibilities[0].name",
  reason: "reason",
  namespaceName: "spec.name",
};

const roleOf = (name: string, description = ""): MessageInitShape<typeof CustomRoleSpecSchema> => ({
  name,
  description,
  permissions: [{ actions: ["cloud.region.list"], resources: { resourceType: "accounts", allowAll: true } }],
});

let made = 0;

/** What each place is written by: one call, one text. Resolves with the id of what has been made. */
export function waysToWrite({ owner }: TestPlane, asker: TestPrincipal) {
  const { cloud, responsibility } = owner;
  const access = { accountAccess: { role: Role.READ } };
  made += 1;
  let count = made * 10_000;
  const next = (): number => {
    count += 1;
    return count;
  };
  const writers: Readonly<Record<Place, (text: string) => Promise<string>>> = {
    roleName: async (name) => (await cloud.createCustomRole({ spec: roleOf(name) })).roleId,
    roleDescription: async (text) =>
      (await cloud.createCustomRole({ spec: roleOf(`Described${next()}`, text) })).roleId,
    groupName: async (displayName) =>
      (await cloud.createUserGroup({ spec: { displayName, groupType: { case: "cloudGroup", value: {} } } })).groupId,
    serviceAccountName: async (name) => (await cloud.createServiceAccount({ spec: { name, access } })).serviceAccountId,
    serviceAccountDescription: async (description) =>
      (await cloud.createServiceAccount({ spec: { name: `described-${next()}`, description, access } }))
        .serviceAccountId,
    projectName: async (displayName) => (await cloud.createProject({ spec: { displayName } })).projectId,
    projectDescription: async (description) =>
      (await cloud.createProject({ spec: { displayName: `Described ${next()}`, description } })).projectId,
    teamName: async (name) => {
      const teamId = `team-${next()}`;
      await responsibility.createTeam({ teamId, spec: { name, kind: "application" } });
      return teamId;
    },
    rowName: async (name) => {
      await tailor(owner, ({ responsibilities: [first] }) => {
        if (first !== undefined) first.name = name;
      });
      return "";
    },
    reason: async (reason) => {
      const wanted = { case: "projectAccess", value: { projectId: `project-${next()}`, role: "read" } } as const;
      return (await asker.requests.requestAccess({ access: { wanted }, hours: 1, reason })).requestId;
    },
    namespaceName: async (name) => (await cloud.createNamespace({ spec: specOf({ name }) })).namespace,
    tagValue: async (value) => {
      const spec = specOf({ name: `tagged-${next()}` });
      return (await cloud.createNamespace({ spec, tags: { value } })).namespace;
    },
  };
  return writers;
}

/**
 * Service accounts and rows of the matrix are called by every string that is legal there; what takes long to make takes
 * some of them, of every family.
 */
export async function makeHostileThings(plane: TestPlane, asker: TestPrincipal): Promise<HostileThings> {
  const writers = waysToWrite(plane, asker);
  const make = (place: Place, part = 1): Promise<readonly Thing[]> =>
    inTurns(
      legalAs(place).filter((_, index) => index % part === 0),
      async (text) => ({ id: await writers[place](text), text }),
    );
  return {
    roles: [...(await make("roleName")), ...(await make("roleDescription", 4))],
    serviceAccounts: [...(await make("serviceAccountName")), ...(await make("serviceAccountDescription", 7))],
    groups: await make("groupName"),
    projects: [...(await make("projectName", 4)), ...(await make("projectDescription", 7))],
    namespaces: [...(await make("namespaceName")), ...(await make("tagValue"))],
    teams: await make("teamName", 5),
    rows: await addRows(plane, legalAs("rowName")),
    category: (await readMatrix(plane.owner)).spec.categories[0]?.title ?? "",
    requests: await make("reason", 7),
  };
}

/** The matrix is one document: all of its rows are written at once. */
async function addRows({ owner }: TestPlane, texts: readonly string[]): Promise<readonly Thing[]> {
  const rows = texts.map((text, index) => ({ id: `hostile-${index}`, text }));
  await tailor(owner, (spec) => {
    const category = spec.categories[0]?.id ?? "";
    const owners = spec.responsibilities[0]?.owners ?? {};
    for (const { id, text: name } of rows)
      spec.responsibilities.push(create(ResponsibilitySchema, { id, category, name, owners }));
  });
  return rows;
}

/**
 * A few at a time: the store is one connection, and what waits in its queue keeps the control plane from confirming in
 * time that its access rules are the newest, whereupon it refuses.
 */
export async function inTurns<From, To>(items: readonly From[], act: (item: From) => Promise<To>): Promise<To[]> {
  const answers: To[] = [];
  for (let at = 0; at < items.length; at += 4) answers.push(...(await Promise.all(items.slice(at, at + 4).map(act))));
  return answers;
}

/** One of each family, or of every second one, so that a page for each does not take long. */
export function sampleOf(all: readonly Thing[], half?: 0 | 1): readonly Thing[] {
  const families = new Map<string, Thing>();
  for (const thing of all) {
    const family = hostileStrings.find(({ text }) => text === thing.text)?.family ?? "";
    if (!families.has(family)) families.set(family, thing);
  }
  return [...families.values()].filter((_, index) => half === undefined || index % 2 === half);
}
