// A responsibilities.yaml against the server: what is different, and making it so.
import { readServerModel, type ServerModel } from "@remit/client";
import { renderComparison } from "@remit/responsibility";
import { applySteps } from "../../model-file/apply-model.ts";
import { checkFile } from "../../model-file/check-file.ts";
import { parseFile } from "../../model-file/parse-file.ts";
import { type ModelPlan, planModel, type Step } from "../../model-file/plan-model.ts";
import { readInput } from "../../read-input.ts";
import { UsageError } from "../../terminal.ts";
import { type Context, type Run, toJsonText } from "../context.ts";

export interface ApplyArguments {
  /** A path, or "-" for stdin. */
  readonly file: string;
  readonly prune: boolean;
}

/** Exit code 0: nothing to change; 1: changes. */
export const plan: Run<ApplyArguments> = async (context, given) => {
  const { planned } = await makePlan(context, given);
  const { differences, kept } = planned;
  if (context.json) {
    context.print(toJsonText({ differences, kept: kept.map(({ id }) => id) }));
    return differences.length === 0 ? 0 : 1;
  }
  tellKept(context, planned);
  if (differences.length === 0) {
    context.print("Nothing to change.");
    return 0;
  }
  context.print([...renderComparison(differences), "", `${summarise(planned.steps)}.`].join("\n"));
  return 1;
};

export const apply: Run<ApplyArguments> = async (context, given) => {
  const { now, planned } = await makePlan(context, given);
  const { steps } = planned;
  if (!context.json) tellKept(context, planned);
  if (steps.length === 0 && !context.json) context.print("Nothing to change.");
  const done: Step[] = [];
  await applySteps(context.clients, now, steps, (step) => {
    done.push(step);
    if (!context.json) context.print(describe(step));
  });
  if (context.json) context.print(toJsonText({ done: done.map(describe) }));
  return 0;
};

/** @throws UsageError for what is wrong in the file, and for what the server would refuse */
async function makePlan(
  context: Context,
  { file, prune }: ApplyArguments,
): Promise<{ readonly now: ServerModel; readonly planned: ModelPlan }> {
  const name = file || "-";
  // Before the server is asked: what is wrong in the file is told even where there is none.
  const parsed = parseFile(name, readInput(file, context));
  const now = await readServerModel(context.clients);
  if (now === null) {
    throw new UsageError(
      `${context.connection.baseUrl} is not Remit's own server, and keeps no matrix: use the file itself, with --file.`,
    );
  }
  const planned = planModel(now, checkFile(parsed, now), prune);
  if (planned.problems.length > 0) {
    const hint = "Teams that are on the server and not in the file stand in the way; --prune deletes them.";
    throw new UsageError(
      [`${name} cannot be applied:`, ...planned.problems.map((text) => `  ${text}`), hint].join("\n"),
    );
  }
  return { now, planned };
}

function tellKept({ complain }: Context, { kept }: ModelPlan): void {
  if (kept.length === 0) return;
  const ids = kept.map(({ id }) => id).join(", ");
  complain(`note: on the server and not in the file: ${ids}; --prune deletes what the file does not have`);
}

const past = { "create-team": "Created", "update-team": "Updated", "delete-team": "Deleted" } as const;

function describe(step: Step): string {
  if (step.kind !== "update-matrix") return `${past[step.kind]} team ${step.team.id}.`;
  return step.interim ? "Updated the matrix, as far as the teams allow by now." : "Updated the matrix.";
}

function summarise(steps: readonly Step[]): string {
  const count = (kind: Step["kind"]): number => steps.filter((step) => step.kind === kind).length;
  const teams = (["create-team", "update-team", "delete-team"] as const)
    .filter((kind) => count(kind) > 0)
    .map((kind) => `${count(kind)} ${count(kind) === 1 ? "team" : "teams"} to ${kind.replace("-team", "")}`);
  return [...(count("update-matrix") > 0 ? ["The matrix to update"] : []), ...teams].join(", ");
}
