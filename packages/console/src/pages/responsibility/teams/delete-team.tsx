import type { Team } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { Confirm } from "../../../components/confirm.tsx";
import { tellDone } from "../../../components/tell-done.ts";
import { newOperationId } from "../../../data/operation-id.ts";
import { useTeamChanges } from "../../../data/teams.ts";

export interface DeleteTeamProps {
  /** Null: closed. */
  readonly team: Team | null;
  readonly onClose: () => void;
  readonly onDeleted?: () => void;
}

export function DeleteTeam({ team, onClose, onDeleted }: DeleteTeamProps) {
  const { remove } = useTeamChanges();
  const name = team?.spec?.name ?? "";
  return (
    <Confirm
      title="Delete this team?"
      label="Delete team"
      opened={team !== null}
      onClose={onClose}
      onConfirm={async () => {
        if (team === null) return;
        const { id, resourceVersion } = team;
        await remove.mutateAsync({ teamId: id, resourceVersion, asyncOperationId: newOperationId() });
        tellDone(`The team ${name} has been deleted.`);
        onDeleted?.();
      }}
    >
      {`Nobody is named any more for what ${name} answered for, and what it owned is nobody's. What its groups may do stays as it is.`}
    </Confirm>
  );
}
