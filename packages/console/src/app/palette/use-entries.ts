// Where the command palette leads to. What it lists is fetched when the palette is first opened.
import { permissions } from "@remit/policy";
import { useMemo } from "react";
import { useNamespaces } from "../../data/namespaces.ts";
import { useNexusEndpoints } from "../../data/nexus-endpoints.ts";
import { nameOfProject, useProjects } from "../../data/projects.ts";
import { useResources } from "../../data/resources.ts";
import { useServiceAccounts } from "../../data/service-accounts.ts";
import { useUserGroups } from "../../data/user-groups.ts";
import { useUsers } from "../../data/users.ts";
import { visibleName } from "../../data/visible-name.ts";
import { navigation } from "../navigation.ts";
import type { Entry } from "./entry.ts";

const pages: readonly Entry[] = navigation.flatMap(({ label: section, items }) =>
  items.map(({ label, to }) => ({
    id: `page ${label}`,
    group: "Pages",
    label,
    description: section,
    href: to,
    words: "",
  })),
);

const operations: readonly Entry[] = permissions.map(({ operation, description }) => ({
  id: `operation ${operation}`,
  group: "Permissions",
  label: operation,
  description,
  href: `/who-can?operation=${encodeURIComponent(operation)}`,
  words: "",
}));

/** A list that is refused is empty here: its page says why. */
export function useEntries(): readonly Entry[] {
  const namespaces = useNamespaces().items;
  const projects = useProjects().items;
  const endpoints = useNexusEndpoints().items;
  const users = useUsers().items;
  const groups = useUserGroups().items;
  const accounts = useServiceAccounts().items;
  const roles = useResources("custom-roles").items;
  return useMemo(
    () => [
      ...pages,
      ...namespaces.map(({ namespace, spec }) =>
        toEntry("Namespaces", namespace, namespace, spec?.description, `/namespaces/${encodeURIComponent(namespace)}`),
      ),
      ...users.map(({ id, spec }) => toEntry("Users", id, spec?.email, "", `/identities/users/${id}`)),
      ...groups.map(({ id, spec }) => toEntry("Groups", id, spec?.displayName, "", `/identities/groups/${id}`)),
      ...accounts.map(({ id, spec }) =>
        toEntry("Service accounts", id, spec?.name, spec?.description, `/identities/service-accounts/${id}`),
      ),
      ...roles.map(({ id, name, description }) =>
        toEntry("Custom roles", id, name, description, `/settings/custom-roles/${id}`),
      ),
      ...projects.map((project) =>
        toEntry("Projects", project.id, nameOfProject(project), project.spec?.description, `/projects/${project.id}`),
      ),
      ...endpoints.map(({ id, spec }) => toEntry("Nexus endpoints", id, spec?.name, "", `/nexus/${id}`)),
      ...operations,
    ],
    [namespaces, projects, endpoints, users, groups, accounts, roles],
  );
}

const toEntry = (group: string, id: string, name = "", description = "", href: string): Entry => ({
  id: `${group} ${id}`,
  group,
  label: visibleName(name, id),
  description,
  href,
  words: id,
});
