// Who answers for what: from a file, or from the server when it is Remit's own.
import { ifServed, readServerModel } from "@remit/client";
import { type Model, template } from "@remit/responsibility";
import type { Context } from "../commands/context.ts";
import { readInput } from "../read-input.ts";
import { UsageError } from "../terminal.ts";
import { checkFile } from "./check-file.ts";
import { parseFile } from "./parse-file.ts";

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

/** @throws UsageError from a server of another kind */
export async function requireServed<Answer>({ connection }: Context, asked: Promise<Answer>): Promise<Answer> {
  const answer = await ifServed(asked);
  if (answer !== null) return answer;
  throw new UsageError(`${connection.baseUrl} is not Remit's own server, and this command needs one.`);
}
