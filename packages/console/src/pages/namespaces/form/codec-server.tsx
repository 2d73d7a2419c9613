// The codec server: what decodes payloads for whoever looks at a workflow in the browser.
import { Switch, Textarea, TextInput } from "@mantine/core";
import { FormSection } from "../../../components/form-section.tsx";
import type { PartProps } from "./form.ts";

export function CodecServer({ form }: PartProps) {
  const isSet = form.values.codecEndpoint !== "";
  return (
    <FormSection title="Codec server" description="Decodes encrypted payloads for people who look at a workflow.">
      <TextInput
        label="Endpoint"
        placeholder="https://codec.example.com"
        description="An https address; empty for none"
        {...form.getInputProps("codecEndpoint")}
      />
      {(isSet || form.values.codecMessage !== "") && (
        <>
          <Switch
            label="Pass the user's access token"
            {...form.getInputProps("codecPassToken", { type: "checkbox" })}
          />
          <Switch
            label="Include cross-origin credentials"
            {...form.getInputProps("codecCrossOrigin", { type: "checkbox" })}
          />
          <Textarea label="Message when decoding fails" autosize minRows={2} {...form.getInputProps("codecMessage")} />
          <TextInput label="Link in that message" {...form.getInputProps("codecLink")} />
        </>
      )}
    </FormSection>
  );
}
