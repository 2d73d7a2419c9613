// The settings of a Namespace, new or there already, in one form. What the server refuses stands at the field it means.
import { Code, ConnectError } from "@connectrpc/connect";
import { Button, Group, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { AskBeforeLeaving } from "../../../components/ask-before-leaving.tsx";
import { ErrorState } from "../../../components/error-state.tsx";
import { FormSection } from "../../../components/form-section.tsx";
import { TypedBefore } from "../../../components/typed-before.tsx";
import { describeError } from "../../../data/describe-error.ts";
import { findCaProblem } from "../certificates/find-ca-problem.ts";
import { Authentication } from "./authentication.tsx";
import { Basics } from "./basics.tsx";
import { CodecServer } from "./codec-server.tsx";
import { toFormErrors } from "./field-errors.ts";
import type { NamespaceForm } from "./form.ts";
import { Operation } from "./operation.tsx";
import { Regions } from "./regions.tsx";
import { SearchAttributes } from "./search-attributes.tsx";
import { TagFields } from "./tag-fields.tsx";
import type { NamespaceValues } from "./values.ts";

export interface NamespaceFormProps {
  readonly isNew: boolean;
  /** Of the Namespace that is changed; empty for a new one. What was typed on another version is not offered again. */
  readonly version: string;
  readonly initial: NamespaceValues;
  readonly label: string;
  /** What is thrown is shown; nothing that was typed is lost. */
  readonly onSave: (values: NamespaceValues) => Promise<void>;
  readonly onCancel: () => void;
  /** Above the form, with a way to put other values into it. */
  readonly notice?: (form: NamespaceForm) => ReactNode;
}

export function NamespaceFields({ isNew, version, initial, label, onSave, onCancel, notice }: NamespaceFormProps) {
  const form = useForm<NamespaceValues>({ initialValues: initial });
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const saved = useRef(false);
  const isDirty = (): boolean => !saved.current && form.isDirty();
  const place = useFocusOnError(error);
  const refuse = (problem: string) => {
    form.setErrors({ acceptedCas: problem });
    setError(new ConnectError("The CA certificates cannot be saved like this.", Code.InvalidArgument));
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    form.clearErrors();
    try {
      const problem = await findCaProblem(form.getValues().acceptedCas, form.getInitialValues().acceptedCas);
      if (problem !== null) return refuse(problem);
      saved.current = true;
      await onSave(form.getValues());
    } catch (thrown) {
      saved.current = false;
      setError(thrown);
      form.setErrors(toFormErrors(describeError(thrown).fields, form.getValues()));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void save(event)} noValidate>
      <AskBeforeLeaving isDirty={isDirty} />
      <Stack gap="lg" maw={1000}>
        <TypedBefore
          version={version}
          value={form.values}
          isDirty={isDirty}
          onRestore={(typed) => form.setValues({ ...initial, ...typed })}
        />
        {notice?.(form)}
        <Basics form={form} isNew={isNew} />
        <Regions form={form} />
        <Authentication form={form} />
        <SearchAttributes form={form} />
        <CodecServer form={form} />
        <Operation form={form} />
        {isNew && (
          <FormSection title="Tags" description="By which the Namespace is found, and by which a team may own it.">
            <TagFields
              tags={form.values.tags}
              onChange={(tags) => form.setFieldValue("tags", tags)}
              errorOf={(index) => form.errors[`tags.${index}.key`] as string | undefined}
            />
          </FormSection>
        )}
        <div ref={place} tabIndex={-1}>
          {error !== null && <ErrorState error={error} />}
        </div>
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

/** To the first field that is wrong; to the message where none is. */
function useFocusOnError(error: unknown) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error === null) return;
    const wrong = place.current?.closest("form")?.querySelector<HTMLElement>("[aria-invalid=true]");
    (wrong ?? place.current)?.focus();
  }, [error]);
  return place;
}
