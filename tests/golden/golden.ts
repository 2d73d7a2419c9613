// What the goldens hold: one request of each RPC and its answer, with what differs between two tellings replaced.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Json, type JsonObject, type Names, readAt, toText } from "../rpcs/step.ts";
import type { Told } from "../rpcs/tell.ts";
import { type Answer, readRoute } from "../rpcs/voices.ts";

export const goldenFolder = join(import.meta.dirname, "rpcs");

export interface Golden {
  readonly rpc: string;
  /** Verb and path of its REST form. */
  readonly route: string;
  /** With names in {{}}, as the story has it. */
  readonly request: JsonObject;
  readonly answer: Answer;
}

/** By RPC, as committed. */
export function readGoldens(): Map<string, Golden> {
  const files = readdirSync(goldenFolder).filter((name) => name.endsWith(".json"));
  const goldens = files.map((name) => JSON.parse(readFileSync(join(goldenFolder, name), "utf8")) as Golden);
  return new Map(goldens.map((golden) => [golden.rpc, golden]));
}

/** Each RPC as it was last told: then most has happened to what it is about. @param names all that the story kept, to put back in the place of their values */
export function toGoldens(told: readonly Told[], names: Names): Map<string, Golden> {
  const goldens = new Map<string, Golden>();
  for (const { step, method, answer } of told) {
    const { verb, template } = readRoute(method);
    const blind = blinder(names);
    const seen =
      "response" in answer
        ? { response: blindResponse(step.rpc, answer.response, blind) }
        : blindRefusal(answer, blind);
    goldens.set(step.rpc, { rpc: step.rpc, route: `${verb} ${template}`, request: step.request, answer: seen });
  }
  return goldens;
}

/** A mutation's operation may still be under way: how one looks that has ended is in GetAsyncOperation's own golden. */
function blindResponse(rpc: string, response: JsonObject, blind: (value: Json) => Json): JsonObject {
  const { asyncOperation, ...rest } = response;
  if (asyncOperation === undefined || rpc === "GetAsyncOperation") return blind(response) as JsonObject;
  const operationType = readAt(asyncOperation, "operationType") ?? "";
  return { ...(blind(rest) as JsonObject), asyncOperation: { id: "<operation>", operationType } };
}

const blindRefusal = (answer: { code: string; message: string }, blind: (value: Json) => Json): Answer => ({
  code: answer.code,
  message: toText(blind(answer.message)),
});

/** What says nothing of the RPC and differs from call to call, by the name of its field. */
const blindFields: Readonly<Record<string, string>> = {
  resourceVersion: "<version>",
  asyncOperationId: "<operation>",
  token: "<token>",
  nextPageToken: "<page token>",
  url: "<url>",
  fileSizeBytes: "<bytes>",
};

function blinder(names: Names): (value: Json, field?: string) => Json {
  // Longest first: the id of a Namespace has its name in it. "version" is a number that could stand anywhere.
  const known = [...names]
    .filter(([name]) => name !== "version" && name !== "token")
    .sort(([, a], [, b]) => b.length - a.length);
  const blindText = (text: string): string =>
    known
      .reduce((all, [name, value]) => all.replaceAll(value, `{{${name}}}`), text)
      .replace(/\b[0-9a-f]{32}\b|\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "<id>");
  const walk = (value: Json, field = ""): Json => {
    const blind = blindFields[field];
    if (blind !== undefined && value !== "") return blind;
    if (typeof value === "string")
      return /Time$|Until$/.test(field) && isTime(value) ? blindTime(value) : blindText(value);
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return sortById(value.map((item: Json) => walk(item, field)));
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [blindText(key), walk(inner as Json, key)]));
  };
  const blindTime = (time: string): string => {
    const name = known.find(([, value]) => value === time)?.[0];
    return name === undefined ? "<time>" : `{{${name}}}`;
  };
  return walk;
}

/** Ids are made at random, and with them the order of what is listed by id. */
function sortById(items: readonly Json[]): readonly Json[] {
  if (!items.every((item) => typeof readAt(item, "id") === "string")) return items;
  return items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

const isTime = (text: string): boolean => /^\d{4}-\d\d-\d\dT/.test(text);
