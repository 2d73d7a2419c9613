// What it costs is known, and stays within a budget where there is one.
import type { Evidence, EvidenceProvider } from "../evidence.ts";
import type { Cost } from "../observed.ts";
import { judgeNamespaces, type Sight, unknown } from "./look.ts";
import { judgeUse } from "./use.ts";

export const cost: EvidenceProvider = {
  name: "cost",
  title: "Costs are known and within their budget.",
  judge: (facts, team) => {
    const { accountCost, accountActions } = facts.observed ?? {};
    if (team === null || team.kind.scope === "account") return judgeAccount(accountCost, accountActions);
    return judgeNamespaces(facts, team, {
      look: (_, observed) => {
        if (observed?.cost !== undefined) return judgeCost(observed.cost);
        return observed?.actions === undefined ? null : { state: "amber", seen: tellUnpriced(observed.actions) };
      },
      good: "within their budget",
      unknown: "what a Namespace costs",
    });
  },
};

function judgeAccount(seen: Cost | undefined, actions: number | undefined): Evidence {
  if (seen === undefined && actions !== undefined)
    return { state: "amber", why: `The account ${tellUnpriced(actions)}.` };
  if (seen === undefined) return unknown("It is not known what the account costs: nobody reported it.");
  const sight = judgeCost(seen);
  return sight.state === "unknown"
    ? unknown(`The account costs ${tell(seen)}, and its budget is not a number.`)
    : { state: sight.state, why: `The account ${sight.seen}.` };
}

function judgeCost(seen: Cost): NonNullable<Sight> {
  if (seen.budget === undefined) return { state: "amber", seen: `costs ${tell(seen)} and has no budget` };
  const sight = judgeUse(seen.amount, seen.budget, "budget");
  // What is not known could be the rest of it.
  if (sight.state !== "green" || seen.partial !== true) return sight;
  return { state: "amber", seen: `costs ${tell(seen)}, since not all that was used is known` };
}

/** Use is known, and what it costs is not. */
const tellUnpriced = (actions: number): string =>
  `used ${actions} action${actions === 1 ? "" : "s"} this month, and no price list says what that costs`;

const tell = ({ amount, currency, partial = false }: Cost): string =>
  `${partial ? "at least " : ""}${amount} ${currency}`;
