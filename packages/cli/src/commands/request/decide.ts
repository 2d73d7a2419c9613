// Deciding a request, and taking it or what it gave back.
import { untilDone } from "@remit/client";
import { requireServed } from "../../model-file/find-model.ts";
import { renderOutcome } from "../../request/render.ts";
import { type Context, type Run, toJsonText } from "../context.ts";
import { readRequest, requestToJson } from "./show.ts";

export interface DecideArguments {
  readonly id: string;
  readonly comment: string | undefined;
}

/** A Namespace is there when this returns. */
export const approve: Run<DecideArguments> = async (context, { id, comment = "" }) => {
  const { clients } = context;
  const asked = clients.requests.approveRequest({ requestId: id, comment });
  await requireServed(context, untilDone(clients, asked));
  return tellOutcome(context, "Approved", id);
};

export const decline: Run<DecideArguments> = async (context, { id, comment = "" }) => {
  const { clients } = context;
  const asked = clients.requests.declineRequest({ requestId: id, comment });
  await requireServed(context, untilDone(clients, asked));
  return tellOutcome(context, "Declined", id);
};

export const withdraw: Run<{ readonly id: string }> = async (context, { id }) => {
  const { clients } = context;
  await requireServed(context, untilDone(clients, clients.requests.withdrawRequest({ requestId: id })));
  return tellOutcome(context, "Withdrawn", id);
};

export const end: Run<{ readonly id: string }> = async (context, { id }) => {
  const { clients } = context;
  await requireServed(context, untilDone(clients, clients.requests.endAccess({ requestId: id })));
  return tellOutcome(context, "Ended", id);
};

/** Read anew: a first of two approvals gives nothing yet, and who approves is told until when it lasts. */
async function tellOutcome(context: Context, done: string, id: string): Promise<0> {
  const request = await readRequest(context, id);
  context.print(context.json ? toJsonText({ request: requestToJson(request) }) : renderOutcome(done, request));
  return 0;
}
