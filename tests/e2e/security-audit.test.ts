// Denied attempts can be told apart afterwards: who tried what, and on whom.
import assert from "node:assert/strict";
import { describe } from "node:test";
import { Code } from "@connectrpc/connect";
import {
  OwnerType,
  AccountAccess_Role as Role,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { TestPlane } from "../harness/control-plane.ts";
import { sharePlane } from "../harness/plane-for-file.ts";
import { makeServiceAccount, makeUser } from "../harness/principals.ts";
import { refused } from "../harness/refusals.ts";

async function denials({ owner }: TestPlane, operation: string, principalId: string) {
  const { logs } = await owner.cloud.getAuditLogs({ pageSize: 1000 });
  const wanted = logs.filter((log) => log.operation === operation && log.principal?.id === principalId);
  return wanted.filter(({ status }) => status === "PERMISSION_DENIED").map(({ rawDetails }) => rawDetails);
}

describe("the record of a denied attempt", () => {
  const onPlane = sharePlane();

  onPlane("names whom it was about, one record for each", async (plane) => {
    const admin = await makeUser(plane, { accountAccess: { role: Role.ADMIN } });
    const strong = [1, 2].map(() => makeServiceAccount(plane, { accountAccess: { role: Role.OWNER } }));
    const owners = (await Promise.all(strong)).map(({ id }) => id);
    for (const ownerId of owners) {
      const spec = { ownerId, ownerType: OwnerType.SERVICE_ACCOUNT, displayName: "mine" };
      await refused(admin.cloud.createApiKey({ spec }), Code.PermissionDenied);
    }
    const found = (await denials(plane, "CreateApiKey", admin.id)).map((details) => details?.request);
    assert.deepEqual(
      found.map((request) => JSON.stringify(request)).sort(),
      owners.map((id) => JSON.stringify({ "spec.owner_id": id })).sort(),
    );
  });

  onPlane("says which rule refused it", async (plane) => {
    const admin = await makeUser(plane, { accountAccess: { role: Role.ADMIN } });
    const spec = { email: "someone@example.com", access: { accountAccess: { role: Role.OWNER } } };
    await refused(admin.cloud.createUser({ spec }), Code.PermissionDenied);
    const [details] = await denials(plane, "CreateUser", admin.id);
    assert.match(JSON.stringify(details?.message), /by Account Owners only/);
  });
});
