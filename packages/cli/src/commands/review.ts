// What was granted beside what was used, and less that would do.

import { type DescMessage, type MessageShape, toJson } from "@bufbuild/protobuf";
import { readAllPages } from "@remit/client";
import {
  ReviewAccessResponse_EntrySchema as EntrySchema,
  ReviewAccessResponse_SuggestionSchema as SuggestionSchema,
} from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import type { Clients } from "../client.ts";
import { requireServed } from "../model-file/find-model.ts";
import { type Review, renderReview } from "../review/render.ts";
import { parseWhole } from "../whole-number.ts";
import { type Run, toJsonText } from "./context.ts";

/** The server reviews the whole account for each page: few large ones. */
const pageSize = 1000;

export const review: Run<{ readonly days: string }> = async (context, { days }) => {
  const found = await requireServed(context, readReview(context.clients, parseWhole(days, "--days")));
  context.print(context.json ? toJsonText(reviewToJson(found)) : renderReview(found, context.columns));
  return 0;
};

async function readReview({ responsibility }: Clients, days: number): Promise<Review> {
  const ready: Review["ready"][number][] = [];
  const possible: Review["possible"][number][] = [];
  const entries = await readAllPages(async (pageToken) => {
    const page = await responsibility.reviewAccess({ days, pageSize, pageToken });
    // They stand on the first page alone.
    ready.push(...page.ready);
    possible.push(...page.possible);
    return { items: page.entries, nextPageToken: page.nextPageToken };
  });
  return { entries, ready, possible };
}

const reviewToJson = ({ entries, ready, possible }: Review): unknown => ({
  entries: entries.map((entry) => messageToJson(EntrySchema, entry)),
  ready: ready.map((one) => messageToJson(SuggestionSchema, one)),
  possible: possible.map((one) => messageToJson(SuggestionSchema, one)),
});

const messageToJson = <Desc extends DescMessage>(desc: Desc, message: MessageShape<Desc>): unknown =>
  toJson(desc, message, { useProtoFieldName: true, alwaysEmitImplicit: true });
