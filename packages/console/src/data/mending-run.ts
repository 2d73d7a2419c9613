// One plan that mends findings, from making it to its end: what is done, what failed, what is left. It is no query, since
// what somebody has read and is about to carry out must not be made anew under their hands.

import { Code, ConnectError } from "@connectrpc/connect";
import {
  type Clients,
  carryOut,
  type MendingPlan,
  type Progress,
  planMending,
  readServerDrift,
  readServerModel,
  startProgress,
} from "@remit/client";
import { limits } from "@remit/policy";
import { indexOwners, type Responsible, resolveTeams } from "@remit/responsibility";

export interface ShownPlan extends MendingPlan {
  /** How many of the findings are not there any more. */
  readonly goneFindings: number;
  /** Whom to ask who may not read all that a plan is made from. */
  readonly reader: Responsible;
}

export type Standing =
  | { readonly step: "planning" }
  | { readonly step: "unplanned"; readonly error: unknown }
  /** `done`: how many of the changes, from the first. */
  | { readonly step: "planned" | "busy" | "done"; readonly plan: ShownPlan; readonly done: number }
  | { readonly step: "stopped"; readonly plan: ShownPlan; readonly done: number; readonly error: unknown };

export class MendingRun {
  readonly #clients: Clients;
  readonly #findingIds: readonly string[];
  readonly #onChanged: () => void;
  readonly #listeners = new Set<() => void>();
  #standing: Standing = { step: "planning" };
  #progress: Progress | null = null;
  #plans = 0;

  /** `onChanged` is called whenever it has changed something, or may have. */
  constructor(clients: Clients, findingIds: readonly string[], onChanged: () => void) {
    this.#clients = clients;
    this.#findingIds = findingIds;
    this.#onChanged = onChanged;
  }

  readonly get = (): Standing => this.#standing;

  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** From what is so now; what an earlier plan did is left alone by that. */
  async plan(): Promise<void> {
    this.#plans++;
    const number = this.#plans;
    this.#set({ step: "planning" });
    const next = await this.#makePlan();
    if (number === this.#plans) this.#set(next);
  }

  async #makePlan(): Promise<Standing> {
    try {
      const plan = await planFindings(this.#clients, this.#findingIds);
      this.#progress = startProgress(plan.facts);
      return { step: "planned", plan, done: 0 };
    } catch (error) {
      return { step: "unplanned", error };
    }
  }

  /** Carries out what is left of the plan. */
  async carryOut(): Promise<void> {
    const from = this.#standing;
    if ((from.step !== "planned" && from.step !== "stopped") || this.#progress === null) return;
    const { plan } = from;
    let { done } = from;
    this.#set({ step: "busy", plan, done });
    try {
      await carryOut(this.#clients, this.#progress, plan.changes.slice(done), () => {
        done++;
        this.#set({ step: "busy", plan, done });
      });
      this.#set({ step: "done", plan, done });
    } catch (error) {
      this.#set({ step: "stopped", plan, done, error });
    }
    this.#onChanged();
  }

  #set(standing: Standing): void {
    this.#standing = standing;
    for (const listener of this.#listeners) listener();
  }
}

async function planFindings(clients: Clients, findingIds: readonly string[]): Promise<ShownPlan> {
  const [served, model] = await Promise.all([readServerDrift(clients, false), readServerModel(clients)]);
  if (served === null || model === null) throw new ConnectError("this server has no matrix", Code.Unimplemented);
  const chosen = new Set(findingIds);
  const plan = await planMending(clients, model, { limits, now: Date.now() }, served, (found) =>
    found.filter(({ id }) => chosen.has(id)),
  );
  const owners = indexOwners(model, resolveTeams(model, plan.facts));
  return {
    ...plan,
    goneFindings: findingIds.length - served.filter(({ id }) => chosen.has(id)).length,
    // Who manages users sees all that they hold.
    reader: owners({ operation: "cloud.user.update", namespace: null }),
  };
}
