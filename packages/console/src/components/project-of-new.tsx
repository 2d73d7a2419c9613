// The project in which something new shall lie: those in which the person may make it.
import { Select } from "@mantine/core";
import { useAllowedIds } from "../data/may.ts";
import { useProjectNames } from "../data/projects.ts";

export interface ProjectOfNewProps {
  /** Held on a project, it allows making one there: "cloud.namespace.create". */
  readonly operation: string;
  /** Empty: the default project. */
  readonly value: string;
  readonly onChange: (projectId: string) => void;
  readonly error?: string | undefined;
}

export function ProjectOfNew({ operation, value, onChange, error }: ProjectOfNewProps) {
  const ids = useAllowedIds(operation, "projects");
  const nameProject = useProjectNames();
  return (
    <Select
      label="Project"
      placeholder="Default project"
      data={(ids ?? []).map((id) => ({ value: id, label: nameProject(id) }))}
      searchable
      clearable
      clearButtonProps={{ "aria-label": "Back to the default project" }}
      value={value === "" ? null : value}
      onChange={(id) => onChange(id ?? "")}
      error={error}
    />
  );
}
