// Custom roles to choose from, found by typing. What is held of roles that the caller cannot see stays chosen.
import { MultiSelect } from "@mantine/core";
import { useMemo } from "react";
import { useResources } from "../../../data/resources.ts";

export interface CustomRolesFieldProps {
  readonly label?: string;
  readonly description?: string;
  readonly value: readonly string[];
  readonly onChange: (ids: string[]) => void;
  readonly error?: string | undefined;
  readonly autoFocus?: boolean;
}

export function CustomRolesField({ label = "Custom roles", value, onChange, error, ...rest }: CustomRolesFieldProps) {
  const roles = useResources("custom-roles");
  const data = useMemo(() => {
    const known = roles.items.map(({ id, name }) => ({ value: id, label: name }));
    const ids = new Set(roles.items.map(({ id }) => id));
    return [...known, ...value.filter((id) => !ids.has(id)).map((id) => ({ value: id, label: id }))];
  }, [roles.items, value]);
  const hint = roles.error !== null ? "Custom roles cannot be listed with what you may do." : undefined;
  return (
    <MultiSelect
      label={label}
      data={data}
      value={[...value]}
      onChange={onChange}
      searchable
      clearable
      hidePickedOptions
      // Opened by the focus, the list would lie over the buttons of the dialog that begins here.
      openOnFocus={false}
      limit={100}
      nothingFoundMessage={
        roles.complete && roles.items.length === 0 ? "There are no custom roles yet" : "No such role"
      }
      placeholder={value.length === 0 ? "None; type to find roles" : ""}
      error={error ?? hint}
      clearButtonProps={{ "aria-label": `Clear ${label.toLowerCase()}` }}
      {...(rest.description !== undefined && { description: rest.description })}
      {...(rest.autoFocus === true && { "data-autofocus": true })}
    />
  );
}
