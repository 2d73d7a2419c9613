import { Skeleton } from "@mantine/core";
import { toTeamSpec } from "@remit/protocol/responsibility-model";
import { createLazyRoute, useNavigate } from "@tanstack/react-router";
import { ErrorState } from "../../../components/error-state.tsx";
import { Page } from "../../../components/page.tsx";
import { tellDone } from "../../../components/tell-done.ts";
import { useModel } from "../../../data/responsibility-model.ts";
import { useTeamChanges } from "../../../data/teams.ts";
import { blankTeam, TeamForm } from "./team-form.tsx";

function CreateTeam() {
  const { model, error, retry } = useModel();
  const { create } = useTeamChanges();
  const navigate = useNavigate();
  return (
    <Page
      title="Create team"
      crumbs={[
        { label: "Responsibility", to: "/responsibility" },
        { label: "Teams", to: "/responsibility/teams" },
      ]}
    >
      {error !== null && <ErrorState error={error} retry={retry} />}
      {model === undefined && error === null && <Skeleton height={400} role="status" aria-label="Loading" />}
      {model !== undefined && (
        <TeamForm
          model={model}
          team={{ ...blankTeam, kind: model.matrix.kinds.at(-1)?.id ?? "" }}
          isNew
          label="Create team"
          onSave={async (team, asyncOperationId) => {
            await create.mutateAsync({ teamId: team.id, spec: toTeamSpec(team), asyncOperationId });
            tellDone(`The team ${team.name} has been created.`);
            return "saved";
          }}
          onSaved={(team) => void navigate({ to: "/responsibility/teams/$teamId", params: { teamId: team.id } })}
        />
      )}
    </Page>
  );
}

export const route = createLazyRoute("/signed-in/responsibility/teams/create")({ component: CreateTeam });
