// Who answers for what, and whether access agrees with it. Pure: no clock, no I/O; parsing files stays outside.
// Whom to ask.

export { applyChanges } from "./apply-changes.ts";
export {
  type Answer,
  type AskAnswer,
  type AskQuestion,
  answerQuestion,
  ask,
  type PreparedAsk,
  prepareAsk,
} from "./ask/ask.ts";
export {
  answerFramework,
  decideFromFacts,
  type FrameworkAnswer,
  type FrameworkDecision,
  type FrameworkFacts,
  type FrameworkState,
  needsAccountAdmin,
} from "./ask/framework.ts";
export type { Names } from "./ask/mentions.ts";
export type * from "./changes.ts";
// What comes from outside, made typed, with all that is wrong with it.
export type { Loose, MatrixInput, TeamInput } from "./check/input.ts";
export { matrixLimits } from "./check/limits.ts";
export { checkMatrix } from "./check/matrix.ts";
export { checkModel } from "./check/model.ts";
export type { Path, Problem } from "./check/problem.ts";
export { checkTeam } from "./check/team.ts";
export { refuseUrl } from "./check/urls.ts";
// What was tailored: two versions, and all in which they differ.
export { compareMatrix, compareTeams } from "./compare/compare.ts";
export type { Difference, FieldChange } from "./compare/difference.ts";
export { type Choose, type Conflict, type Merged, mergeMatrix, mergeTeam } from "./compare/merge.ts";
export { renderComparison } from "./compare/render.ts";
export { compileAccess } from "./compile/compile-access.ts";
export {
  type Compiled,
  type CompiledRole,
  type CompiledTeam,
  type GroupAccess,
  isCompiledRole,
  type Need,
  type Problem as CompileProblem,
  type TeamAccess,
} from "./compile/compiled.ts";
export { hasSamePermissions, isSameRole } from "./compile/same-role.ts";
export { describeChange, describeImplied } from "./describe-change.ts";
export { type DriftOptions, findDrift, joinFixes } from "./drift/find-drift.ts";
export {
  type Acknowledgement,
  type Finding,
  type FindingKind,
  isAccessFinding,
  type Risk,
  rankFindings,
} from "./drift/finding.ts";
export type { Effect } from "./effects.ts";
// What shows that a responsibility is carried out.
export { type Attestation, attestationName, judgeAttestation } from "./evidence/attestation.ts";
export { judgeMatrix, judgeRow, type Proof, type RowJudgement } from "./evidence/judge-row.ts";
export { evidenceNames, evidenceProviders } from "./evidence/providers.ts";
export { mergeSince, type StateSince } from "./evidence/since.ts";
export type * from "./evidence.ts";
// The model as a page or for other programs.
export { escapeCsv, toCsv } from "./export/csv.ts";
export { toHtml } from "./export/html.ts";
export { toJson } from "./export/json.ts";
export { toMarkdown } from "./export/markdown.ts";
export {
  key as markKey,
  kindTitle,
  listVisible,
  type Mark,
  titleOf,
  type VisibleCategory,
  type VisibleRow,
} from "./export/visible.ts";
export type * from "./facts.ts";
export type * from "./model.ts";
export type {
  GroupAddition,
  RoleAddition,
} from "./new-namespace/additions.ts";
export { type NewNamespace, planNewNamespace } from "./new-namespace/plan-new-namespace.ts";
export { addEntries, removeFromEntries } from "./new-namespace/role-entries.ts";
export type * from "./observed.ts";
export { expandOperations, levelNames, refuseOperation } from "./operations.ts";
export {
  contactOf,
  indexOwners,
  linkOfRow,
  type Owner,
  type OwnerIndex,
  type OwnerQuestion,
  ownersFor,
  ownersOfRow,
  type Responsible,
  teamsOfKind,
} from "./owners.ts";
export { applyPlan, type Plan, planAccess } from "./plan.ts";
export { type Missing, type ResolvedTeam, type ResolvedTeams, resolveTeams } from "./resolve.ts";
// What was granted beside what was used.
export {
  type AccessReview,
  type PrincipalReview,
  type ReviewOptions,
  type RoleReview,
  reviewAccess,
  type UseOfGranted,
} from "./review/review-access.ts";
export type { Suggestion } from "./review/suggest.ts";
export { isRecordedByAudit, type Use, type UseByPrincipal } from "./review/use.ts";
export { template } from "./template/template.ts";
// Time as teams have it.
export { workingDaysBefore } from "./working-time.ts";
