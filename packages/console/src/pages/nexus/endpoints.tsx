// The list of Nexus endpoints.
import type { Endpoint } from "@remit/protocol/gen/temporal/api/cloud/nexus/v1/message_pb.ts";
import { IconPlus, IconRoute } from "@tabler/icons-react";
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
import { callersOf, targetOf, useNexusEndpoints } from "../../data/nexus-endpoints.ts";
import { useProjectNames } from "../../data/projects.ts";
import { whyBusy } from "../../data/resource-states.ts";
import { DeleteEndpoint } from "./delete-endpoint.tsx";

function Endpoints() {
  const { q = "" } = useSearch({ from: "/signed-in/nexus" });
  const navigate = useNavigate({ from: "/nexus" });
  const list = useNexusEndpoints();
  const mayCreate = useMayInSomeProject("cloud.nexusendpoint.create");
  const nameProject = useProjectNames();
  const columns = useMemo(() => columnsWith(nameProject), [nameProject]);
  const [leaving, setLeaving] = useState<Endpoint | null>(null);
  const create = (
    <MayButton may={mayCreate} link={{ to: "/nexus/create" }} leftSection={<IconPlus size={16} aria-hidden />}>
      Create endpoint
    </MayButton>
  );
  return (
    <Page
      title="Nexus endpoints"
      description="Names by which workflows of some Namespaces call services that another one offers."
      actions={create}
    >
      <DataTable
        label="Nexus endpoints"
        minWidth={980}
        list={list}
        keyOf={({ id }) => id}
        nameOf={({ spec, id }) => spec?.name ?? id}
        columns={columns}
        textOf={(endpoint) =>
          [endpoint.spec?.name, endpoint.id, ...Object.values(targetOf(endpoint)), ...callersOf(endpoint)].join(" ")
        }
        search={{ text: q, onChange: (value) => void navigate({ search: { q: value }, replace: true }) }}
        actions={[
          {
            label: "View details",
            onClick: ({ id: endpointId }) => void navigate({ to: "/nexus/$endpointId", params: { endpointId } }),
          },
          {
            label: "Edit",
            onClick: ({ id: endpointId }) => void navigate({ to: "/nexus/$endpointId/edit", params: { endpointId } }),
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
          <EmptyState title="No Nexus endpoints to see" icon={<IconRoute aria-hidden />} action={create}>
            An endpoint leads calls to a task queue of a Namespace. You need Namespace Admin on that Namespace.
          </EmptyState>
        }
      />
      <DeleteEndpoint endpoint={leaving} onClose={() => setLeaving(null)} />
    </Page>
  );
}

const columnsWith = (nameProject: (id: string) => string): readonly Column<Endpoint>[] => [
  {
    title: "Name",
    sortBy: ({ spec }) => spec?.name ?? "",
    render: ({ id: endpointId, spec }) => (
      <TextLink to="/nexus/$endpointId" params={{ endpointId }} fw={500}>
        {spec?.name}
      </TextLink>
    ),
  },
  { title: "State", width: 150, sortBy: ({ state }) => state, render: ({ state }) => <StateBadge state={state} /> },
  {
    title: "Target Namespace",
    sortBy: (endpoint) => targetOf(endpoint).namespaceId,
    render: (endpoint) => targetOf(endpoint).namespaceId,
  },
  { title: "Task queue", render: (endpoint) => targetOf(endpoint).taskQueue },
  {
    title: "Callers",
    width: 100,
    sortBy: (endpoint) => callersOf(endpoint).length,
    render: (endpoint) => callersOf(endpoint).length,
  },
  {
    title: "Project",
    sortBy: ({ projectId }) => nameProject(projectId),
    render: ({ projectId }) => nameProject(projectId),
  },
  {
    title: "Created",
    width: 130,
    sortBy: ({ createdTime }) => Number(createdTime?.seconds ?? 0),
    render: ({ createdTime }) => <RelativeTime at={createdTime} />,
  },
];

export const route = createLazyRoute("/signed-in/nexus")({ component: Endpoints });
