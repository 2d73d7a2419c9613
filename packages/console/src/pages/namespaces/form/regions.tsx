// Where the Namespace is: one region, and for high availability a second one.
import { MultiSelect, Switch } from "@mantine/core";
import { ErrorState } from "../../../components/error-state.tsx";
import { FormSection } from "../../../components/form-section.tsx";
import { providerOf, useRegions } from "../../../data/regions.ts";
import type { PartProps } from "./form.ts";

export function Regions({ form }: PartProps) {
  const { items, error, retry } = useRegions();
  const chosen = form.values.regions;
  const known = new Set(items.map(({ id }) => id));
  const data = [
    ...items.map((region) => ({
      value: region.id,
      label: `${region.id} · ${region.location} (${providerOf(region)})`,
    })),
    ...chosen.filter((id) => !known.has(id)).map((id) => ({ value: id, label: id })),
  ];
  return (
    <FormSection
      title="Regions"
      description="Where workflows run and their histories are kept. A second region takes over when the first fails."
    >
      {error !== null && <ErrorState error={error} retry={retry} />}
      <MultiSelect
        label="Regions"
        description="The first one is active"
        data={data}
        maxValues={2}
        searchable
        withAsterisk
        placeholder={chosen.length === 0 ? "Choose a region" : ""}
        {...form.getInputProps("regions")}
      />
      {chosen.length > 1 && (
        <>
          <Switch
            label="No managed failover"
            description="Only people move the Namespace to the other region"
            {...form.getInputProps("disableManagedFailover", { type: "checkbox" })}
          />
          <Switch
            label="No forwarding of passive pollers"
            description="Workers in the passive region get no tasks"
            {...form.getInputProps("disablePollerForwarding", { type: "checkbox" })}
          />
        </>
      )}
    </FormSection>
  );
}
