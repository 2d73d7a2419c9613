// How workers and clients show who they are: API keys, client certificates, or both.
import { Button, Group, Paper, Stack, Switch, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { FormSection } from "../../../components/form-section.tsx";
import { CaField } from "../certificates/ca-field.tsx";
import type { PartProps } from "./form.ts";

export function Authentication({ form }: PartProps) {
  return (
    <FormSection
      title="Authentication"
      description="How workers and clients show who they are. At least one way has to be on."
    >
      <Switch
        label="API keys"
        description="Users and service accounts connect with a key of theirs"
        {...form.getInputProps("apiKeys", { type: "checkbox" })}
      />
      <Switch
        label="mTLS"
        description="Clients connect with a certificate that one of the authorities below has signed"
        {...form.getInputProps("mtls", { type: "checkbox" })}
      />
      {(form.values.mtls || form.values.acceptedCas !== "" || form.values.filters.length > 0) && (
        <>
          <CaField
            value={form.values.acceptedCas}
            onChange={(text) => form.setFieldValue("acceptedCas", text)}
            stored={form.getInitialValues().acceptedCas}
            error={form.errors.acceptedCas}
          />
          <Filters form={form} />
        </>
      )}
    </FormSection>
  );
}

const parts = [
  ["commonName", "Common name"],
  ["organization", "Organization"],
  ["organizationalUnit", "Organizational unit"],
  ["subjectAlternativeName", "Subject alternative name"],
] as const;

const emptyFilter = { commonName: "", organization: "", organizationalUnit: "", subjectAlternativeName: "" };

function Filters({ form }: PartProps) {
  return (
    <Stack gap="sm">
      <Text size="sm" fw={500}>
        Certificate filters
      </Text>
      <Text size="xs" c="dimmed">
        Without a filter every certificate of the authorities is let in; with some, those that match one. A star at the
        start or at the end stands for anything.
      </Text>
      {form.values.filters.map((_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: filters have no name and are edited in place
        <Paper key={index} withBorder p="sm" role="group" aria-label={`Filter ${index + 1}`}>
          <Stack gap="xs">
            {parts.map(([part, label]) => (
              <TextInput key={part} size="sm" label={label} {...form.getInputProps(`filters.${index}.${part}`)} />
            ))}
            <Group justify="end">
              <Button
                size="compact-sm"
                variant="subtle"
                color="red"
                leftSection={<IconTrash size={14} aria-hidden />}
                onClick={() => form.removeListItem("filters", index)}
                aria-label={`Remove filter ${index + 1}`}
              >
                Remove
              </Button>
            </Group>
          </Stack>
        </Paper>
      ))}
      <Group>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => form.insertListItem("filters", { ...emptyFilter })}
        >
          Add filter
        </Button>
      </Group>
    </Stack>
  );
}
