// Where responsibility and access disagree: the report, exceptions from it, and mending it.
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import {
  carryOut,
  type Found,
  findHere,
  fromHere,
  fromServer,
  type Judging,
  planMending,
  readServerDrift,
  risks,
  startProgress,
  untilDone,
} from "@remit/client";
import type { Risk } from "@remit/responsibility";
import { parseLimits } from "../access/limits.ts";
import { renderChanges } from "../access/render-plan.ts";
import { renderFound } from "../drift/render.ts";
import { parseEnd } from "../end.ts";
import { toInertLine } from "../inert.ts";
import { findModel, requireServed } from "../model-file/find-model.ts";
import { UsageError } from "../terminal.ts";
import { wrap } from "../wrap.ts";
import type { AccessArguments } from "./access.ts";
import { type Context, type Run, toJsonText } from "./context.ts";

export interface DriftArguments extends AccessArguments {
  readonly failOn: Risk | undefined;
  readonly all: boolean;
}

/** Exit code 1: something is at least as risky as --fail-on says. */
export const drift: Run<DriftArguments> = async (context, given) => {
  const findings = await readDrift(context, given);
  context.print(context.json ? toJsonText({ findings }) : renderFound(findings));
  const counted = given.failOn === undefined ? [] : risks.slice(0, risks.indexOf(given.failOn) + 1);
  return findings.some(({ risk, acknowledged }) => acknowledged === null && counted.some((one) => one === risk))
    ? 1
    : 0;
};

/** The server's own report knows all that is held; with a file, or elsewhere, it is made here. */
async function readDrift(context: Context, given: DriftArguments): Promise<readonly Found[]> {
  const served = given.file === undefined ? await readServerDrift(context.clients, given.all) : null;
  if (served !== null) return served.map(fromServer);
  const judging = toJudging(given);
  const { facts, findings } = await findHere(context.clients, await findModel(context, given.file), judging, []);
  return findings.map((finding) => fromHere(finding, facts));
}

const toJudging = ({ limits }: AccessArguments): Judging => ({ limits: parseLimits(limits), now: Date.now() });

export interface FixArguments extends AccessArguments {
  readonly only: readonly string[];
  readonly yes: boolean;
}

/** Shows the plan; carries it out with --yes. Exit code 1: there is something to do, and it was only shown. */
export const fix: Run<FixArguments> = async (context, given) => {
  const served = given.file === undefined ? await readServerDrift(context.clients, false) : null;
  const judging = toJudging(given);
  const model = await findModel(context, given.file);
  const { facts, changes, left } = await planMending(context.clients, model, judging, served, (found) =>
    choose(found, given.only),
  );
  const lines = renderChanges(changes, facts);
  const done: string[] = [];
  if (!context.json) {
    context.print(lines.length === 0 ? "Nothing that a plan could mend." : wrap(lines.join("\n"), context.columns));
    for (const one of left) context.complain(toInertLine(`note: left to you: ${one.text}${explainLeft(one)}`));
  }
  if (given.yes) {
    await carryOut(context.clients, startProgress(facts), changes, () => {
      const line = lines[done.length] ?? "";
      done.push(line);
      if (!context.json) context.print(wrap(`done: ${line}`, context.columns));
    });
  } else if (changes.length > 0 && !context.json) context.complain("note: nothing was changed; --yes carries it out");
  if (context.json) context.print(toJsonText({ changes, done, left }));
  return changes.length > 0 && !given.yes ? 1 : 0;
};

/** What the server would do about it, where that could not be told from what this caller may read. */
const explainLeft = ({ fix }: Found): string =>
  fix.length === 0 ? "" : ` (${fix.join("; ")}: not by what your key may read)`;

function choose(findings: readonly Found[], only: readonly string[]): readonly Found[] {
  if (only.length === 0) return findings;
  return only.map((id) => {
    const found = findings.find((finding) => finding.id === id);
    if (found === undefined)
      throw new UsageError(`There is no finding ${JSON.stringify(id)} now: \`remit drift\` lists them.`);
    return found;
  });
}

export interface AcknowledgeArguments {
  readonly id: string;
  readonly reason: string;
  readonly until: string;
}

export const acknowledge: Run<AcknowledgeArguments> = async (context, { id, reason, until }) => {
  const { responsibility } = context.clients;
  const request = { findingId: id, reason, until: timestampFromDate(parseEnd(until, "--until")) };
  await requireServed(context, untilDone(context.clients, responsibility.acknowledgeDrift(request)));
  context.print(context.json ? toJsonText({ finding_id: id }) : `Accepted until ${until}: ${id}`);
  return 0;
};

export const unacknowledge: Run<{ readonly id: string }> = async (context, { id }) => {
  const { responsibility } = context.clients;
  await requireServed(context, untilDone(context.clients, responsibility.withdrawAcknowledgement({ findingId: id })));
  context.print(context.json ? toJsonText({ finding_id: id }) : `No longer accepted: ${id}`);
  return 0;
};
