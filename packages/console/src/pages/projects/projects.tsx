// The list of projects.
import type { Project } from "@remit/protocol/gen/temporal/api/cloud/project/v1/message_pb.ts";
import { IconFolders, IconPlus } from "@tabler/icons-react";
import { createLazyRoute, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { CopyText } from "../../components/copy-text.tsx";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { MayButton } from "../../components/may-button.tsx";
import { Page } from "../../components/page.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { TextLink } from "../../components/text-link.tsx";
import { useMay } from "../../data/access-questions.ts";
import { nameOfProject, useProjects } from "../../data/projects.ts";
import { DeleteProject } from "./delete-project.tsx";
import { ProjectForm } from "./project-form.tsx";

function Projects() {
  const { q = "" } = useSearch({ from: "/signed-in/projects" });
  const navigate = useNavigate({ from: "/projects" });
  const list = useProjects();
  const mayCreate = useMay("cloud.project.create", "accounts");
  const [edited, setEdited] = useState<Project | "new" | null>(null);
  const [leaving, setLeaving] = useState<Project | null>(null);
  const create = (
    <MayButton may={mayCreate} onClick={() => setEdited("new")} leftSection={<IconPlus size={16} aria-hidden />}>
      Create project
    </MayButton>
  );
  const open = (projectId: string) => void navigate({ to: "/projects/$projectId", params: { projectId } });
  return (
    <Page
      title="Projects"
      description="What Namespaces, Nexus endpoints and connectivity rules lie in. Access to a project reaches all of it."
      actions={create}
    >
      <DataTable
        label="Projects"
        minWidth={920}
        list={list}
        keyOf={({ id }) => id}
        nameOf={nameOfProject}
        columns={columns}
        textOf={(project) => `${nameOfProject(project)} ${project.spec?.description ?? ""} ${project.id}`}
        search={{ text: q, onChange: (value) => void navigate({ search: { q: value }, replace: true }) }}
        actions={[
          { label: "View details", onClick: ({ id }) => open(id) },
          { label: "Edit", onClick: setEdited },
          { label: "Delete", danger: true, onClick: setLeaving },
        ]}
        empty={
          <EmptyState title="No projects to see" icon={<IconFolders aria-hidden />} action={create}>
            Whoever administers a project can give you access to it.
          </EmptyState>
        }
      />
      {edited !== null && (
        <ProjectForm project={edited === "new" ? null : edited} onClose={() => setEdited(null)} onCreated={open} />
      )}
      <DeleteProject project={leaving} onClose={() => setLeaving(null)} />
    </Page>
  );
}

const columns: readonly Column<Project>[] = [
  {
    title: "Name",
    sortBy: nameOfProject,
    render: (project) => (
      <TextLink to="/projects/$projectId" params={{ projectId: project.id }} fw={500}>
        {nameOfProject(project)}
      </TextLink>
    ),
  },
  { title: "Description", render: ({ spec }) => spec?.description || "–" },
  { title: "Id", width: 310, render: ({ id }) => <CopyText text={id} what="the id" /> },
  {
    title: "Created",
    width: 140,
    sortBy: ({ createdTime }) => Number(createdTime?.seconds ?? 0),
    render: ({ createdTime }) => <RelativeTime at={createdTime} />,
  },
];

export const route = createLazyRoute("/signed-in/projects")({ component: Projects });
