// Whether responsibilities are carried out, from what this account shows now, and since when it has been so.
import type { GetEvidenceRequest } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import {
  type Attestation,
  type Facts,
  judgeMatrix,
  judgeRow,
  mergeSince,
  type RowJudgement,
  resolveTeams,
  type StateSince,
} from "@remit/responsibility";
import { notFound } from "../errors.ts";
import { readAttestations } from "../store/attestations.ts";
import type { Tx } from "../store/database.ts";
import { readEvidenceStates, saveEvidenceStates } from "../store/evidence-states.ts";
import { readFacts } from "../store/facts.ts";
import type { Call, Deps } from "./call.ts";
import { readModel } from "./model.ts";

export interface RowEvidence extends RowJudgement {
  /** Unix milliseconds. */
  readonly since: number;
}

type EvidenceDeps = Pick<Deps, "database" | "log">;

export const getEvidence = (deps: Deps, call: Call, request: GetEvidenceRequest): Promise<RowEvidence[]> =>
  judgeEvidence(deps, call.now, request.responsibilityId);

/** Every shown row, or the one that is asked for. @throws RemitError NOT_FOUND */
export async function judgeEvidence(deps: EvidenceDeps, at: Date, responsibilityId = ""): Promise<RowEvidence[]> {
  const now = at.getTime();
  const { judged, before } = await deps.database.db
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute((tx) => judge(tx, at, responsibilityId));
  const since = mergeSince(before, judged, now);
  // Whoever looks first after a change finds when it came to be.
  const changed = judged.filter(({ responsibility, state }) => before.get(responsibility)?.state !== state);
  await remember(deps, changed, at);
  return judged.map((row) => ({ ...row, since: since.get(row.responsibility)?.since ?? now }));
}

async function judge(tx: Tx, now: Date, id: string) {
  const model = await readModel(tx);
  const facts = await readFacts(tx, now);
  const attestations = await readAttested(tx, facts);
  const resolved = resolveTeams(model, facts);
  const row = model.matrix.responsibilities.find((candidate) => candidate.id === id && !candidate.hidden);
  if (id !== "" && row === undefined) throw notFound("responsibility", id);
  const judged =
    row === undefined
      ? judgeMatrix(model, resolved, facts, attestations)
      : [judgeRow(model, resolved, facts, attestations, row)];
  const before = (await readEvidenceStates(tx)).map(
    ({ responsibility_id, state, since }) => [responsibility_id, { state, since: since.getTime() }] as const,
  );
  return { judged, before: new Map<string, StateSince>(before) };
}

async function readAttested(tx: Tx, { policy }: Facts): Promise<Attestation[]> {
  const principals = new Map(policy.principals.map((principal) => [principal.id, principal]));
  return (await readAttestations(tx)).map((row) => ({
    responsibility: row.responsibility_id,
    by: principals.get(row.principal_id)?.name ?? row.principal_id,
    statement: row.statement,
    at: row.created_at.getTime(),
    expiresAt: row.expires_at.getTime(),
    byActive: principals.get(row.principal_id)?.active ?? false,
  }));
}

/** Best effort: what could not be kept is found again. */
async function remember({ database, log }: EvidenceDeps, changed: readonly RowJudgement[], now: Date): Promise<void> {
  const rows = changed.map(({ responsibility, state }) => ({ responsibility_id: responsibility, state, since: now }));
  await saveEvidenceStates(database.db, rows).catch((error: unknown) =>
    log.warn({ err: error }, "the state of evidence could not be kept"),
  );
}
