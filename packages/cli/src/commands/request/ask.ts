// Asking: for access for a time, and for a Namespace.

import type { MessageInitShape } from "@bufbuild/protobuf";
import { untilDone } from "@remit/client";
import type { WantedAccessSchema } from "@remit/protocol/gen/remit/v1/requests_pb.ts";
import { toInertLine } from "../../inert.ts";
import { requireServed } from "../../model-file/find-model.ts";
import { describeWanted } from "../../request/render.ts";
import { findNamespaceId, findRoleId } from "../../request/wanted.ts";
import { parseWhole } from "../../whole-number.ts";
import { type Context, type Run, toJsonText } from "../context.ts";
import { readRequest, requestToJson } from "./show.ts";

export interface AskArguments {
  readonly hours: string;
  readonly reason: string;
  /** Id of the request whose access should last longer. */
  readonly renews: string | undefined;
}

export const askNamespaceAccess: Run<AskArguments & { readonly name: string; readonly permission: string }> = (
  context,
  given,
) =>
  askAccess(context, given, async ({ clients }) => ({
    case: "namespaceAccess",
    value: { namespace: await findNamespaceId(clients, given.name), permission: given.permission },
  }));

export const askProjectAccess: Run<AskArguments & { readonly id: string; readonly role: string }> = (context, given) =>
  askAccess(context, given, async () => ({
    case: "projectAccess",
    value: { projectId: given.id, role: given.role },
  }));

export const askCustomRole: Run<AskArguments & { readonly role: string }> = (context, given) =>
  askAccess(context, given, async ({ clients }) => ({
    case: "customRoleId",
    value: await findRoleId(clients, given.role),
  }));

type Wanted = NonNullable<MessageInitShape<typeof WantedAccessSchema>["wanted"]>;

async function askAccess(
  context: Context,
  { hours, reason, renews }: AskArguments,
  findWanted: (context: Context) => Promise<Wanted>,
): Promise<0> {
  const { requests } = context.clients;
  const whole = parseWhole(hours, "--hours");
  const access = { wanted: await findWanted(context) };
  const request = { access, hours: whole, reason, renewsRequestId: renews ?? "" };
  const asked = untilDone(context.clients, requests.requestAccess(request));
  return tellAsked(context, (await requireServed(context, asked)).requestId);
}

export interface NamespaceArguments {
  readonly name: string;
  readonly region: string;
  readonly retentionDays: string | undefined;
  readonly team: string;
  readonly classification: string;
  readonly codecServer: string | undefined;
  readonly project: string | undefined;
  readonly reason: string;
}

export const askNamespace: Run<NamespaceArguments> = async (context, given) => {
  const namespace = {
    name: given.name,
    region: given.region,
    retentionDays: given.retentionDays === undefined ? 0 : parseWhole(given.retentionDays, "--retention-days"),
    teamId: given.team,
    dataClassification: given.classification,
    codecEndpoint: given.codecServer ?? "",
    projectId: given.project ?? "",
  };
  const { clients } = context;
  const asked = untilDone(clients, clients.requests.requestNamespace({ namespace, reason: given.reason }));
  return tellAsked(context, (await requireServed(context, asked)).requestId);
};

async function tellAsked(context: Context, requestId: string): Promise<0> {
  const request = await readRequest(context, requestId);
  const text = toInertLine(`Asked for ${describeWanted(request)}: request ${requestId}`);
  context.print(context.json ? toJsonText({ request: requestToJson(request) }) : text);
  return 0;
}
