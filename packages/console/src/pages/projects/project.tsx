// One project: what lies in it, and who has access to it.
import { Tabs } from "@mantine/core";
import type { Project as Message } from "@remit/protocol/gen/temporal/api/cloud/project/v1/message_pb.ts";
import { createLazyRoute, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { AccessTable } from "../../components/access-table.tsx";
import { CopyText } from "../../components/copy-text.tsx";
import { Details, Facts } from "../../components/details.tsx";
import { EditAndDelete } from "../../components/edit-and-delete.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { Page } from "../../components/page.tsx";
import { PageSkeleton } from "../../components/page-skeleton.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { useMay } from "../../data/access-questions.ts";
import { useProjectHolders } from "../../data/project-access.ts";
import { nameOfProject, useProject } from "../../data/projects.ts";
import { DeleteProject } from "./delete-project.tsx";
import { ProjectContents } from "./project-contents.tsx";
import { ProjectForm } from "./project-form.tsx";

const crumbs = [{ label: "Projects", to: "/projects" }] as const;

function Project() {
  const { projectId } = useParams({ from: "/signed-in/projects/$projectId" });
  const { data, error, refetch } = useProject(projectId);
  if (data?.project !== undefined) return <Shown project={data.project} />;
  return (
    <Page title="Project" crumbs={crumbs}>
      {error === null ? <PageSkeleton /> : <ErrorState error={error} retry={() => void refetch()} />}
    </Page>
  );
}

function Shown({ project }: { readonly project: Message }) {
  const { id: projectId, spec, createdTime, lastModifiedTime } = project;
  const { tab = "contents" } = useSearch({ from: "/signed-in/projects/$projectId" });
  const navigate = useNavigate();
  const [edits, setEdits] = useState(false);
  const [asks, setAsks] = useState(false);
  const mayUpdate = useMay("cloud.project.update", "projects", projectId);
  const mayDelete = useMay("cloud.project.delete", "projects", projectId);
  return (
    <Page
      title={nameOfProject(project)}
      crumbs={crumbs}
      {...(spec?.description && { description: spec.description })}
      actions={
        <EditAndDelete
          mayEdit={mayUpdate}
          edit={() => setEdits(true)}
          mayDelete={mayDelete}
          onDelete={() => setAsks(true)}
        />
      }
    >
      <Details title="General">
        <Facts
          facts={[
            { label: "Id", value: <CopyText text={projectId} what="the id" /> },
            {
              label: "Deletion protection",
              value: spec?.lifecycle?.enableDeleteProtection === true ? "On: it cannot be deleted" : "Off",
            },
            { label: "Created", value: <RelativeTime at={createdTime} /> },
            { label: "Changed", value: <RelativeTime at={lastModifiedTime} never="Never" /> },
          ]}
        />
      </Details>
      <Tabs
        value={tab}
        onChange={(value) =>
          void navigate({
            to: "/projects/$projectId",
            params: { projectId },
            search: value === null || value === "contents" ? {} : { tab: value },
          })
        }
        keepMounted={false}
      >
        <Tabs.List mb="lg">
          <Tabs.Tab value="contents">What is in it</Tabs.Tab>
          <Tabs.Tab value="access">Access</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="contents">
          <ProjectContents projectId={projectId} />
        </Tabs.Panel>
        <Tabs.Panel value="access">
          <Access projectId={projectId} />
        </Tabs.Panel>
      </Tabs>
      {edits && <ProjectForm project={project} onClose={() => setEdits(false)} />}
      <DeleteProject
        project={asks ? project : null}
        onClose={() => setAsks(false)}
        onDeleted={() => void navigate({ to: "/projects" })}
      />
    </Page>
  );
}

const Access = ({ projectId }: { readonly projectId: string }) => (
  <AccessTable
    list={useProjectHolders(projectId)}
    here="On this project"
    empty="Owners and Admins of the account reach every project."
  />
);

export const route = createLazyRoute("/signed-in/projects/$projectId")({ component: Project });
