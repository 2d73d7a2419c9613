// Makes each change of a story as impatient and out-of-date clients would: at a version that has passed, twice with one
// operation id, with somebody else's operation id, and once more with nothing left to change.
import { isDeepStrictEqual } from "node:util";
import { fillIn, type Json, type JsonObject, type Names, readAt, type Step, toText } from "./step.ts";
import { isServed, methodOf, takeStep } from "./tell.ts";
import type { Answer, Voice } from "./voices.ts";

/** Each with what a client that breaks it would see. */
export const promises = {
  stale: "refuses a version that has passed, naming the one that holds",
  unversioned: "refuses a change without a version",
  twice: "gives the first answer to a repeated operation id, though the version has moved on",
  otherRequest: "refuses an operation id that was used for another request",
  otherCaller: "refuses an operation id that is somebody else's",
  nothing: "says that there is nothing to change",
  late: "has no second effect when the whole story is repeated after its end",
} as const;
export type PromiseName = keyof typeof promises;

/** RPC → promise → what was seen instead; "" where it was kept. A promise that does not concern an RPC is absent. */
export type Kept = Map<string, Partial<Record<PromiseName, string>>>;

export interface Voices {
  readonly owner: Voice;
  /** Another principal who may do the same. */
  readonly other: Voice;
}

interface Sent {
  readonly step: Step;
  readonly request: JsonObject;
  readonly answer: Answer;
}

export const isMutation = (rpc: string): boolean =>
  rpc !== "GetAsyncOperation" && methodOf(rpc).input.fields.some(({ name }) => name === "async_operation_id");

/** @returns what was kept, and the operation ids of all changes that were made */
export async function press(
  story: readonly Step[],
  { owner, other }: Voices,
  names: Names,
): Promise<{ kept: Kept; operationIds: string[] }> {
  const kept: Kept = new Map();
  const sent: Sent[] = [];
  let reading: Step | undefined;
  for (const step of story.filter(isServed)) {
    if (step.keep?.version !== undefined) reading = step;
    if (!isMutation(step.rpc)) {
      await takeStep(step, owner, names);
      continue;
    }
    const note = (promise: PromiseName, problem: string): void => {
      kept.set(step.rpc, { ...kept.get(step.rpc), [promise]: problem });
    };
    await trySpoiltVersions(step, owner, names, note);
    const asyncOperationId = `${names.get("run")}-${sent.length}`;
    const named = { ...step, request: { ...step.request, asyncOperationId } };
    const { request, answer } = await takeStep(named, owner, names);
    sent.push({ step: named, request, answer });
    const say = (voice: Voice, changed: JsonObject) => voice(methodOf(step.rpc), changed);
    note("twice", differs(answer, await say(owner, request)));
    const another = { ...request, ...alter(step.request, names) };
    note("otherRequest", notRefusedAsUsed(step, await say(owner, another)));
    note("otherCaller", notRefusedAsUsed(step, await say(other, request)));
    if (/^(Update|Set)/.test(step.rpc)) {
      if ("resourceVersion" in step.request && reading !== undefined) await takeStep(reading, owner, names);
      const again = await say(owner, fillIn(step.request, names));
      note("nothing", notRefused(again, "InvalidArgument", "nothing to change"));
    }
  }
  for (const { step, request, answer } of sent) {
    const again = await owner(methodOf(step.rpc), request);
    const gone = "code" in again && again.code === "NotFound";
    const problem = gone ? "" : differs(answer, again);
    kept.set(step.rpc, { ...kept.get(step.rpc), late: problem || (kept.get(step.rpc)?.late ?? "") });
  }
  return { kept, operationIds: sent.map(({ request }) => toText(request.asyncOperationId)) };
}

async function trySpoiltVersions(
  step: Step,
  owner: Voice,
  names: Names,
  note: (promise: PromiseName, problem: string) => void,
): Promise<void> {
  if (!("resourceVersion" in step.request)) return;
  const say = async (resourceVersion: string) =>
    owner(methodOf(step.rpc), { ...fillIn(step.request, names), resourceVersion });
  const version = names.get("version") ?? "";
  note("stale", notRefused(await say("1"), "FailedPrecondition", `version ${version}`));
  note("unversioned", notRefused(await say(""), "InvalidArgument", "resource_version"));
}

/** "" when both are the same but for how far the operation has come. */
function differs(first: Answer, second: Answer): string {
  if ("code" in first || "code" in second) return "code" in second ? `${second.code}: ${second.message}` : "accepted";
  const plain = ({ response: { asyncOperation, ...rest } }: { response: JsonObject }): JsonObject => ({
    ...rest,
    operation: readAt(asyncOperation, "id") ?? null,
  });
  const [a, b] = [plain(first), plain(second)];
  return isDeepStrictEqual(a, b) ? "" : `${JSON.stringify(b)} instead of ${JSON.stringify(a)}`;
}

/** Authorization comes before the operation id: of what was deleted it knows nothing any more. */
function notRefusedAsUsed({ rpc }: Step, answer: Answer): string {
  if (rpc.startsWith("Delete") && "code" in answer && answer.code === "NotFound") return "";
  return notRefused(answer, "InvalidArgument", "async_operation_id");
}

function notRefused(answer: Answer, code: string, text: string): string {
  if (!("code" in answer)) return `accepted; expected ${code}`;
  if (answer.code === code && answer.message.includes(text)) return "";
  return `${answer.code}: ${answer.message}; expected ${code} with "${text}"`;
}

/** The same request with its last text another one; ids that decide who may send it stand before. */
function alter(request: JsonObject, names: Names): JsonObject {
  const filled = fillIn(request, names);
  if ("resourceVersion" in request) return { ...filled, resourceVersion: "another" };
  const entries = Object.entries(filled);
  for (const [key, value] of entries.toReversed()) {
    const altered = alterLast(value);
    if (altered !== undefined) return { ...filled, [key]: altered };
  }
  throw new Error(`nothing in ${JSON.stringify(request)} can be altered`);
}

/** Undefined where no text is inside. Names of enum values must stay what they are. */
function alterLast(value: Json): Json | undefined {
  if (typeof value === "string") return /^[A-Z_0-9]+$/.test(value) || value === "" ? undefined : `${value}x`;
  if (value === null || typeof value !== "object") return undefined;
  const entries = Object.entries(value as JsonObject);
  for (const [key, inner] of entries.toReversed()) {
    const altered = alterLast(inner);
    if (altered === undefined) continue;
    const changed = { ...Object.fromEntries(entries), [key]: altered };
    return Array.isArray(value) ? Object.values(changed) : changed;
  }
  return undefined;
}
