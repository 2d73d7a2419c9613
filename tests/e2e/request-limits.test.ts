// What the control plane takes at once: of one caller, and of work that waits for a Temporal server.
import assert from "node:assert/strict";
import { describe } from "node:test";
import { Code, ConnectError } from "@connectrpc/connect";
import { RetryInfoSchema } from "@remit/protocol/gen/google/rpc/error_details_pb.ts";
import { AccountAccess_Role as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { freshName, specOf } from "../harness/namespaces.ts";
import { sharePlane } from "../harness/plane-for-file.ts";
import { makeServiceAccount } from "../harness/principals.ts";
import { refused } from "../harness/refusals.ts";

/** At one request per second, so many at once cannot all be taken. */
const burst = 30;

async function failures(calls: Promise<unknown>[]): Promise<ConnectError[]> {
  const outcomes = await Promise.allSettled(calls);
  return outcomes.flatMap((one) => (one.status === "rejected" ? [ConnectError.from(one.reason)] : []));
}

const times = <T>(call: () => Promise<T>): Promise<T>[] => Array.from({ length: burst }, call);

describe("limits of the control plane", () => {
  const onPlane = sharePlane({
    requests: { accountPerSecond: 0, userPerSecond: 0, serviceAccountPerSecond: 1, operationsAtOnce: 1 },
  });

  onPlane("refuse what is too much, say when to come back, and leave the log alone", async (plane) => {
    const busy = await makeServiceAccount(plane, { accountAccess: { role: Role.READ } });
    const refusals = await failures(times(() => busy.cloud.getRegions({})));
    assert.ok(refusals.length > 0 && refusals.length < burst, `${refusals.length} of ${burst} were refused`);
    for (const error of refusals) {
      assert.equal(Code[error.code], Code[Code.ResourceExhausted], error.message);
      const [hint] = error.findDetails(RetryInfoSchema);
      assert.ok((hint?.retryDelay?.nanos ?? 0) > 0 || (hint?.retryDelay?.seconds ?? 0n) > 0n);
      assert.ok(Number(error.metadata.get("retry-after")) >= 1);
    }
    const forbidden = await failures(times(() => busy.cloud.getUsers({})));
    assert.ok(forbidden.some(({ code }) => code === Code.ResourceExhausted));
    assert.deepEqual(await failures(times(() => plane.owner.cloud.getRegions({}))), []);
    const { records } = await plane.owner.activity.getAuditRecords({ principal: busy.id, pageSize: 1000 });
    assert.deepEqual(
      records.filter(({ operation }) => operation === "GetRegions"),
      [],
    );
  });

  onPlane("say the same over HTTP, with Retry-After", async (plane) => {
    const { key } = await makeServiceAccount(plane, { accountAccess: { role: Role.READ } });
    const headers = { authorization: `Bearer ${key}` };
    const answers = await Promise.all(times(() => fetch(`${plane.url}/cloud/regions`, { headers })));
    const tooMany = answers.filter(({ status }) => status === 429);
    assert.ok(tooMany.length > 0, answers.map(({ status }) => status).join());
    for (const answer of tooMany) assert.ok(Number(answer.headers.get("retry-after")) >= 1);
    const body = (await tooMany[0]?.json()) as { code: number; details: { "@type": string }[] };
    assert.equal(body.code, 8);
    assert.ok(body.details.some((detail) => detail["@type"].endsWith("google.rpc.RetryInfo")));
  });

  onPlane("hold back work for a Temporal server while as much is under way as may be", async ({ owner }) => {
    const first = { spec: specOf(), asyncOperationId: freshName("first") };
    const { namespace } = await owner.cloud.createNamespace(first);
    const error = await refused(owner.cloud.createNamespace({ spec: specOf() }), Code.ResourceExhausted, "under way");
    assert.equal(error.findDetails(RetryInfoSchema).length, 1);
    assert.equal((await owner.cloud.createNamespace(first)).namespace, namespace);
    await owner.cloud.createProject({ spec: { displayName: "needs no server" } });
  });
});
