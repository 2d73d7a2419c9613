// One Nexus endpoint: where its calls go, and who may call.
import { List, Text } from "@mantine/core";
import type { Endpoint as Message } from "@remit/protocol/gen/temporal/api/cloud/nexus/v1/message_pb.ts";
import { createLazyRoute, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { CopyText } from "../../components/copy-text.tsx";
import { Details, Facts } from "../../components/details.tsx";
import { EditAndDelete } from "../../components/edit-and-delete.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { OperationNotice } from "../../components/operation-notice.tsx";
import { Page } from "../../components/page.tsx";
import { PageSkeleton } from "../../components/page-skeleton.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { TextLink } from "../../components/text-link.tsx";
import { useMay } from "../../data/access-questions.ts";
import { onceSettled } from "../../data/may.ts";
import { callersOf, targetOf, useNexusEndpoint } from "../../data/nexus-endpoints.ts";
import { useProjectNames } from "../../data/projects.ts";
import { describeState } from "../../data/resource-states.ts";
import { DeleteEndpoint } from "./delete-endpoint.tsx";
import { MoveEndpoint } from "./move-endpoint.tsx";

const crumbs = [{ label: "Nexus endpoints", to: "/nexus" }] as const;

function Endpoint() {
  const { endpointId } = useParams({ from: "/signed-in/nexus/$endpointId" });
  const { data, error, refetch } = useNexusEndpoint(endpointId);
  if (data?.endpoint !== undefined) return <Shown endpoint={data.endpoint} />;
  return (
    <Page title="Nexus endpoint" crumbs={crumbs}>
      {error === null ? <PageSkeleton /> : <ErrorState error={error} retry={() => void refetch()} />}
    </Page>
  );
}

function Shown({ endpoint }: { readonly endpoint: Message }) {
  const { id, spec, state, asyncOperationId, projectId, createdTime, lastModifiedTime } = endpoint;
  const navigate = useNavigate();
  const nameProject = useProjectNames();
  const [asks, setAsks] = useState(false);
  const { busy } = describeState(state);
  const mayUpdate = onceSettled(useMay("cloud.nexusendpoint.update", "nexus-endpoints", id), busy);
  const mayDelete = onceSettled(useMay("cloud.nexusendpoint.delete", "nexus-endpoints", id), busy);
  const { namespaceId, taskQueue } = targetOf(endpoint);
  const callers = callersOf(endpoint);
  return (
    <Page
      title={spec?.name ?? id}
      crumbs={crumbs}
      {...(spec?.descriptionDeprecated && { description: spec.descriptionDeprecated })}
      actions={
        <EditAndDelete
          mayEdit={mayUpdate}
          edit={{ to: "/nexus/$endpointId/edit", params: { endpointId: id } }}
          mayDelete={mayDelete}
          onDelete={() => setAsks(true)}
        />
      }
    >
      <OperationNotice state={state} asyncOperationId={asyncOperationId} />
      <Details title="General" action={<MoveEndpoint endpoint={endpoint} />}>
        <Facts
          facts={[
            { label: "Id", value: <CopyText text={id} what="the id" /> },
            { label: "State", value: <StateBadge state={state} /> },
            { label: "Target Namespace", value: <ToNamespace id={namespaceId} /> },
            { label: "Task queue", value: <CopyText text={taskQueue} what="the task queue" /> },
            {
              label: "Project",
              value: (
                <TextLink to="/projects/$projectId" params={{ projectId }}>
                  {nameProject(projectId)}
                </TextLink>
              ),
            },
            { label: "Created", value: <RelativeTime at={createdTime} /> },
            { label: "Changed", value: <RelativeTime at={lastModifiedTime} never="Never" /> },
          ]}
        />
      </Details>
      <Details title="Allowed callers">
        {callers.length === 0 ? (
          <Text size="sm" c="dimmed">
            No Namespace may call it yet. Edit the endpoint to allow some.
          </Text>
        ) : (
          <List size="sm" spacing={4}>
            {callers.map((caller) => (
              <List.Item key={caller}>
                <ToNamespace id={caller} />
              </List.Item>
            ))}
          </List>
        )}
      </Details>
      <DeleteEndpoint
        endpoint={asks ? endpoint : null}
        onClose={() => setAsks(false)}
        onDeleted={() => void navigate({ to: "/nexus" })}
      />
    </Page>
  );
}

const ToNamespace = ({ id }: { readonly id: string }) => (
  <TextLink to="/namespaces/$namespace" params={{ namespace: id }}>
    {id}
  </TextLink>
);

export const route = createLazyRoute("/signed-in/nexus/$endpointId")({ component: Endpoint });
