// Carries out a plan of the model, call by call. Planned again after a failure in the middle it is what is left.
import { type ServerModel, untilDone } from "@remit/client";
import { toMatrixSpec, toTeamSpec } from "@remit/protocol/responsibility-model";
import type { Clients } from "../client.ts";
import type { Step } from "./plan-model.ts";

/** Calls `tell` after each step. What others changed since `now` was read is refused by its version, not overwritten. */
export async function applySteps(
  clients: Clients,
  now: ServerModel,
  steps: readonly Step[],
  tell: (step: Step) => void,
): Promise<void> {
  let { matrixVersion } = now;
  for (const step of steps) {
    if (step.kind === "update-matrix") {
      matrixVersion = await updateMatrix(clients, step.matrix, matrixVersion);
    } else {
      await changeTeam(clients, step, now.teamVersions.get(step.team.id) ?? "");
    }
    tell(step);
  }
}

async function updateMatrix(
  clients: Clients,
  matrix: Parameters<typeof toMatrixSpec>[0],
  resourceVersion: string,
): Promise<string> {
  const { responsibility } = clients;
  await untilDone(clients, responsibility.updateMatrix({ spec: toMatrixSpec(matrix), resourceVersion }));
  return (await responsibility.getMatrix({})).matrix?.resourceVersion ?? "";
}

async function changeTeam(
  clients: Clients,
  { kind, team }: Exclude<Step, { readonly kind: "update-matrix" }>,
  resourceVersion: string,
): Promise<void> {
  const { responsibility } = clients;
  const teamId = team.id;
  if (kind === "create-team") {
    await untilDone(clients, responsibility.createTeam({ teamId, spec: toTeamSpec(team) }));
  } else if (kind === "update-team") {
    await untilDone(clients, responsibility.updateTeam({ teamId, spec: toTeamSpec(team), resourceVersion }));
  } else {
    await untilDone(clients, responsibility.deleteTeam({ teamId, resourceVersion }));
  }
}
