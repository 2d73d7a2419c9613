import assert from "node:assert/strict";
import type { Caller } from "./control-plane.ts";

/** What one provider of evidence says of the first row that is shown by it. */
export async function readProof({ responsibility }: Caller, provider: string, teamId = "") {
  const { rows } = await responsibility.getEvidence({});
  const proof = rows.flatMap(({ proofs }) => proofs).find((one) => one.provider === provider && one.teamId === teamId);
  assert.ok(proof, `no row is shown by ${provider}`);
  return proof;
}
