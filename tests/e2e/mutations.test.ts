// What every change promises to clients that repeat themselves or come too late, for each RPC that changes something.
import assert from "node:assert/strict";
import { describe } from "node:test";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { CloudService } from "@remit/protocol";
import { AccountAccess_Role as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { TestPlane } from "../harness/control-plane.ts";
import { makeUser } from "../harness/principals.ts";
import { shareAnswers } from "../rpcs/prepared-for-file.ts";
import { isMutation, type PromiseName, press, promises } from "../rpcs/press.ts";
import { story } from "../rpcs/story/whole.ts";
import { beginNames, isServed, methodOf } from "../rpcs/tell.ts";
import { speakGrpc } from "../rpcs/voices.ts";

const isVersioned = (rpc: string): boolean =>
  methodOf(rpc).input.fields.some(({ name }) => name === "resource_version");

/** Which RPCs a promise concerns. */
const concerns: Readonly<Record<PromiseName, (rpc: string) => boolean>> = {
  stale: isVersioned,
  unversioned: isVersioned,
  twice: () => true,
  otherRequest: () => true,
  otherCaller: () => true,
  nothing: (rpc) => /^(Update|Set)/.test(rpc),
  late: () => true,
};

async function pressPlane(plane: TestPlane) {
  const { key } = await makeUser(plane, { accountAccess: { role: Role.OWNER } });
  const [owner, other] = [plane.ownerKey, key].map((one) => speakGrpc({ url: plane.url, key: one }));
  if (owner === undefined || other === undefined) throw new Error("there are two voices");
  const started = new Date();
  const pressed = await press(story, { owner, other }, beginNames());
  return { ...pressed, effects: await countEffects(plane, started) };
}

describe("every change", () => {
  const afterwards = shareAnswers("tells the story to its end", pressPlane);
  const changes = CloudService.methods.map(({ name }) => name).filter((rpc) => isMutation(rpc) && isServed({ rpc }));

  for (const [promise, says] of Object.entries(promises) as [PromiseName, string][]) {
    for (const rpc of changes.filter(concerns[promise]))
      afterwards(`by ${rpc} ${says}`, ({ kept }) => assert.equal(kept.get(rpc)?.[promise], ""));
  }

  afterwards("stands in the audit log once, however often it was asked for", ({ operationIds, effects }) => {
    assert.ok(operationIds.length > 40);
    const others = operationIds.filter((id) => effects.get(id) !== 1);
    assert.deepEqual(others, []);
  });
});

/** Operation id → how many changes the audit log has of it. */
async function countEffects({ owner }: TestPlane, since: Date): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const startTimeInclusive = timestampFromDate(since);
  for (let pageToken = "", more = true; more; more = pageToken !== "") {
    const page = await owner.cloud.getAuditLogs({ startTimeInclusive, pageToken, pageSize: 1000 });
    for (const { asyncOperationId } of page.logs.filter(({ status }) => status === "OK"))
      counts.set(asyncOperationId, (counts.get(asyncOperationId) ?? 0) + 1);
    pageToken = page.nextPageToken;
  }
  return counts;
}
