// By what the audit log is narrowed. All of it stands in the address, so that a view can be sent to somebody.
import { Autocomplete, Button, Group, Select, TextInput } from "@mantine/core";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import { useSearchText } from "../../components/use-search-text.ts";
import { type AuditSearch, isNarrowed, periods } from "./filter.ts";

export interface AuditFiltersProps {
  readonly search: AuditSearch;
  /** Undefined takes a part away. */
  readonly onChange: (part: { [Name in keyof AuditSearch]: AuditSearch[Name] | undefined }) => void;
  readonly onClear: () => void;
}

/** Those that change something; others can be typed. */
const operations = CloudService.methods.map(({ name }) => name).filter((name) => !name.startsWith("Get"));

const orNothing = (text: string | null): string | undefined => (text === null || text === "" ? undefined : text);

export function AuditFilters({ search, onChange, onClear }: AuditFiltersProps) {
  const [actor, setActor] = useSearchText({
    text: search.actor ?? "",
    onChange: (text) => onChange({ actor: orNothing(text) }),
  });
  const [operation, setOperation] = useSearchText({
    text: search.operation ?? "",
    onChange: (text) => onChange({ operation: orNothing(text) }),
  });
  const [resource, setResource] = useSearchText({
    text: search.resource ?? "",
    onChange: (text) => onChange({ resource: orNothing(text) }),
  });
  return (
    <Group gap="sm" align="end">
      <TextInput
        label="Actor"
        placeholder="E-mail, name or id"
        value={actor}
        onChange={(event) => setActor(event.currentTarget.value)}
        style={{ flex: "1 1 12rem", maxWidth: "18rem" }}
      />
      <Autocomplete
        label="Operation"
        placeholder="As UpdateNamespace"
        data={operations}
        limit={50}
        value={operation}
        onChange={setOperation}
        style={{ flex: "1 1 12rem", maxWidth: "18rem" }}
      />
      <TextInput
        label="Resource"
        placeholder="Id, or part of one"
        value={resource}
        onChange={(event) => setResource(event.currentTarget.value)}
        style={{ flex: "1 1 12rem", maxWidth: "18rem" }}
      />
      <Select
        label="Outcome"
        data={[
          { value: "done", label: "Done" },
          { value: "refused", label: "Refused" },
        ]}
        placeholder="All"
        clearable
        clearButtonProps={{ "aria-label": "All outcomes" }}
        value={search.outcome ?? null}
        onChange={(outcome) => onChange({ outcome: orNothing(outcome) })}
        w={130}
      />
      <Select
        label="Time"
        data={[...periods.map(({ value, label }) => ({ value, label })), { value: "custom", label: "From … until …" }]}
        placeholder="All"
        clearable
        clearButtonProps={{ "aria-label": "All times" }}
        value={search.since ?? null}
        onChange={(since) => onChange({ since: orNothing(since), from: undefined, until: undefined })}
        w={170}
      />
      {search.since === "custom" && (
        <>
          <TextInput
            type="datetime-local"
            label="From"
            value={search.from ?? ""}
            onChange={(event) => onChange({ from: orNothing(event.currentTarget.value) })}
          />
          <TextInput
            type="datetime-local"
            label="Until"
            value={search.until ?? ""}
            onChange={(event) => onChange({ until: orNothing(event.currentTarget.value) })}
          />
        </>
      )}
      {isNarrowed(search) && (
        <Button variant="subtle" onClick={onClear}>
          Clear filters
        </Button>
      )}
    </Group>
  );
}
