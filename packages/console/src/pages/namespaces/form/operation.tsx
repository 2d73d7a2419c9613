// From where it may be reached, how much it may take, and what guards it.
import {
  Checkbox,
  NumberInput,
  SegmentedControl,
  Select,
  Stack,
  Switch,
  TagsInput,
  Text,
  TextInput,
} from "@mantine/core";
import { EncryptionValidationSpec_EncryptionValidationMode as Mode } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { FormSection } from "../../../components/form-section.tsx";
import { describeRule, useConnectivityRules } from "../../../data/connectivity-rules.ts";
import type { PartProps } from "./form.ts";

export function Operation({ form }: PartProps) {
  return (
    <>
      <FormSection title="Deletion protection" description="Keeps the Namespace from being deleted by mistake.">
        <Switch
          label="Protect from deletion"
          description="It has to be switched off before the Namespace can be deleted"
          {...form.getInputProps("deleteProtection", { type: "checkbox" })}
        />
      </FormSection>
      <FormSection
        title="Connectivity rules"
        description="From where the Namespace may be reached. Without a rule it may be reached from everywhere."
      >
        <Rules form={form} />
      </FormSection>
      <FormSection title="Capacity" description="How much the Namespace may do, and how it shares that out.">
        <Capacity form={form} />
      </FormSection>
      <FormSection
        title="Encryption validation"
        description="Whether payloads that are not encrypted are noticed, or refused."
      >
        <Encryption form={form} />
      </FormSection>
    </>
  );
}

/** Only rules of the same project can be attached. */
function Rules({ form }: PartProps) {
  const { items, complete } = useConnectivityRules(form.values.projectId);
  const known = new Set(items.map(({ id }) => id));
  const hidden = form.values.ruleIds.filter((id) => !known.has(id));
  if (complete && items.length === 0 && hidden.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        There are no connectivity rules to attach.
      </Text>
    );
  }
  return (
    <Checkbox.Group label="Attached rules" {...form.getInputProps("ruleIds")}>
      <Stack gap="xs" mt="xs">
        {items.map((rule) => (
          <Checkbox key={rule.id} value={rule.id} label={describeRule(rule)} description={rule.id} />
        ))}
        {hidden.map((id) => (
          <Checkbox key={id} value={id} label={id} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

function Capacity({ form }: PartProps) {
  return (
    <>
      <div>
        <Text size="sm" fw={500} mb={4} id="capacity-mode">
          Capacity mode
        </Text>
        <SegmentedControl
          aria-labelledby="capacity-mode"
          data={[
            { value: "unset", label: "Default" },
            { value: "on-demand", label: "On demand" },
            { value: "provisioned", label: "Provisioned" },
          ]}
          {...form.getInputProps("capacity")}
        />
      </div>
      {form.values.capacity === "provisioned" && (
        <NumberInput label="Resource units (TRU)" min={0} maw={220} {...form.getInputProps("capacityValue")} />
      )}
      <div>
        <Text size="sm" fw={500} mb={4} id="fairness-mode">
          Task queue fairness
        </Text>
        <SegmentedControl
          aria-labelledby="fairness-mode"
          data={[
            { value: "unset", label: "Default" },
            { value: "on", label: "On" },
            { value: "off", label: "Off" },
          ]}
          {...form.getInputProps("fairness")}
        />
      </div>
    </>
  );
}

const modes = [
  { value: String(Mode.UNSPECIFIED), label: "Default" },
  { value: String(Mode.DISABLED), label: "Off" },
  { value: String(Mode.WARN), label: "Warn" },
  { value: String(Mode.DENY), label: "Deny" },
];

function Encryption({ form }: PartProps) {
  const isOn = [Mode.WARN, Mode.DENY].map(String).includes(form.values.encryptionMode);
  return (
    <>
      <Select label="Mode" data={modes} allowDeselect={false} maw={220} {...form.getInputProps("encryptionMode")} />
      {isOn && (
        <>
          <TextInput
            label="Metadata key"
            description="By which an encrypted payload is known, as encoding"
            {...form.getInputProps("encryptionKey")}
          />
          <TagsInput
            label="Metadata values"
            description="Press Enter after each, as binary/encrypted"
            {...form.getInputProps("encryptionValues")}
          />
          <Switch label="Inspect headers" {...form.getInputProps("encryptionHeader", { type: "checkbox" })} />
          <Switch label="Inspect failures" {...form.getInputProps("encryptionFailure", { type: "checkbox" })} />
        </>
      )}
    </>
  );
}
