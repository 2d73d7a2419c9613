// The decision framework: when in doubt, a few questions in order, and a yes leads to a kind of team. Where the facts
// answer a question, nobody has to be asked.
import {
  accountRoles,
  accountRolesWeakestFirst,
  findPermission,
  namespacePermissions,
  projectRoles,
  projectRolesWeakestFirst,
} from "@remit/policy";
import type { FrameworkQuestion, Matrix, Team } from "../model.ts";
import { teamsOfKind } from "../owners.ts";
import type { ResolvedTeams } from "../resolve.ts";

export interface FrameworkAnswer {
  /** The question that was answered with yes. */
  readonly question: FrameworkQuestion;
  /** Id of the kind of team that it leads to. */
  readonly kind: string;
}

export interface FrameworkState {
  /** Null: nothing was answered with yes yet. */
  readonly answer: FrameworkAnswer | null;
  /** What to ask next; null when there is an answer, or when everything was answered with no. */
  readonly next: FrameworkQuestion | null;
}

/** Where a person's answers lead (question id → yes or no): the first yes in the order of the questions. */
export function answerFramework({ framework }: Matrix, answers: ReadonlyMap<string, boolean>): FrameworkState {
  const yes = framework.find(({ id }) => answers.get(id) === true);
  if (yes !== undefined) return { answer: { question: yes, kind: yes.kind }, next: null };
  return { answer: null, next: framework.find(({ id }) => !answers.has(id)) ?? null };
}

export interface FrameworkFacts {
  /** Uids of the Namespaces that the matter is about. */
  readonly namespaces: readonly string[];
  /** What somebody wants to do, if that is known. */
  readonly operation: string | null;
}

export interface FrameworkDecision extends FrameworkAnswer {
  /** One sentence: the fact that answered the question. */
  readonly why: string;
  /** The teams of the kind that answer for these Namespaces. */
  readonly teams: readonly Team[];
}

/** What the facts decide: the first question in order that they answer with yes; null when they answer none. */
export function decideFromFacts(
  matrix: Matrix,
  resolved: ResolvedTeams,
  facts: FrameworkFacts,
): FrameworkDecision | null {
  for (const question of matrix.framework) {
    const why = whyYes(question.subject, resolved, facts);
    if (why === null) continue;
    return { question, kind: question.kind, why, teams: teamsOfKind(resolved, question.kind, facts.namespaces) };
  }
  return null;
}

/** The fact that answers the question with yes, or null. */
function whyYes(
  subject: FrameworkQuestion["subject"],
  resolved: ResolvedTeams,
  { namespaces, operation }: FrameworkFacts,
): string | null {
  const distinct = [...new Set(namespaces)];
  if (subject === "several-namespaces") return whySeveral(resolved, distinct);
  if (subject === "account-admin") {
    return operation !== null && needsAccountAdmin(operation)
      ? `${operation} comes with no role below ${accountRoles.admin.title}`
      : null;
  }
  // Inside one Namespace, on its workflows and workers, everything is of the application.
  if (subject !== "application" || distinct.length !== 1 || operation === null) return null;
  return findPermission(operation)?.plane === "data" ? `${operation} is about what runs in one Namespace` : null;
}

function whySeveral(resolved: ResolvedTeams, namespaces: readonly string[]): string | null {
  if (namespaces.length < 2) return null;
  const teams = new Set(namespaces.flatMap((uid) => resolved.ownersOf.get(uid) ?? []));
  return `it is about ${namespaces.length} Namespaces${teams.size > 1 ? ` of ${teams.size} teams` : ""}`;
}

/** Whether only Global Admin and Account Owner hold a known operation: no Namespace level, project role or lower role. */
export function needsAccountAdmin(operation: string): boolean {
  const permission = findPermission(operation);
  if (permission === undefined || permission.inert) return false;
  const below = accountRolesWeakestFirst.slice(0, accountRolesWeakestFirst.indexOf("admin"));
  const levels: readonly { readonly operations: ReadonlySet<string> }[] = [
    ...below.map((role) => accountRoles[role]),
    ...Object.values(namespacePermissions),
    ...projectRolesWeakestFirst.map((role) => projectRoles[role]),
  ];
  return !levels.some(({ operations }) => operations.has(operation));
}
