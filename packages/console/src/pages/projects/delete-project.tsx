// Deleting a project: only an empty one can go.
import { Text } from "@mantine/core";
import { CloudService } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/service_pb.ts";
import type { Project } from "@remit/protocol/gen/temporal/api/cloud/project/v1/message_pb.ts";
import { ConfirmByName } from "../../components/confirm-by-name.tsx";
import { useCarryOut } from "../../data/carry-out.ts";
import { nameOfProject } from "../../data/projects.ts";

export interface DeleteProjectProps {
  readonly project: Project | null;
  readonly onClose: () => void;
  readonly onDeleted?: () => void;
}

export function DeleteProject({ project, onClose, onDeleted }: DeleteProjectProps) {
  const change = useCarryOut(CloudService.method.deleteProject);
  if (project === null) return null;
  const name = nameOfProject(project);
  const remove = async () => {
    await change(
      { projectId: project.id, resourceVersion: project.resourceVersion },
      {
        doing: `Project ${name} is being deleted`,
        done: `Project ${name} has been deleted`,
        failed: `Project ${name} could not be deleted`,
      },
    );
    onDeleted?.();
  };
  return (
    <ConfirmByName
      opened
      title="Delete project"
      label="Delete project"
      name={name}
      onClose={onClose}
      onConfirm={remove}
    >
      <Text size="sm">
        A project can be deleted when nothing lies in it. Access that people have through it ends with it.
      </Text>
    </ConfirmByName>
  );
}
