// A project's name, what it is for, and its guard.
import { clone, create } from "@bufbuild/protobuf";
import { Switch, Textarea, TextInput } from "@mantine/core";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import {
  LifecycleSpecSchema,
  type Project,
  type ProjectSpec,
  ProjectSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/project/v1/message_pb.ts";
import { useState } from "react";
import { DialogForm } from "../../components/dialog-form.tsx";
import { useCarryOut } from "../../data/carry-out.ts";

export interface ProjectFormProps {
  /** Null: a new one. */
  readonly project: Project | null;
  readonly onClose: () => void;
  readonly onCreated?: (projectId: string) => void;
}

export function ProjectForm({ project, onClose, onCreated }: ProjectFormProps) {
  const [before] = useState(project);
  const [name, setName] = useState(before?.spec?.displayName ?? "");
  const [description, setDescription] = useState(before?.spec?.description ?? "");
  const [isProtected, setProtected] = useState(before?.spec?.lifecycle?.enableDeleteProtection === true);
  const createProject = useCarryOut(CloudService.method.createProject);
  const updateProject = useCarryOut(CloudService.method.updateProject);
  const submit = async () => {
    const spec = toSpec(before?.spec, { name, description, isProtected });
    if (before === null) {
      const { projectId } = await createProject({ spec }, wordsOf(name, "created"));
      onCreated?.(projectId);
    } else {
      const { id: projectId, resourceVersion } = before;
      await updateProject({ projectId, spec, resourceVersion }, wordsOf(name, "updated"));
    }
  };
  return (
    <DialogForm
      title={before === null ? "Create project" : "Edit project"}
      label={before === null ? "Create project" : "Save changes"}
      onClose={onClose}
      onSubmit={submit}
      disabled={name.trim() === ""}
    >
      {(errorOf) => (
        <>
          <TextInput
            label="Name"
            withAsterisk
            data-autofocus
            autoComplete="off"
            maxLength={64}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={errorOf("spec.display_name")}
          />
          <Textarea
            label="Description"
            autosize
            minRows={2}
            maxLength={255}
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
            error={errorOf("spec.description")}
          />
          <Switch
            label="Protect from deletion"
            checked={isProtected}
            onChange={(event) => setProtected(event.currentTarget.checked)}
          />
        </>
      )}
    </DialogForm>
  );
}

function toSpec(
  before: ProjectSpec | undefined,
  { name, description, isProtected }: { name: string; description: string; isProtected: boolean },
): ProjectSpec {
  const spec = before === undefined ? create(ProjectSpecSchema) : clone(ProjectSpecSchema, before);
  spec.displayName = name.trim();
  spec.description = description;
  spec.lifecycle = create(LifecycleSpecSchema, { enableDeleteProtection: isProtected });
  return spec;
}

const wordsOf = (name: string, what: "created" | "updated") => ({
  doing: `Project ${name} is being ${what}`,
  done: `Project ${name} has been ${what}`,
  failed: `Project ${name} could not be ${what}`,
});
