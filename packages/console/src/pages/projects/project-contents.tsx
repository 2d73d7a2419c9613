// What lies in a project, of every kind, in one list.
import { IconFolderOpen } from "@tabler/icons-react";
import { useMemo } from "react";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { TextLink } from "../../components/text-link.tsx";
import type { WholeList } from "../../data/all-pages.ts";
import { describeRule, useConnectivityRules } from "../../data/connectivity-rules.ts";
import { useJoined } from "../../data/joined-lists.ts";
import { useNamespaces } from "../../data/namespaces.ts";
import { useNexusEndpoints } from "../../data/nexus-endpoints.ts";

interface Content {
  readonly kind: "Namespace" | "Nexus endpoint" | "Connectivity rule";
  readonly id: string;
  readonly name: string;
}

export function ProjectContents({ projectId }: { readonly projectId: string }) {
  const namespaces = useAs(useNamespaces(projectId), ({ namespace: id }) => ({ kind: "Namespace", id, name: id }));
  const endpoints = useAs(useNexusEndpoints(projectId), ({ id, spec }) => ({
    kind: "Nexus endpoint",
    id,
    name: spec?.name ?? id,
  }));
  const rules = useAs(useConnectivityRules(projectId), (rule) => ({
    kind: "Connectivity rule",
    id: rule.id,
    name: describeRule(rule),
  }));
  return (
    <DataTable
      label="Contents"
      list={useJoined(namespaces, endpoints, rules)}
      keyOf={({ kind, id }) => `${kind} ${id}`}
      nameOf={({ name }) => name}
      columns={columns}
      textOf={({ kind, name, id }) => `${kind} ${name} ${id}`}
      empty={
        <EmptyState title="Nothing that you may see" icon={<IconFolderOpen aria-hidden />}>
          Choose this project when you create a Namespace, a Nexus endpoint or a connectivity rule.
        </EmptyState>
      }
    />
  );
}

function useAs<Item>(list: WholeList<Item>, toContent: (item: Item) => Content): WholeList<Content> {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same conversion each time, written in place
  const items = useMemo(() => list.items.map(toContent), [list.items]);
  return { ...list, items };
}

const columns: readonly Column<Content>[] = [
  { title: "Name", sortBy: ({ name }) => name, render: (content) => <ToContent {...content} /> },
  { title: "Kind", width: 180, sortBy: ({ kind }) => kind, render: ({ kind }) => kind },
];

function ToContent({ kind, id, name }: Content) {
  if (kind === "Namespace") {
    return (
      <TextLink to="/namespaces/$namespace" params={{ namespace: id }}>
        {name}
      </TextLink>
    );
  }
  if (kind === "Nexus endpoint") {
    return (
      <TextLink to="/nexus/$endpointId" params={{ endpointId: id }}>
        {name}
      </TextLink>
    );
  }
  return (
    <TextLink to="/connectivity-rules" search={{ q: id }}>
      {name}
    </TextLink>
  );
}
