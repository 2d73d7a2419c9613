import { gatherFacts, ifServed } from "@remit/client";
import { isOperation, nearestOperation } from "@remit/policy";
import { rpcOperations } from "@remit/protocol/rpc-operations";
import { ask as askHere, resolveTeams } from "@remit/responsibility";
import { type Answer, type AnswerOwner, type Answers, fromHere, fromServer } from "../ask/answers.ts";
import { toInertLine } from "../inert.ts";
import { readModelFile } from "../model-file/find-model.ts";
import { UsageError } from "../terminal.ts";
import { type Context, type Run, toJsonText } from "./context.ts";

export interface AskArguments {
  readonly words: readonly string[] | undefined;
  readonly namespace: readonly string[];
  readonly operation: string | undefined;
  readonly file: string | undefined;
}

/** Exit code 0: there is an answer; 1: only the questions of the framework. */
export const ask: Run<AskArguments> = async (context, given) => {
  const { operation = "", namespace } = given;
  if (operation !== "" && !isOperation(operation)) {
    const near = nearestOperation(operation);
    throw new UsageError(
      `There is no operation ${JSON.stringify(operation)}${near === null ? "." : `; did you mean ${near}?`}`,
    );
  }
  // The reader of questions finds the operation among the words.
  const query = [...(given.words ?? []), operation].join(" ").trim();
  if (query === "" && namespace.length === 0) {
    throw new UsageError(
      'About what? As in `remit ask "who raises the rate limit?"`, or with --namespace or --operation.',
    );
  }
  const about = { ...given, namespace: await toIds(context, namespace) };
  const answers =
    given.file === undefined ? await askServer(context, query, about) : await askFile(context, query, about);
  context.print(context.json ? toJsonText(answers) : render(answers));
  return answers.answers.length > 0 ? 0 : 1;
};

/** A plain name is one of this account. */
async function toIds({ clients }: Context, names: readonly string[]): Promise<readonly string[]> {
  if (names.every((name) => name.includes("."))) return names;
  const { account } = await clients.cloud.getAccount({});
  return names.map((name) => (name.includes(".") ? name : `${name}.${account?.id ?? ""}`));
}

async function askServer(context: Context, query: string, { namespace }: AskArguments): Promise<Answers> {
  const resources = namespace.map((resourceId) => ({ resourceType: "namespaces", resourceId }));
  const answer = await ifServed(context.clients.responsibility.ask({ query, resources }));
  if (answer !== null) {
    // Titles stand in the matrix; without questions there is nothing to call by them.
    const kinds =
      answer.framework.length === 0 ? [] : (await context.clients.responsibility.getMatrix({})).matrix?.spec?.kinds;
    return fromServer(answer, kinds ?? []);
  }
  throw new UsageError(
    `${context.connection.baseUrl} is not Remit's own server: say who answers for what with --file responsibilities.yaml.`,
  );
}

async function askFile(context: Context, query: string, { namespace, file = "" }: AskArguments): Promise<Answers> {
  const model = readModelFile(context, file);
  const facts = await gatherFacts(context.clients, Date.now());
  const known = new Set(facts.namespaces.map(({ id }) => id));
  const missing = namespace.find((id) => !known.has(id));
  if (missing !== undefined) throw new UsageError(`There is no namespace ${JSON.stringify(missing)} that you can see.`);
  const names = { namespaces: facts.namespaces, rpcs: rpcOperations };
  return fromHere(askHere(model, resolveTeams(model, facts), { query, namespaces: namespace }, names), model.matrix);
}

function render({ answers, framework }: Answers): string {
  const found = answers.map(renderAnswer);
  if (framework.length === 0) return found.join("\n\n");
  const head = answers.length === 0 ? "Nothing matches. Ask yourself:" : "None of these is certain. Ask yourself:";
  const questions = framework.map(({ question, kind }) => `  ${toInertLine(question)} Yes: ${toInertLine(kind)}`);
  return [...found, [head, ...questions].join("\n")].join("\n\n");
}

function renderAnswer({ row, owners, why }: Answer): string {
  const lines = [
    ...(row === null ? [] : [`${row.name} (${row.id})`]),
    ...owners.map((owner) => `${row === null ? "" : "  "}${renderOwner(owner)}`),
    ...(owners.length === 0 ? ["  Nobody answers for it."] : []),
    `  why: ${why}`,
  ];
  return lines.map(toInertLine).join("\n");
}

function renderOwner({ team, kind, share, part, contact, link }: AnswerOwner): string {
  const name = team || `a team of kind ${kind}: which one depends on the Namespace, or there is none yet`;
  const reached = [contact, link].filter((text) => text !== "").join(", ");
  return [
    name,
    ...(share === "shared" ? [`for ${part || "its part"}`] : []),
    ...(reached === "" ? [] : [`(${reached})`]),
  ].join(" ");
}
