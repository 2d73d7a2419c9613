// Name, project, description, and how long closed workflows are kept.
import { NumberInput, Textarea, TextInput } from "@mantine/core";
import { FormSection } from "../../../components/form-section.tsx";
import { ProjectOfNew } from "../../../components/project-of-new.tsx";
import type { PartProps } from "./form.ts";

export function Basics({ form, isNew }: PartProps & { readonly isNew: boolean }) {
  return (
    <FormSection
      title="Basics"
      description={isNew ? "The name cannot be changed later. The account's id is appended to it." : undefined}
    >
      <TextInput
        label="Name"
        description="2 to 39 lower-case letters, digits and hyphens"
        withAsterisk
        disabled={!isNew}
        autoComplete="off"
        {...form.getInputProps("name")}
      />
      {isNew && (
        <ProjectOfNew
          operation="cloud.namespace.create"
          value={form.values.projectId}
          onChange={(id) => form.setFieldValue("projectId", id)}
          error={form.errors.projectId as string | undefined}
        />
      )}
      <Textarea label="Description" autosize minRows={2} maxLength={255} {...form.getInputProps("description")} />
      <NumberInput
        label="Retention period"
        description="Days for which the history of a closed workflow is kept"
        suffix=" days"
        min={1}
        allowDecimal={false}
        withAsterisk
        maw={340}
        {...form.getInputProps("retentionDays")}
      />
    </FormSection>
  );
}
