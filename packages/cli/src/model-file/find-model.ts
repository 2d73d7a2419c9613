// Who answers for what: from a file, or from the server when it is Remit's own.
import { Code, ConnectError } from "@connectrpc/connect";
import { checkMatrix, checkTeam, type Model, template } from "@remit/responsibility";
import type { Clients } from "../client.ts";
import type { Context } from "../commands/context.ts";
import { readAllPages } from "../pages.ts";
import { readInput } from "../read-input.ts";
import { UsageError } from "../terminal.ts";
import { checkFile } from "./check-file.ts";
import { parseFile } from "./parse-file.ts";

export interface ServerModel extends Model {
  readonly matrixVersion: string;
  /** Id of a team → its version. */
  readonly teamVersions: ReadonlyMap<string, string>;
}

/** @throws UsageError that asks for --file, on a server of another kind */
export async function findModel(context: Context, file: string | undefined): Promise<Model> {
  if (file !== undefined) return readModelFile(context, file);
  const model = await readServerModel(context.clients);
  if (model !== null) return model;
  throw new UsageError(`${context.connection.baseUrl} is not Remit's own server: ${askForFile}`);
}

const askForFile = "it has no matrix. Say who answers for what with --file responsibilities.yaml.";

/** A matrix that the file leaves out is the template. @throws UsageError */
export const readModelFile = (context: Context, file: string): Model =>
  checkFile(parseFile(file || "-", readInput(file, context)), { matrix: template, teams: [] });

/** Null: the server is not Remit's own. */
export async function readServerModel({ responsibility }: Clients): Promise<ServerModel | null> {
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

/** The answer, or null from a server that does not know the question. */
export async function ifServed<Answer>(asked: Promise<Answer>): Promise<Answer | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ConnectError && error.code === Code.Unimplemented) return null;
    throw error;
  }
}

/** @throws UsageError from a server of another kind */
export async function requireServed<Answer>({ connection }: Context, asked: Promise<Answer>): Promise<Answer> {
  const answer = await ifServed(asked);
  if (answer !== null) return answer;
  throw new UsageError(`${connection.baseUrl} is not Remit's own server, and this command needs one.`);
}
