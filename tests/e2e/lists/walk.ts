// Goes through a list page by page while things come into it and leave it.
import { type Json, type JsonObject, readAt, toText } from "../../rpcs/step.ts";
import { methodOf } from "../../rpcs/tell.ts";
import type { Voice } from "../../rpcs/voices.ts";

export interface Walked {
  readonly items: readonly Json[];
  readonly pages: number;
  readonly longest: number;
}

/** @param between is done after each page but the last one */
export async function walk(
  voice: Voice,
  { rpc, items, request }: { rpc: string; items: string; request: JsonObject },
  pageSize: number,
  between: () => Promise<void> = async () => undefined,
): Promise<Walked> {
  const found: Json[] = [];
  let [pages, longest, pageToken] = [0, 0, ""];
  do {
    const answer = await voice(methodOf(rpc), { ...request, pageSize, pageToken });
    if ("code" in answer) throw new Error(`${rpc}, page ${pages + 1} of ${pageSize}: ${answer.code} ${answer.message}`);
    const page = (readAt(answer.response, items) ?? []) as readonly Json[];
    found.push(...page);
    pages += 1;
    longest = Math.max(longest, page.length);
    const next = readAt(answer.response, "nextPageToken");
    pageToken = next === undefined ? "" : toText(next);
    if (pageToken !== "") await between();
  } while (pageToken !== "");
  return { items: found, pages, longest };
}
