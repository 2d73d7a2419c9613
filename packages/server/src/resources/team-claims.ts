// A new Namespace becomes its team's: by the team's tags or projects where they claim it, or by its name.
import { toBinary } from "@bufbuild/protobuf";
import { TeamSpecSchema } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { toTeamSpec } from "@remit/protocol/responsibility-model";
import type { Team } from "@remit/responsibility";
import type { Tx } from "../store/database.ts";
import { nextVersion } from "../store/ids.ts";
import { updateTeam } from "../store/teams.ts";
import { lockModel } from "./teams.ts";

/** Who writes it, and when: an operation of its own, or the one that the Namespace came of. */
interface Writer {
  readonly tx: Tx;
  readonly now: Date;
  readonly operationId: string;
}

/** The team names the Namespace from now on. */
export const claimNamespace = (writer: Writer, teamId: string, namespaceId: string): Promise<boolean> =>
  changeNames(writer, teamId, (names) => (names.includes(namespaceId) ? names : [...names, namespaceId]));

/** The team does not name it any more: a Namespace that never came is nobody's. */
export const disclaimNamespace = (writer: Writer, teamId: string, namespaceId: string): Promise<boolean> =>
  changeNames(writer, teamId, (names) => names.filter((name) => name !== namespaceId));

/** Whether that changed anything; a team that is gone names nothing. */
async function changeNames(
  { tx, now, operationId }: Writer,
  teamId: string,
  change: (names: readonly string[]) => readonly string[],
): Promise<boolean> {
  const team: Team | undefined = (await lockModel(tx)).teams.find(({ id }) => id === teamId);
  if (team === undefined) return false;
  const namespaces = change(team.owns.namespaces);
  if (namespaces.length === team.owns.namespaces.length) return false;
  const spec = toTeamSpec({ ...team, owns: { ...team.owns, namespaces } });
  await updateTeam(tx, teamId, {
    spec: toBinary(TeamSpecSchema, spec),
    version: await nextVersion(tx),
    async_operation_id: operationId,
    updated_at: now,
  });
  return true;
}
