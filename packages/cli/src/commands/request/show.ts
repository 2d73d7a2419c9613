// Requests as they are read.

import { toJson } from "@bufbuild/protobuf";
import { readAllPages } from "@remit/client";
import { type Request, RequestSchema } from "@remit/protocol/gen/remit/v1/requests_pb.ts";
import { requireServed } from "../../model-file/find-model.ts";
import { renderRequest, renderRequests } from "../../request/render.ts";
import { UsageError } from "../../terminal.ts";
import { type Context, type Run, toJsonText } from "../context.ts";

export const requestStates = ["pending", "approved", "declined", "withdrawn", "lapsed", "ended", "failed"] as const;

export interface ListArguments {
  readonly toDecide: boolean;
  readonly state: string | undefined;
}

export const list: Run<ListArguments> = async (context, { toDecide, state = "" }) => {
  const reading = readAllPages(async (pageToken) => {
    const answer = await context.clients.requests.getRequests({ toDecide, state, pageToken });
    return { items: answer.requests, nextPageToken: answer.nextPageToken };
  });
  const requests = await requireServed(context, reading);
  if (context.json) context.print(toJsonText({ requests: requests.map(requestToJson) }));
  else if (requests.length === 0)
    context.print(toDecide ? "Nothing waits for you to decide it." : "There are no requests that you may see.");
  else context.print(renderRequests(requests));
  return 0;
};

export const show: Run<{ readonly id: string }> = async (context, { id }) => {
  const request = await readRequest(context, id);
  context.print(context.json ? toJsonText({ request: requestToJson(request) }) : renderRequest(request));
  return 0;
};

export async function readRequest(context: Context, requestId: string): Promise<Request> {
  const { request } = await requireServed(context, context.clients.requests.getRequest({ requestId }));
  if (request === undefined) throw new UsageError(`The server answered without the request ${requestId}.`);
  return request;
}

/** As it is on the wire, field names as in the API's own documents. */
export const requestToJson = (request: Request): unknown =>
  toJson(RequestSchema, request, { useProtoFieldName: true, alwaysEmitImplicit: true });
