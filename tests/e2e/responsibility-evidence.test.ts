import assert from "node:assert/strict";
import { describe } from "node:test";
import { timestampDate, timestampFromMs } from "@bufbuild/protobuf/wkt";
import { Code } from "@connectrpc/connect";
import { AccountAccess_Role as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { Caller } from "../harness/control-plane.ts";
import { sharePlane } from "../harness/plane-for-file.ts";
import { makeUser } from "../harness/principals.ts";
import { refused, refusedField } from "../harness/refusals.ts";

const guide = "developer-guide";
const inDays = (days: number) => timestampFromMs(Date.now() + days * 86_400_000);

async function readRow({ responsibility }: Caller, responsibilityId: string) {
  const [row] = (await responsibility.getEvidence({ responsibilityId })).rows;
  assert.ok(row);
  return row;
}

describe("evidence", () => {
  const onPlane = sharePlane();

  onPlane("is given for every shown row, with why, and green for nothing that cannot be known", async ({ owner }) => {
    const { rows } = await owner.responsibility.getEvidence({});
    assert.equal(rows.length, 49);
    for (const row of rows) {
      assert.match(row.state, /^(green|amber|red|unknown)$/);
      assert.ok(row.since, row.responsibilityId);
      for (const proof of row.proofs) assert.notEqual(proof.why, "", `${row.responsibilityId} ${proof.provider}`);
    }
    assert.equal(rows.find(({ responsibilityId }) => responsibilityId === guide)?.state, "unknown");
    await refused(owner.responsibility.getEvidence({ responsibilityId: "nothing" }), Code.NotFound);
  });

  onPlane("by attestation is somebody's word for a time, and says since when", async (plane) => {
    const { owner } = plane;
    const before = await readRow(owner, guide);
    await owner.responsibility.attest({
      responsibilityId: guide,
      statement: "Read by three teams in May.",
      expiresAt: inDays(30),
    });
    const attested = await readRow(owner, guide);
    assert.equal(attested.state, "green");
    assert.match(attested.proofs[0]?.why ?? "", /owner@example\.com.*Read by three teams/);
    assert.ok(attested.since && before.since && timestampDate(attested.since) >= timestampDate(before.since));
    assert.deepEqual((await readRow(owner, guide)).since, attested.since);
    await owner.responsibility.withdrawAttestation({ responsibilityId: guide });
    assert.equal((await readRow(owner, guide)).state, "unknown");
    await refused(owner.responsibility.withdrawAttestation({ responsibilityId: guide }), Code.NotFound);
  });

  onPlane("is attested only by those who may, for a responsibility that takes it, with an end", async (plane) => {
    const { owner } = plane;
    const attest = (by: Caller, more: object) =>
      by.responsibility.attest({ responsibilityId: guide, statement: "Done.", expiresAt: inDays(1), ...more });
    const reader = await makeUser(plane, { accountAccess: { role: Role.READ } });
    await refused(attest(reader, {}), Code.PermissionDenied, "remit.responsibility.attest");
    await refusedField(attest(owner, { statement: "" }), "statement");
    await refusedField(attest(owner, { expiresAt: inDays(-1) }), "expires_at");
    await refusedField(attest(owner, { expiresAt: inDays(4_000) }), "expires_at");
    await refused(attest(owner, { responsibilityId: "nothing" }), Code.NotFound);
    await refusedField(attest(owner, { responsibilityId: "user-groups" }), "responsibility_id");
  });
});
