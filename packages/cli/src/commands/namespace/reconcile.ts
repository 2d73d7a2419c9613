// `namespace reconcile`: where Temporal servers differ from what was applied, and with --repair an end of it.
import { ConnectError } from "@connectrpc/connect";
import { readAllPages, untilDone } from "@remit/client";
import type { CheckedNamespace } from "@remit/protocol/gen/remit/v1/namespaces_pb.ts";
import { toInertLine } from "../../inert.ts";
import { type Context, type Run, toJsonText } from "../context.ts";
import { findNamespace } from "./find-namespace.ts";

export interface ReconcileArguments {
  readonly namespace: string | undefined;
  readonly repair: boolean;
}

interface Result {
  readonly namespace: string;
  readonly server_name: string;
  readonly region: string;
  readonly differences: readonly { readonly field: string; readonly here: string; readonly there: string }[];
  /** Why it could not be looked at, or not be repaired. */
  readonly problem: string;
  readonly repaired: boolean;
}

/** Exit code 1: something differs, or could not be looked at, and was not repaired. */
export const reconcile: Run<ReconcileArguments> = async (context, { namespace, repair }) => {
  const id = namespace === undefined ? "" : (await findNamespace(context, namespace)).namespace;
  const results: Result[] = [];
  for (const one of await readChecked(context, id)) {
    const result = repair && one.repairable ? await mend(context, one) : toResult(one);
    results.push(result);
    if (!context.json) show(context, result);
  }
  if (context.json) context.print(toJsonText({ namespaces: results }));
  else if (results.length === 0) context.print("The servers have what was applied.");
  return results.every(({ repaired }) => repaired) ? 0 : 1;
};

const readChecked = ({ clients }: Context, namespace: string): Promise<CheckedNamespace[]> =>
  readAllPages(async (pageToken) => {
    const { namespaces, nextPageToken } = await clients.namespaces.checkNamespaces({ namespace, pageToken });
    return { items: namespaces, nextPageToken };
  });

/** One that cannot be mended must not keep the others from it. */
async function mend({ clients }: Context, one: CheckedNamespace): Promise<Result> {
  try {
    await untilDone(clients, clients.namespaces.repairNamespace({ namespace: one.namespace }));
    return { ...toResult(one), repaired: true };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { ...toResult(one), problem: error instanceof ConnectError ? error.rawMessage : error.message };
  }
}

const toResult = ({ namespace, serverName, region, differences, problem }: CheckedNamespace): Result => ({
  namespace,
  server_name: serverName,
  region,
  differences: differences.map(({ field, here, there }) => ({ field, here, there })),
  problem,
  repaired: false,
});

function show(context: Context, { namespace, server_name, region, differences, problem, repaired }: Result): void {
  const name = namespace || server_name || region;
  const say = (text: string): string => (text === "" ? "nothing" : text);
  const lines = differences.map(
    ({ field, here, there }) => `  ${field}: ${say(there)} on the server, ${say(here)} here`,
  );
  if (lines.length > 0)
    context.print([`${name} ${repaired ? "was repaired" : "differs"}:`, ...lines].map(toInertLine).join("\n"));
  if (problem !== "") context.complain(toInertLine(`note: ${name}: ${problem}`));
}
