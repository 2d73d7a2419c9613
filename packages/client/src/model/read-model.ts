// Who answers for what, from Remit's own server.
import { checkMatrix, checkTeam, type Model } from "@remit/responsibility";
import type { Clients } from "../clients.ts";
import { readAllPages } from "../pages.ts";
import { ifServed } from "../served.ts";

export interface ServerModel extends Model {
  readonly matrixVersion: string;
  /** Id of a team → its version. */
  readonly teamVersions: ReadonlyMap<string, string>;
}

/** Null: the server is not Remit's own. */
export async function readServerModel({
  responsibility,
}: Pick<Clients, "responsibility">): Promise<ServerModel | null> {
  const answer = await ifServed(responsibility.getMatrix({}));
  if (answer === null) return null;
  const { matrix } = checkMatrix(answer.matrix?.spec ?? {});
  const teams = await readAllPages(async (pageToken) => {
    const { teams: items, nextPageToken } = await responsibility.getTeams({ pageToken });
    return { items, nextPageToken };
  });
  return {
    matrix,
    teams: teams.map(({ id, spec }) => checkTeam(id, spec ?? {}, matrix).team),
    matrixVersion: answer.matrix?.resourceVersion ?? "",
    teamVersions: new Map(teams.map(({ id, resourceVersion }) => [id, resourceVersion])),
  };
}
