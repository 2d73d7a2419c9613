// One Namespace: what it is, how it is reached, who has access to it, and where its closed histories go.
import { Stack, Tabs } from "@mantine/core";
import type { Namespace as Message } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { createLazyRoute, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { EditAndDelete } from "../../components/edit-and-delete.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { OperationNotice } from "../../components/operation-notice.tsx";
import { Page } from "../../components/page.tsx";
import { PageSkeleton } from "../../components/page-skeleton.tsx";
import { useMay } from "../../data/access-questions.ts";
import { onceSettled } from "../../data/may.ts";
import { useNamespace } from "../../data/namespaces.ts";
import { describeState } from "../../data/resource-states.ts";
import { DeleteNamespace } from "./delete-namespace.tsx";
import { ExportSinks } from "./export-sinks/export-sinks.tsx";
import { NamespaceAccess } from "./namespace-access.tsx";
import { NamespaceOverview } from "./namespace-overview.tsx";

const crumbs = [{ label: "Namespaces", to: "/namespaces" }] as const;

function Namespace() {
  const { namespace: id } = useParams({ from: "/signed-in/namespaces/$namespace" });
  const { data, error, refetch } = useNamespace(id);
  if (data?.namespace !== undefined && error === null) return <Shown namespace={data.namespace} />;
  return (
    <Page title={id} crumbs={crumbs}>
      {error === null ? <PageSkeleton /> : <ErrorState error={error} retry={() => void refetch()} />}
    </Page>
  );
}

function Shown({ namespace }: { readonly namespace: Message }) {
  const { namespace: id, state, asyncOperationId, spec } = namespace;
  const { tab = "overview" } = useSearch({ from: "/signed-in/namespaces/$namespace" });
  const navigate = useNavigate();
  const [asks, setAsks] = useState(false);
  const mayUpdate = useMay("cloud.namespace.update", "namespaces", id);
  const mayDelete = useMay("cloud.namespace.delete", "namespaces", id);
  const { busy } = describeState(state);
  return (
    <Page
      title={id}
      crumbs={crumbs}
      {...(spec?.description && { description: spec.description })}
      actions={
        <EditAndDelete
          mayEdit={onceSettled(mayUpdate, busy)}
          edit={{ to: "/namespaces/$namespace/edit", params: { namespace: id } }}
          mayDelete={onceSettled(mayDelete, busy)}
          onDelete={() => setAsks(true)}
        />
      }
    >
      <OperationNotice state={state} asyncOperationId={asyncOperationId} />
      <Tabs
        value={tab}
        onChange={(value) =>
          void navigate({
            to: "/namespaces/$namespace",
            params: { namespace: id },
            search: value === null || value === "overview" ? {} : { tab: value },
          })
        }
        keepMounted={false}
      >
        <Tabs.List mb="lg">
          <Tabs.Tab value="overview">Overview</Tabs.Tab>
          <Tabs.Tab value="access">Access</Tabs.Tab>
          <Tabs.Tab value="exports">Exports</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="overview">
          <Stack gap="lg">
            <NamespaceOverview namespace={namespace} />
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="access">
          <NamespaceAccess namespace={id} />
        </Tabs.Panel>
        <Tabs.Panel value="exports">
          <ExportSinks namespace={id} />
        </Tabs.Panel>
      </Tabs>
      <DeleteNamespace
        namespace={asks ? namespace : null}
        onClose={() => setAsks(false)}
        onDeleted={() => void navigate({ to: "/namespaces" })}
      />
    </Page>
  );
}

export const route = createLazyRoute("/signed-in/namespaces/$namespace")({ component: Namespace });
