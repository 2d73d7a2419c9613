// What a person says is carried out, in their own name and for a time, where no system can tell.
import { timestampDate } from "@bufbuild/protobuf/wkt";
import type { AttestRequest, WithdrawAttestationRequest } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import type { Responsibility } from "@remit/responsibility";
import { invalidField, notFound } from "../errors.ts";
import { deleteAttestation, saveAttestation } from "../store/attestations.ts";
import { requireText } from "./checks.ts";
import { readModel } from "./model.ts";
import type { Mutation, Outcome } from "./mutation.ts";
import { requireEnd } from "./until.ts";

/** So long at most: what nobody looks at for a year is not attested any more. */
const longestDays = 366;

/** Takes the place of an earlier attestation. @throws RemitError INVALID_FIELD, NOT_FOUND */
export async function attest(mutation: Mutation, request: AttestRequest): Promise<Outcome> {
  const { tx, now } = mutation;
  requireText(request.statement, "statement", { max: 1_000 });
  const expiresAt = requireEnd(request.expiresAt && timestampDate(request.expiresAt), "expires_at", now, longestDays);
  const row = await requireRow(mutation, request.responsibilityId);
  if (!row.evidence.includes("attestation")) {
    throw invalidField(
      "responsibility_id",
      "this responsibility is shown by other evidence; its row names no attestation",
    );
  }
  await saveAttestation(tx, {
    responsibility_id: row.id,
    statement: request.statement,
    principal_id: mutation.principalId,
    created_at: now,
    expires_at: expiresAt,
  });
  mutation.about("responsibilities", row.id, { statement: request.statement, expires_at: expiresAt.toISOString() });
  return {};
}

export async function withdrawAttestation(mutation: Mutation, request: WithdrawAttestationRequest): Promise<Outcome> {
  const { responsibilityId } = request;
  const row = await deleteAttestation(mutation.tx, responsibilityId);
  if (row === undefined) throw notFound("attestation of responsibility", responsibilityId);
  mutation.about("responsibilities", responsibilityId, { withdrawn: row.statement });
  return {};
}

async function requireRow({ tx }: Mutation, id: string): Promise<Responsibility> {
  const { matrix } = await readModel(tx);
  const row = matrix.responsibilities.find((candidate) => candidate.id === id);
  if (row === undefined) throw notFound("responsibility", id);
  return row;
}
