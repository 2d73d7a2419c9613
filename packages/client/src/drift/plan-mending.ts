// From findings to the changes that mend them, by what whoever asks may read of the account.
import type { PolicyLimits } from "@remit/policy";
import type * as wire from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { type Facts, type Finding, findDrift, type Model } from "@remit/responsibility";
import type { Clients } from "../clients.ts";
import { gatherFacts, gatherKeys } from "../facts/gather-facts.ts";
import { addImplied } from "./add-implied.ts";
import { type Found, fromHere, fromServer } from "./found.ts";
import { readGrantedRequests } from "./granted-requests.ts";
import { isAboutKey, type Mending, mend } from "./mend.ts";
import { putOwnLast } from "./own-last.ts";

export interface Judging {
  readonly limits: PolicyLimits;
  /** In Unix milliseconds. */
  readonly now: number;
}

export interface MendingPlan extends Mending {
  /** What the changes were made from: whoever carries them out needs it. */
  readonly facts: Facts;
}

/** The drift that can be seen from here. @param served the server's own findings, which tell what no access shows */
export async function findHere(
  clients: Pick<Clients, "cloud" | "requests">,
  model: Model,
  { limits, now }: Judging,
  served: readonly wire.Finding[],
): Promise<{ readonly facts: Facts; readonly findings: readonly Finding[] }> {
  const gathered = await gatherFacts(clients, now);
  const facts = addImplied(gathered, (await readGrantedRequests(clients)) ?? [], served);
  return { facts, findings: findDrift(model, facts, { limits }) };
}

/**
 * What mends the findings that `choose` takes, the changes of whoever asks last.
 * @param served null: the server tells none, and they are found here
 * @throws FactsRefused
 */
export async function planMending(
  clients: Pick<Clients, "cloud" | "requests">,
  model: Model,
  judging: Judging,
  served: readonly wire.Finding[] | null,
  choose: (found: readonly Found[]) => readonly Found[],
): Promise<MendingPlan> {
  const ofServer = served === null ? null : choose(served.map(fromServer));
  // Those who may delete keys need not be able to read what everybody holds.
  const needsKeysOnly = ofServer?.every(isAboutKey) === true;
  const { facts, findings } = needsKeysOnly
    ? { facts: await gatherKeys(clients, judging.now), findings: [] }
    : await findHere(clients, model, judging, served ?? []);
  const chosen = ofServer ?? choose(findings.map((finding) => fromHere(finding, facts)));
  const { changes, left } = mend(chosen, findings, facts);
  return { facts, changes: await putOwnLast(clients, changes), left };
}
