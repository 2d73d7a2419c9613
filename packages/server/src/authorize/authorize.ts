// One call, one verdict. No row, no target, no grant, an error while deciding: refused.
import type { DescMethod, Message } from "@bufbuild/protobuf";
import {
  check,
  isActive,
  missingCover,
  projectsOf,
  type Resource,
  type ResourceType,
  resourceExists,
} from "@remit/policy";
import { notFound, type RemitError, unauthenticated } from "../errors.ts";
import type { Reader } from "../store/database.ts";
import type { MethodRow, Target } from "./methods.ts";
import { type Ownership, readOwnership } from "./ownership.ts";
import { nounOf, permissionDenied } from "./refusal.ts";
import { isRepeatedLeave } from "./repeated.ts";
import { readPath } from "./request-path.ts";
import { holdsVanished } from "./vanished.ts";
import { type PolicyView, toResource } from "./view.ts";
import { getOperations } from "./visible.ts";

export interface AuthorizeInput {
  readonly row: MethodRow;
  readonly method: DescMethod;
  readonly message: Message;
  readonly view: PolicyView;
  readonly principalId: string;
  readonly reader: Reader;
  readonly now: number;
}

/** One question to the policy core, and how the caller named the thing. */
interface Question {
  readonly operation: string;
  readonly resource: Resource;
  readonly wireId: string;
}

/** @throws RemitError PERMISSION_DENIED, or NOT_FOUND for a caller who is entitled to know that the thing is gone */
export async function authorize(input: AuthorizeInput): Promise<void> {
  const { row } = input;
  if (row.target.on === "nobody") return;
  requireActive(input);
  await requireTarget(input, row.operation, row.target);
  if (row.also !== undefined) await requireTarget(input, row.also.operation, row.also.target);
}

/** A suspended or deleted principal does nothing, not even what everybody may. */
function requireActive({ view, principalId }: AuthorizeInput): void {
  if (!isActive(view.snapshot, principalId))
    throw unauthenticated("the owner of this API key or session is not active");
}

async function requireTarget(input: AuthorizeInput, operation: string | null, target: Target): Promise<void> {
  if (target.on === "anyone") return;
  if (operation === null) throw permissionDenied("", "accounts", "");
  const questions = await questionsOf(input, operation, target);
  if (questions === "own") return;
  for (const question of questions) if (holds(input, question)) return;
  if (await isRepeatedLeave(input.reader, input.method, input.message, input.principalId)) return;
  throw await refusal(input, operation, questions);
}

const holds = ({ view, principalId, now }: AuthorizeInput, { operation, resource }: Question): boolean =>
  check(view.snapshot, principalId, operation, resource, now);

/** Any one of the questions is enough; "own" needs none: the thing is the caller's. */
async function questionsOf(input: AuthorizeInput, operation: string, target: Target): Promise<Question[] | "own"> {
  const { view, message, principalId } = input;
  const about = (type: ResourceType, wireId: string): Question => ({
    operation,
    resource: toResource(view, type, wireId),
    wireId,
  });
  const onAccount = about("accounts", view.account);
  switch (target.on) {
    case "account":
      return [onAccount];
    case "resource":
      return [about(target.type, readPath(message, target.id))];
    case "resource-if-named": {
      const id = readPath(message, target.id);
      return id === "" ? "own" : [about(target.type, id)];
    }
    case "project-of-new":
      return [about("projects", readPath(message, target.id) || view.defaultProject)];
    case "list-in-project":
      return listQuestions(input, target, operation);
    case "async-operation":
      return (await startedBy(input, readPath(message, target.id))) === principalId ? "own" : [onAccount];
    case "access-of":
      return target.principal !== "" && isSelf(message, target.principal, principalId) ? "own" : [onAccount];
    case "api-key":
    case "api-key-owner":
    case "service-account":
    case "new-service-account": {
      const ownership = await readOwnership(input.reader, view, target, message);
      return isSelfService(ownership, target.on, operation, principalId) ? "own" : ownershipQuestions(ownership, about);
    }
    case "anyone":
    case "nobody":
      return "own";
  }
}

/** A list over everything is open to who may list the account or any one project; items are filtered later. */
function listQuestions(
  { view, message }: AuthorizeInput,
  target: Extract<Target, { on: "list-in-project" }>,
  operation: string,
): Question[] {
  const onProject = (id: string): Question => ({
    operation: target.orOnProject ?? operation,
    resource: toResource(view, "projects", id),
    wireId: id,
  });
  const projectId = target.id === "" ? "" : readPath(message, target.id);
  if (projectId !== "") return [onProject(projectId)];
  const onAccount = { operation, resource: toResource(view, "accounts", view.account), wireId: view.account };
  return [onAccount, ...projectsOf(view.snapshot).map(onProject)];
}

async function startedBy({ reader }: AuthorizeInput, id: string): Promise<string | null> {
  const row = await reader.selectFrom("operations").select("principal_id").where("id", "=", id).executeTakeFirst();
  return row?.principal_id ?? null;
}

function isSelf(message: Message, path: string, principalId: string): boolean {
  const ref = (message as unknown as Record<string, unknown>)[path] as
    | { ref?: { case?: string; value?: string } }
    | undefined;
  return (
    ref?.ref?.case === undefined || (ref.ref.case === "id" && (ref.ref.value === "" || ref.ref.value === principalId))
  );
}

/**
 * Own API keys: anyone may read, make and change theirs. A service account may make its own next key but not delete
 * keys: whoever steals one key must not be able to lock the owner out.
 */
function isSelfService(ownership: Ownership, on: Target["on"], operation: string, principalId: string): boolean {
  if (on !== "api-key" && on !== "api-key-owner") return false;
  if (ownership.principalId !== principalId) return false;
  return ownership.kind === "user" || operation !== "cloud.apikey.delete";
}

function ownershipQuestions(ownership: Ownership, about: (type: ResourceType, wireId: string) => Question): Question[] {
  const onAccount = about("accounts", "");
  if (ownership.scope === "namespace") return [onAccount, about("namespaces", ownership.scopeId)];
  if (ownership.scope === "project") return [onAccount, about("projects", ownership.scopeId)];
  return [onAccount];
}

/** The first question is the one that the caller's own words name; the others would tell what exists. */
async function refusal(input: AuthorizeInput, operation: string, questions: readonly Question[]): Promise<RemitError> {
  const { view, principalId } = input;
  const question = questions[0];
  if (question === undefined) return permissionDenied(operation, "accounts", "");
  const { resource, wireId } = question;
  // Both asked for every refusal, so that a thing that exists takes as long as one that does not.
  const vanished = await holdsVanished(input.reader, view, principalId, resource.type, wireId);
  const seesAll = mayKnow(input, resource.type);
  if (!resourceExists(view.snapshot, resource.type, resource.id) && (vanished || seesAll)) {
    return notFound(nounOf(resource.type), wireId);
  }
  return permissionDenied(operation, resource.type, wireId);
}

/** Whoever sees all of a type learns nothing from "not found". */
function mayKnow({ view, principalId, now }: AuthorizeInput, type: ResourceType): boolean {
  const operation = getOperations[type];
  if (operation === undefined) return false;
  return missingCover(view.snapshot, principalId, [{ operation, scope: { kind: "all", type } }], now).length === 0;
}
