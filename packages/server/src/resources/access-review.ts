// Least privilege from use: what was granted, what of it the audit log shows to be used, and less that would do.
import { fromBinary } from "@bufbuild/protobuf";
import { isResourceType, type Resource } from "@remit/policy";
import type { ReviewAccessRequest } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { CustomRoleSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import {
  type AccessReview,
  type Facts,
  type PrincipalReview,
  type RoleReview,
  reviewAccess,
  type Use,
} from "@remit/responsibility";
import { operationsByRpc } from "../authorize/methods.ts";
import { invalidField } from "../errors.ts";
import type { Tx } from "../store/database.ts";
import { readFacts } from "../store/facts.ts";
import { type Page, parsePage, toPage } from "../store/paging.ts";
import { dayMs } from "../store/periods.ts";
import { readUse, type UseRow } from "../store/use-of-operations.ts";
import type { Call, Deps } from "./call.ts";
import { readModel } from "./model.ts";

const usualDays = 90;
const mostDays = 3_650;

export type ReviewEntry =
  | { readonly kind: "role"; readonly review: RoleReview }
  | { readonly kind: "principal"; readonly review: PrincipalReview };

export interface ReviewPage {
  readonly page: Page<ReviewEntry>;
  readonly facts: Facts;
  /** Null on every page but the first. */
  readonly suggestions: Pick<AccessReview, "ready" | "possible"> | null;
}

/** @throws RemitError INVALID_FIELD */
export async function getAccessReview(deps: Deps, call: Call, request: ReviewAccessRequest): Promise<ReviewPage> {
  const days = request.days === 0 ? usualDays : request.days;
  if (days < 1 || days > mostDays) throw invalidField("days", `must be 0 to ${mostDays}; 0 means ${usualDays}`);
  const page = parsePage(`access-review ${days}`, request.pageSize, request.pageToken);
  const { review, facts } = await deps.database.db
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute((tx) => reviewNow(tx, call.now, days));
  const entries = [
    ...review.roles.map((role): ReviewEntry => ({ kind: "role", review: role })),
    ...review.principals.map((principal): ReviewEntry => ({ kind: "principal", review: principal })),
  ].sort((a, b) => compareKeys(keyOf(a), keyOf(b)));
  const { after } = page;
  const rest = after === null ? entries : entries.filter((entry) => compareKeys(keyOf(entry), after) > 0);
  return {
    page: toPage(page, rest.slice(0, page.size + 1), keyOf),
    facts,
    suggestions: after === null ? review : null,
  };
}

const keyOf = ({ kind, review }: ReviewEntry): readonly string[] => [kind === "role" ? "0" : "1", review.id];

function compareKeys([aKind = "", aId = ""]: readonly string[], [bKind = "", bId = ""]: readonly string[]): number {
  if (aKind !== bKind) return aKind < bKind ? -1 : 1;
  return aId === bId ? 0 : aId < bId ? -1 : 1;
}

async function reviewNow(tx: Tx, now: Date, days: number): Promise<{ review: AccessReview; facts: Facts }> {
  const facts = await readFacts(tx, now);
  const { matrix } = await readModel(tx);
  const use = toUse(await readUse(tx, new Date(now.getTime() - days * dayMs)), facts);
  const roles = await tx.selectFrom("custom_roles").select(["id", "spec"]).execute();
  const review = reviewAccess(facts, use, {
    days,
    floorRole: matrix.baseline.floorRole || null,
    roleDescriptions: new Map(roles.map(({ id, spec }) => [id, fromBinary(CustomRoleSpecSchema, spec).description])),
  });
  return { review, facts };
}

function toUse(rows: readonly UseRow[], facts: Facts): Map<string, Map<string, Use>> {
  const uids = new Map(facts.namespaces.map(({ uid, id }) => [id, uid]));
  const use = new Map<string, Map<string, Use>>();
  for (const row of rows) {
    const byOperation = use.get(row.principal_id) ?? new Map<string, Use>();
    use.set(row.principal_id, byOperation);
    for (const operation of operationsByRpc.get(row.operation) ?? []) {
      byOperation.set(operation, addUse(byOperation.get(operation), row, toResource(row, uids)));
    }
  }
  return use;
}

/** One use of which it is not known on what makes the whole not known: then it counts everywhere. */
function addUse(before: Use | undefined, { count, last_at }: UseRow, resource: Resource | null): Use {
  const known = resource !== null && (before === undefined || before.resources.length > 0);
  return {
    count: (before?.count ?? 0) + count,
    lastAt: Math.max(before?.lastAt ?? 0, last_at.getTime()),
    resources: known ? [...(before?.resources ?? []), resource] : [],
  };
}

/** What was used on a Namespace that is gone says nothing about one that is there. */
function toResource(
  { resource_type: type, resource_id: id }: UseRow,
  uids: ReadonlyMap<string, string>,
): Resource | null {
  if (!isResourceType(type) || id === "") return null;
  return { type, id: type === "namespaces" ? (uids.get(id) ?? "") : id };
}
