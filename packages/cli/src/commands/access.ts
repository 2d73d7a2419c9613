// Access as the matrix says it should be: what would change, and changing it, on any server of the Cloud Ops API.
import { carryOut, gatherFacts, startProgress } from "@remit/client";
import { type Change, describeChange, type Facts, type Plan, planAccess } from "@remit/responsibility";
import { parseLimits } from "../access/limits.ts";
import { renderChange, renderChanges, renderEffects } from "../access/render-plan.ts";
import { toInertLine } from "../inert.ts";
import { findModel } from "../model-file/find-model.ts";
import { wrap } from "../wrap.ts";
import { type Context, type Run, toJsonText } from "./context.ts";

export interface AccessArguments {
  readonly file: string | undefined;
  readonly limits: readonly string[];
}

/** Exit code 0: nothing to change; 1: changes. */
export const plan: Run<AccessArguments> = async (context, given) => {
  const { planned, facts } = await makePlan(context, given);
  context.print(context.json ? toJsonText(toPlanJson(planned, facts)) : wrap(render(planned, facts), context.columns));
  return planned.changes.length === 0 ? 0 : 1;
};

export const apply: Run<AccessArguments> = async (context, given) => {
  const { planned, facts } = await makePlan(context, given);
  const done: Change[] = [];
  if (planned.changes.length === 0 && !context.json) context.print("Nothing to change.");
  await carryOut(context.clients, startProgress(facts), planned.changes, (change) => {
    done.push(change);
    if (!context.json) context.print(wrap(`done: ${renderChange(change, facts)}`, context.columns));
  });
  if (context.json) {
    context.print(
      toJsonText({ done: done.map((change) => describeChange(change, facts)), problems: planned.problems }),
    );
  } else for (const { text } of planned.problems) context.complain(`note: ${toInertLine(text)}`);
  return 0;
};

async function makePlan(
  context: Context,
  { file, limits }: AccessArguments,
): Promise<{ readonly planned: Plan; readonly facts: Facts }> {
  const allowed = parseLimits(limits);
  const model = await findModel(context, file);
  const facts = await gatherFacts(context.clients, Date.now());
  return { planned: planAccess(model, facts, allowed), facts };
}

function render({ changes, effects, problems }: Plan, facts: Facts): string {
  const parts = [
    changes.length === 0 ? ["Nothing to change."] : ["Changes:", ...indent(renderChanges(changes, facts))],
    effects.length === 0 ? [] : ["For whom:", ...indent(renderEffects(effects, facts))],
    changes.length > 0 && effects.length === 0 ? ["Nobody gains or loses anything by it."] : [],
    problems.length === 0 ? [] : ["Not possible:", ...indent(problems.map(({ text }) => toInertLine(text)))],
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

const indent = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

const toPlanJson = ({ changes, effects, problems }: Plan, facts: Facts): unknown => ({
  changes: changes.map((change) => ({ ...change, text: describeChange(change, facts) })),
  effects,
  problems,
});
