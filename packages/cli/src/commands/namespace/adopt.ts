// `namespace adopt`: one Namespace of a Temporal server, or all that nobody manages. What is managed otherwise than the
// server has it is said of each.
import { Code, ConnectError } from "@connectrpc/connect";
import { readAllPages, untilDone } from "@remit/client";
import type { AdoptableNamespace } from "@remit/protocol/gen/remit/v1/namespaces_pb.ts";
import { toInertLine } from "../../inert.ts";
import { UsageError } from "../../terminal.ts";
import { type Context, type Run, toJsonText } from "../context.ts";

export interface AdoptArguments {
  readonly name: string | undefined;
  readonly all: boolean;
  readonly as: string | undefined;
  readonly region: string | undefined;
  readonly project: string;
  readonly dryRun: boolean;
}

interface Result {
  readonly server_name: string;
  /** The id here, or the name that it would get; empty where it cannot be adopted. */
  readonly namespace: string;
  readonly region: string;
  readonly problem: string;
  readonly notes: readonly string[];
}

/** Exit code 1: something is left to do, or was only shown. */
export const adopt: Run<AdoptArguments> = async (context, given) => {
  const { name, all, dryRun } = given;
  if (all === (name !== undefined)) throw new UsageError("Which one? Name it, or say --all.");
  if (all && given.as !== undefined) throw new UsageError("--as is the name of one; with --all each gets its own.");
  if (name !== undefined && !dryRun) return adoptOne(context, name, given);
  const found = (await readAdoptable(context, given)).filter(({ serverName }) => all || serverName === name);
  if (found.length === 0) {
    context.print(context.json ? toJsonText({ dry_run: dryRun, namespaces: [] }) : "Nothing to adopt.");
    return 0;
  }
  const results: Result[] = [];
  for (const one of found) {
    const result = dryRun ? toPlanned(one, given.as) : await tryToAdopt(context, one, given);
    results.push(result);
    if (!context.json) show(context, result, dryRun);
  }
  if (context.json) context.print(toJsonText({ dry_run: dryRun, namespaces: results }));
  else if (dryRun) context.complain("note: nothing was adopted; without --dry-run it is");
  return dryRun || results.some(({ problem }) => problem !== "") ? 1 : 0;
};

async function adoptOne(context: Context, serverName: string, given: AdoptArguments): Promise<0> {
  try {
    const result = await carryOut(context, { serverName, region: given.region ?? "", name: given.as ?? "" }, given);
    if (context.json) context.print(toJsonText({ dry_run: false, namespaces: [result] }));
    else show(context, result, false);
  } catch (error) {
    if (!isNothingToDo(error)) throw error;
    context.print(context.json ? toJsonText({ dry_run: false, namespaces: [] }) : `Nothing to do: ${error.rawMessage}`);
  }
  return 0;
}

/** It may have been adopted since it was listed, by the same command in another window. */
const isNothingToDo = (error: unknown): error is ConnectError =>
  error instanceof ConnectError &&
  error.code === Code.InvalidArgument &&
  error.rawMessage.includes("nothing to change");

/** One that cannot be adopted must not keep the others from it. */
async function tryToAdopt(context: Context, one: AdoptableNamespace, given: AdoptArguments): Promise<Result> {
  if (one.problem !== "") return toPlanned(one, undefined);
  try {
    return await carryOut(context, one, given);
  } catch (error) {
    if (!(error instanceof ConnectError) || error.code === Code.Unauthenticated) throw error;
    return { ...toPlanned(one, undefined), namespace: "", problem: error.rawMessage };
  }
}

async function carryOut(
  { clients }: Context,
  { serverName, region, name }: Pick<AdoptableNamespace, "serverName" | "region" | "name">,
  { project }: AdoptArguments,
): Promise<Result> {
  const request = { serverName, region, name, projectId: project };
  const { namespace, notes } = await untilDone(clients, clients.namespaces.adopt(request));
  return { server_name: serverName, namespace, region, problem: "", notes };
}

const readAdoptable = ({ clients }: Context, { region = "" }: AdoptArguments): Promise<AdoptableNamespace[]> =>
  readAllPages(async (pageToken) => {
    const { namespaces, nextPageToken } = await clients.namespaces.listAdoptable({ region, pageToken });
    return { items: namespaces, nextPageToken };
  });

function toPlanned({ serverName, name, region, problem, notes }: AdoptableNamespace, as: string | undefined): Result {
  return { server_name: serverName, namespace: problem === "" ? (as ?? name) : "", region, problem, notes };
}

function show(context: Context, { server_name, namespace, region, problem, notes }: Result, dryRun: boolean): void {
  const where = region === "" ? "" : ` in ${region}`;
  if (problem === "")
    context.print(toInertLine(`${dryRun ? "Would adopt" : "Adopted"} ${server_name}${where} as ${namespace}.`));
  else context.complain(toInertLine(`note: ${server_name}${where} is left: ${problem}`));
  for (const note of notes) context.complain(toInertLine(`note: ${server_name}: ${note}`));
}
