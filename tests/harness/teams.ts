// Teams and the matrix for tests, as a client would make them.
import type { MessageInitShape } from "@bufbuild/protobuf";
import type { MatrixSpec, Team, TeamSpecSchema } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import type { Caller } from "./control-plane.ts";

type TeamInit = MessageInitShape<typeof TeamSpecSchema>;

export const platformTeam: TeamInit = {
  name: "Temporal Platform Team",
  kind: "platform",
  contacts: { chat: "#temporal-platform", email: "platform@example.com" },
};

export async function makeTeam(caller: Caller, teamId: string, spec: TeamInit): Promise<Team> {
  await caller.responsibility.createTeam({ teamId, spec });
  return readTeam(caller, teamId);
}

export async function readTeam({ responsibility }: Caller, teamId: string): Promise<Team> {
  const { team } = await responsibility.getTeam({ teamId });
  if (team === undefined) throw new Error("GetTeam answered without a team");
  return team;
}

export async function readMatrix({ responsibility }: Caller): Promise<{ spec: MatrixSpec; resourceVersion: string }> {
  const { matrix } = await responsibility.getMatrix({});
  if (matrix?.spec === undefined) throw new Error("GetMatrix answered without a matrix");
  return { spec: matrix.spec, resourceVersion: matrix.resourceVersion };
}

/** Reads the matrix, changes it in place, and writes it back. */
export async function tailor(caller: Caller, change: (spec: MatrixSpec) => void): Promise<void> {
  const { spec, resourceVersion } = await readMatrix(caller);
  change(spec);
  await caller.responsibility.updateMatrix({ spec, resourceVersion });
}
