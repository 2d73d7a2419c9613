// A new Namespace becomes its team's: by the team's tags or projects where they claim it, or by its name.
import { toBinary } from "@bufbuild/protobuf";
import { TeamSpecSchema } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { toTeamSpec } from "@remit/protocol/responsibility-model";
import { resolveTeams } from "@remit/responsibility";
import { readNameFacts } from "../store/facts.ts";
import { nextVersion } from "../store/ids.ts";
import { updateTeam } from "../store/teams.ts";
import type { Mutation } from "./mutate.ts";
import { lockModel } from "./teams.ts";

/** False: the team is gone, and the Namespace is nobody's. */
export async function claimNamespace(
  mutation: Mutation,
  teamId: string,
  namespace: { readonly id: string; readonly uid: string },
): Promise<boolean> {
  const { tx, now, view } = mutation;
  const model = await lockModel(tx);
  const team = model.teams.find(({ id }) => id === teamId);
  if (team === undefined) return false;
  const owners = resolveTeams(model, await readNameFacts(tx, now, view.account)).ownersOf.get(namespace.uid) ?? [];
  if (owners.length === 1 && owners[0]?.team.id === teamId) return true;
  const owns = { ...team.owns, namespaces: [...team.owns.namespaces, namespace.id] };
  await updateTeam(tx, teamId, {
    spec: toBinary(TeamSpecSchema, toTeamSpec({ ...team, owns })),
    version: await nextVersion(tx),
    async_operation_id: mutation.operationId,
    updated_at: now,
  });
  return true;
}
