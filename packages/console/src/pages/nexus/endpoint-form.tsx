// A Nexus endpoint: its name, where its calls go, and which Namespaces may call it.
import { Autocomplete, Button, Group, MultiSelect, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { type FormEvent, useRef, useState } from "react";
import { AskBeforeLeaving } from "../../components/ask-before-leaving.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { FormSection } from "../../components/form-section.tsx";
import { ProjectOfNew } from "../../components/project-of-new.tsx";
import { describeError } from "../../data/describe-error.ts";
import { useNamespaces } from "../../data/namespaces.ts";
import { toEndpointErrors } from "./endpoint-errors.ts";
import type { EndpointValues } from "./endpoint-values.ts";

export interface EndpointFormProps {
  readonly isNew: boolean;
  readonly initial: EndpointValues;
  readonly label: string;
  readonly onSave: (values: EndpointValues) => Promise<void>;
  readonly onCancel: () => void;
}

export function EndpointForm({ isNew, initial, label, onSave, onCancel }: EndpointFormProps) {
  const form = useForm<EndpointValues>({ initialValues: initial });
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const saved = useRef(false);
  const { items } = useNamespaces();
  const ids = items.map(({ namespace }) => namespace);
  const known = [...new Set([...ids, ...form.values.callers])];
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    form.clearErrors();
    try {
      saved.current = true;
      await onSave(form.getValues());
    } catch (thrown) {
      saved.current = false;
      setError(thrown);
      form.setErrors(toEndpointErrors(describeError(thrown).fields));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void save(event)} noValidate>
      <AskBeforeLeaving isDirty={() => !saved.current && form.isDirty()} />
      <Stack gap="lg" maw={1000}>
        <FormSection title="Endpoint" description="By this name workflows call it.">
          <TextInput
            label="Name"
            description="Letters, digits and hyphens, a letter first"
            withAsterisk
            autoComplete="off"
            {...form.getInputProps("name")}
          />
          {isNew && (
            <ProjectOfNew
              operation="cloud.nexusendpoint.create"
              value={form.values.projectId}
              onChange={(id) => form.setFieldValue("projectId", id)}
            />
          )}
          <Textarea label="Description" autosize minRows={2} {...form.getInputProps("description")} />
        </FormSection>
        <FormSection title="Target" description="Where calls go: workers that poll this task queue answer them.">
          <Autocomplete
            label="Namespace"
            withAsterisk
            data={ids}
            limit={50}
            placeholder="orders.a1b2c3"
            {...form.getInputProps("namespaceId")}
          />
          <TextInput label="Task queue" withAsterisk autoComplete="off" {...form.getInputProps("taskQueue")} />
        </FormSection>
        <FormSection title="Allowed callers" description="Workflows of these Namespaces may call it, and of no others.">
          <MultiSelect
            label="Caller Namespaces"
            data={known}
            searchable
            limit={50}
            placeholder={form.values.callers.length === 0 ? "None yet" : ""}
            {...form.getInputProps("callers")}
          />
        </FormSection>
        {error !== null && <ErrorState error={error} />}
        <Group justify="end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            {label}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
