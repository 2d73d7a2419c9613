// The list of Namespaces: those that the person may see.
import { Select, Text } from "@mantine/core";
import type { Namespace } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { IconPlus, IconTopologyRing2 } from "@tabler/icons-react";
import { createLazyRoute, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { MayButton } from "../../components/may-button.tsx";
import { Page } from "../../components/page.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { TextLink } from "../../components/text-link.tsx";
import { useMayInSomeProject } from "../../data/may.ts";
import { regionsOf, useNamespaces } from "../../data/namespaces.ts";
import { useOwnerTeams } from "../../data/owner-teams.ts";
import { nameOfProject, useProjectNames, useProjects } from "../../data/projects.ts";
import { describeState, whyBusy } from "../../data/resource-states.ts";
import { DeleteNamespace } from "./delete-namespace.tsx";
import { Tags } from "./tags.tsx";

function Namespaces() {
  const { q = "", project = "" } = useSearch({ from: "/signed-in/namespaces" });
  const navigate = useNavigate({ from: "/namespaces" });
  const list = useNamespaces(project);
  const mayCreate = useMayInSomeProject("cloud.namespace.create");
  const [leaving, setLeaving] = useState<Namespace | null>(null);
  const { columns, textOf } = useColumns(list.items);
  const create = (
    <MayButton may={mayCreate} link={{ to: "/namespaces/create" }} leftSection={<IconPlus size={16} aria-hidden />}>
      Create Namespace
    </MayButton>
  );
  const change = (search: { q?: string; project?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...search }), replace: true });
  return (
    <Page
      title="Namespaces"
      description="Where workflows run, each apart from the others. You see those on which you have access."
      actions={create}
    >
      <DataTable
        label="Namespaces"
        minWidth={980}
        list={list}
        keyOf={({ namespace }) => namespace}
        nameOf={({ namespace }) => namespace}
        columns={columns}
        textOf={textOf}
        search={{ text: q, onChange: (value) => change({ q: value }) }}
        filters={<ProjectFilter value={project} onChange={(value) => change({ project: value })} />}
        actions={[
          {
            label: "View details",
            onClick: ({ namespace }) => void navigate({ to: "/namespaces/$namespace", params: { namespace } }),
          },
          {
            label: "Edit",
            onClick: ({ namespace }) => void navigate({ to: "/namespaces/$namespace/edit", params: { namespace } }),
            refusal: whyBusy,
          },
          {
            label: "Delete",
            danger: true,
            onClick: setLeaving,
            refusal: whyBusy,
          },
        ]}
        empty={
          <EmptyState title="No Namespaces to see" icon={<IconTopologyRing2 aria-hidden />} action={create}>
            {mayCreate.allowed === false
              ? "Nobody has given you access to one yet. Ask the team that owns it, or request access."
              : "Create the first one, or ask the team that owns one for access."}
          </EmptyState>
        }
      />
      <DeleteNamespace namespace={leaving} onClose={() => setLeaving(null)} />
    </Page>
  );
}

function ProjectFilter({ value, onChange }: { readonly value: string; readonly onChange: (id: string) => void }) {
  const { items } = useProjects();
  const known = items.some(({ id }) => id === value) || value === "";
  const others = known ? [] : [{ value, label: value }];
  return (
    <Select
      aria-label="Project"
      placeholder="All projects"
      data={[...items.map((project) => ({ value: project.id, label: nameOfProject(project) })), ...others]}
      value={value === "" ? null : value}
      onChange={(id) => onChange(id ?? "")}
      clearable
      searchable
      w={220}
    />
  );
}

function useColumns(items: readonly Namespace[]) {
  const nameProject = useProjectNames();
  const ownersOf = useOwnerTeams(items);
  return useMemo(() => {
    const owners = ({ namespace }: Namespace): string =>
      (ownersOf?.(namespace) ?? []).map(({ name, id }) => name || id).join(", ");
    const columns: readonly Column<Namespace>[] = [
      {
        title: "Name",
        width: 260,
        sortBy: ({ namespace }) => namespace,
        render: ({ namespace, spec }) => (
          <>
            <TextLink to="/namespaces/$namespace" params={{ namespace }} fw={500}>
              {namespace}
            </TextLink>
            {spec !== undefined && spec.description !== "" && (
              <Text size="xs" c="dimmed" lineClamp={1}>
                {spec.description}
              </Text>
            )}
          </>
        ),
      },
      { title: "State", width: 130, sortBy: ({ state }) => state, render: ({ state }) => <StateBadge state={state} /> },
      {
        title: "Region",
        width: 150,
        sortBy: ({ activeRegion }) => activeRegion,
        render: (namespace) => regionsOf(namespace).join(", ") || "–",
      },
      {
        title: "Project",
        width: 130,
        sortBy: ({ projectId }) => nameProject(projectId),
        render: ({ projectId }) => (
          <TextLink to="/projects/$projectId" params={{ projectId }}>
            {nameProject(projectId)}
          </TextLink>
        ),
      },
      ...(ownersOf === null
        ? []
        : [
            {
              title: "Owner team",
              width: 130,
              sortBy: owners,
              render: (namespace: Namespace) => owners(namespace) || <Unowned />,
            },
          ]),
      { title: "Tags", width: 180, render: ({ tags }) => <Tags tags={tags} /> },
      {
        title: "Created",
        width: 130,
        sortBy: ({ createdTime }) => Number(createdTime?.seconds ?? 0),
        render: ({ createdTime }) => <RelativeTime at={createdTime} />,
      },
    ];
    const textOf = (namespace: Namespace): string =>
      [
        namespace.namespace,
        namespace.spec?.description ?? "",
        describeState(namespace.state).label,
        ...regionsOf(namespace),
        nameProject(namespace.projectId),
        owners(namespace),
        ...Object.entries(namespace.tags).map(([key, value]) => `${key}=${value}`),
      ].join(" ");
    return { columns, textOf };
  }, [nameProject, ownersOf]);
}

const Unowned = () => (
  <Text size="sm" c="dimmed">
    Nobody yet
  </Text>
);

export const route = createLazyRoute("/signed-in/namespaces")({ component: Namespaces });
