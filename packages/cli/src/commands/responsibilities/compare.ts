// What an organisation made of the template, and the teams that it added.
import { compareMatrix, compareTeams, renderComparison, template } from "@remit/responsibility";
import { findModel } from "../../model-file/find-model.ts";
import { type Run, toJsonText } from "../context.ts";

export const compare: Run<{ readonly file: string | undefined }> = async (context, { file }) => {
  const { matrix, teams } = await findModel(context, file);
  const differences = [...compareMatrix(template, matrix), ...compareTeams([], teams)];
  if (context.json) context.print(toJsonText({ differences }));
  else if (differences.length === 0) context.print("The matrix is the template, and there are no teams.");
  else context.print(renderComparison(differences).join("\n"));
  return 0;
};
