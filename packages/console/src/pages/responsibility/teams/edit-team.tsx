// Changing what is said of a team. When somebody else saves meanwhile, both changes are brought together.
import { Alert, Skeleton, Stack } from "@mantine/core";
import type { Team as TeamMessage } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { toTeamSpec } from "@remit/protocol/responsibility-model";
import { checkTeam, type Model, mergeTeam, type Team } from "@remit/responsibility";
import { createLazyRoute, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { ErrorState } from "../../../components/error-state.tsx";
import { Page } from "../../../components/page.tsx";
import { tellDone } from "../../../components/tell-done.ts";
import { isSavedMeanwhile } from "../../../data/describe-error.ts";
import { useModel } from "../../../data/responsibility-model.ts";
import { useTeam, useTeamChanges } from "../../../data/teams.ts";
import { TeamForm } from "./team-form.tsx";

function EditTeam() {
  const { teamId } = route.useParams();
  const { model, error, retry } = useModel();
  const { data: team, error: missing, refetch } = useTeam(teamId);
  return (
    <Page
      title={team?.spec === undefined ? "Edit team" : `Edit ${team.spec.name}`}
      crumbs={[
        { label: "Responsibility", to: "/responsibility" },
        { label: "Teams", to: "/responsibility/teams" },
      ]}
    >
      {(error ?? missing) !== null && <ErrorState error={error ?? missing} retry={retry} />}
      {(model === undefined || team === undefined) && (error ?? missing) === null && (
        <Skeleton height={400} role="status" aria-label="Loading" />
      )}
      {model !== undefined && team !== undefined && (
        <Editor model={model} team={team} readAgain={async () => (await refetch()).data} />
      )}
    </Page>
  );
}

interface EditorProps {
  readonly model: Model;
  readonly team: TeamMessage;
  readonly readAgain: () => Promise<TeamMessage | undefined>;
}

interface Begun {
  /** What was stored when the form was filled. */
  readonly stored: Team;
  readonly version: string;
  /** What the form begins with. */
  readonly team: Team;
  /** Fields that somebody else changed as well, and where one's own stand. */
  readonly conflicts: readonly string[];
}

function Editor({ model, team, readAgain }: EditorProps) {
  const { update } = useTeamChanges();
  const navigate = useNavigate();
  const toTeam = ({ id, spec }: TeamMessage): Team => checkTeam(id, spec ?? {}, model.matrix).team;
  const [begun, begin] = useState<Begun>(() => {
    const stored = toTeam(team);
    return { stored, version: team.resourceVersion, team: stored, conflicts: [] };
  });
  /** False: nobody saved anything else, so that the refusal stands. */
  const takeIn = async (mine: Team): Promise<boolean> => {
    const latest = await readAgain();
    if (latest === undefined || latest.resourceVersion === begun.version) return false;
    const stored = toTeam(latest);
    const { merged, conflicts } = mergeTeam(begun.stored, mine, stored);
    begin({ stored, version: latest.resourceVersion, team: merged, conflicts: conflicts.map(({ field }) => field) });
    return true;
  };
  const wasTakenIn = begun.version !== team.resourceVersion || begun.team !== begun.stored;
  return (
    <Stack>
      {wasTakenIn && (
        <Alert color="yellow" title="Somebody else has saved this team meanwhile" role="status">
          Their changes stand in the form beside yours; look at it once more and save.
          {begun.conflicts.length > 0 && ` You both changed ${begun.conflicts.join(", ")}: yours stand.`}
        </Alert>
      )}
      <TeamForm
        key={begun.version}
        model={model}
        team={begun.team}
        isChanged={wasTakenIn}
        label="Save"
        onSave={async (changed, asyncOperationId) => {
          try {
            await update.mutateAsync({
              teamId: changed.id,
              spec: toTeamSpec(changed),
              resourceVersion: begun.version,
              asyncOperationId,
            });
          } catch (thrown) {
            if (isSavedMeanwhile(thrown) && (await takeIn(changed))) return "again";
            throw thrown;
          }
          tellDone(`The team ${changed.name} has been saved.`);
          return "saved";
        }}
        onSaved={({ id }) => void navigate({ to: "/responsibility/teams/$teamId", params: { teamId: id } })}
      />
    </Stack>
  );
}

export const route = createLazyRoute("/signed-in/responsibility/teams/$teamId/edit")({ component: EditTeam });
