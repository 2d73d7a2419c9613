// Tells a story to a control plane: each step once, the next when the operation before has ended.

import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { DescMethod, DescMethodUnary } from "@bufbuild/protobuf";
import { CloudService } from "@remit/protocol";
import { cloudMethods } from "../../packages/server/src/authorize/methods.ts";
import { fillIn, type JsonObject, type Names, readAt, type Step, toText } from "./step.ts";
import type { Answer, Voice } from "./voices.ts";

export interface Told {
  readonly step: Step;
  readonly method: DescMethodUnary;
  /** As it was sent. */
  readonly request: JsonObject;
  readonly answer: Answer;
}

const patienceMs = 60_000;
const dayMs = 86_400_000;
const ended = ["STATE_FULFILLED", "STATE_FAILED", "STATE_CANCELLED", "STATE_REJECTED"];

export const methodOf = (rpc: string): DescMethodUnary => {
  const method = CloudService.methods.find(({ name }) => name === rpc);
  if (method === undefined) throw new Error(`the Cloud Ops API has no ${rpc}`);
  return method satisfies DescMethod as DescMethodUnary;
};

/** Whether this version serves it: what it does not serve yet is left out of every story. */
export const isServed = ({ rpc }: Pick<Step, "rpc">): boolean => cloudMethods[rpc]?.served === true;

/** The names that a story begins with. Its times are whole days around now. */
export function beginNames(): Names {
  const day = (days: number): string => `${new Date(Date.now() + days * dayMs).toISOString().slice(0, 10)}T00:00:00Z`;
  return new Map([
    ["run", `story-${randomBytes(4).toString("hex")}`],
    ["started", new Date().toISOString()],
    ["yesterday", day(-1)],
    ["today", day(0)],
    ["tomorrow", day(1)],
  ]);
}

/** @throws Error at the first step that is not answered as it says, naming it */
export async function tell(story: readonly Step[], voice: Voice, names: Names = beginNames()): Promise<Told[]> {
  const told: Told[] = [];
  for (const step of story.filter(isServed)) told.push(await takeStep(step, voice, names));
  return told;
}

export async function takeStep(step: Step, voice: Voice, names: Names): Promise<Told> {
  const method = methodOf(step.rpc);
  const request = fillIn(step.request, names);
  const answer = await voice(method, request);
  const outcome = "code" in answer ? answer.code : undefined;
  if (outcome !== step.refused) {
    const said = "code" in answer ? `${answer.code}: ${answer.message}` : "accepted";
    throw new Error(`${step.rpc} ${JSON.stringify(request)}: ${said}; expected ${step.refused ?? "to be accepted"}`);
  }
  if ("response" in answer) {
    for (const [name, path] of Object.entries(step.keep ?? {})) keep(step, answer.response, names, name, path);
    await waitForEnd(step, answer.response, voice);
  }
  return { step, method, request, answer };
}

function keep(step: Step, response: JsonObject, names: Names, name: string, path: string): void {
  const value = readAt(response, path);
  if (typeof value !== "string" || value === "") throw new Error(`${step.rpc} answered without ${path}`);
  names.set(name, value);
}

/** As clients do: by asking for the operation until it has ended. */
async function waitForEnd(step: Step, response: JsonObject, voice: Voice): Promise<void> {
  const end = Date.now() + patienceMs;
  let operation = readAt(response, "asyncOperation");
  while (operation !== undefined) {
    const state = readAt(operation, "state");
    if (state === "STATE_FULFILLED") return;
    if (typeof state === "string" && ended.includes(state))
      throw new Error(`${step.rpc}: ${state}: ${toText(readAt(operation, "failureReason"))}`);
    if (Date.now() > end) throw new Error(`the operation of ${step.rpc} does not end`);
    await sleep(50);
    const asyncOperationId = toText(readAt(operation, "id"));
    const answer = await voice(methodOf("GetAsyncOperation"), { asyncOperationId });
    if ("code" in answer) throw new Error(`the operation of ${step.rpc} cannot be read: ${answer.message}`);
    operation = readAt(answer.response, "asyncOperation");
  }
}
