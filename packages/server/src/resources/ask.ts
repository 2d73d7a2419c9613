// Whom to ask, from what a caller writes or names. What it may not see is not found by its name.
import { isResourceType, type ResourceType } from "@remit/policy";
import type { AskRequest } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { rpcOperations } from "@remit/protocol/rpc-operations";
import { type AskAnswer, ask, type Names, resolveTeams } from "@remit/responsibility";
import { toResource } from "../authorize/view.ts";
import { isVisible } from "../authorize/visible.ts";
import { invalidField, quote } from "../errors.ts";
import { readNameFacts } from "../store/facts.ts";
import type { Call, Deps } from "./call.ts";
import { requireText } from "./checks.ts";
import { readModel } from "./model.ts";

const mostResources = 100;

/** @throws RemitError INVALID_FIELD */
export async function askWhom(deps: Deps, call: Call, request: AskRequest): Promise<AskAnswer> {
  const { db } = deps.database;
  requireText(request.query, "query", { min: request.resources.length > 0 ? 0 : 1, max: 2_000 });
  if (request.resources.length > mostResources) throw invalidField("resources", `must hold at most ${mostResources}`);
  const namespaces = request.resources.flatMap(({ resourceType, resourceId }, index) =>
    namespaceOf(call, resourceType, resourceId, `resources[${index}]`),
  );
  const model = await readModel(db);
  const facts = await readNameFacts(db, call.now, call.view.account);
  const seen = facts.namespaces.filter(({ uid }) => sees(call, uid));
  const names: Names = { namespaces: seen.map(({ uid, id }) => ({ uid, id })), rpcs: rpcOperations };
  return ask(
    model,
    resolveTeams(model, { ...facts, namespaces: seen }),
    { query: request.query, namespaces, limit: request.limit },
    names,
  );
}

/** Only Namespaces have a team of their own; one that the caller does not see is none of its questions. */
function namespaceOf(call: Call, type: string, id: string, field: string): string[] {
  if (!isResourceType(type)) throw invalidField(`${field}.resource_type`, `there is no resource type ${quote(type)}`);
  if (type !== "namespaces") return [];
  const { id: uid } = toResource(call.view, type satisfies ResourceType, id);
  if (uid === "" || !sees(call, uid))
    throw invalidField(`${field}.resource_id`, `there is no namespace ${quote(id)} that you can see`);
  return [uid];
}

const sees = ({ view, caller, now }: Call, uid: string): boolean =>
  isVisible(view, caller?.principalId ?? "", { type: "namespaces", id: uid }, now.getTime());
