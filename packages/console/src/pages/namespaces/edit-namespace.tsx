// Changing a Namespace. What somebody else changes meanwhile is told, and taken over without losing what was typed.
import { Alert, Button, Group, Text } from "@mantine/core";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import type { Namespace } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { createLazyRoute, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { ErrorState } from "../../components/error-state.tsx";
import { Page } from "../../components/page.tsx";
import { PageSkeleton } from "../../components/page-skeleton.tsx";
import { useCarryOut } from "../../data/carry-out.ts";
import { useNamespace } from "../../data/namespaces.ts";
import type { NamespaceForm } from "./form/form.ts";
import { NamespaceFields } from "./form/namespace-form.tsx";
import { mergeValues, type NamespaceValues, toSpec, toValues } from "./form/values.ts";

function EditNamespace() {
  const { namespace: id } = useParams({ from: "/signed-in/namespaces/$namespace/edit" });
  const { data, error, refetch } = useNamespace(id);
  if (data?.namespace !== undefined) return <Editor key={id} latest={data.namespace} />;
  if (error !== null) return <ErrorState error={error} retry={() => void refetch()} />;
  return <PageSkeleton />;
}

function Editor({ latest }: { readonly latest: Namespace }) {
  const [before, setBefore] = useState(latest);
  const update = useCarryOut(CloudService.method.updateNamespace);
  const navigate = useNavigate();
  const { namespace } = latest;
  const leave = () => navigate({ to: "/namespaces/$namespace", params: { namespace } });
  // One's own change must not look like somebody else's while the page is left.
  const [saved, setSaved] = useState(false);
  const save = async (values: NamespaceValues) => {
    await update(
      { namespace, spec: toSpec(values, before.spec ?? null), resourceVersion: before.resourceVersion },
      {
        doing: `Namespace ${namespace} is being updated`,
        done: `Namespace ${namespace} has been updated`,
        failed: `Namespace ${namespace} could not be updated`,
      },
    );
    setSaved(true);
    await leave();
  };
  const takeOver = (form: NamespaceForm) => {
    const mine = form.getValues();
    form.setInitialValues(valuesOf(latest));
    form.setValues(mergeValues(valuesOf(before), mine, valuesOf(latest)));
    setBefore(latest);
  };
  return (
    <Page
      title={`Edit ${namespace}`}
      crumbs={[
        { label: "Namespaces", to: "/namespaces" },
        { label: namespace, to: `/namespaces/${namespace}` as "/namespaces" },
      ]}
    >
      <NamespaceFields
        isNew={false}
        version={before.resourceVersion}
        initial={valuesOf(before)}
        label="Save changes"
        onSave={save}
        onCancel={() => void leave()}
        notice={(form) =>
          !saved && latest.resourceVersion !== before.resourceVersion && <Changed onTakeOver={() => takeOver(form)} />
        }
      />
    </Page>
  );
}

const valuesOf = ({ spec, projectId }: Namespace): NamespaceValues => {
  if (spec === undefined) throw new Error("the Namespace came without its settings");
  return toValues(spec, projectId);
};

function Changed({ onTakeOver }: { readonly onTakeOver: () => void }) {
  return (
    <Alert color="yellow" title="Somebody changed this Namespace meanwhile" role="status">
      <Text size="sm">Take over what they changed before you save. What you changed stays as you typed it.</Text>
      <Group mt="xs">
        <Button size="xs" variant="default" onClick={onTakeOver}>
          Take over their changes
        </Button>
      </Group>
    </Alert>
  );
}

export const route = createLazyRoute("/signed-in/namespaces/$namespace/edit")({ component: EditNamespace });
