// Names are written by many and read by an owner, in a terminal that takes some characters as commands.
import assert from "node:assert/strict";
import { describe } from "node:test";
import { AccountAccess_Role as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { remit } from "../../packages/cli/src/testing/command.ts";
import { sharePlane } from "../harness/plane-for-file.ts";

describe("the remit command", () => {
  const onPlane = sharePlane();

  onPlane("prints no control characters that stand in a name", async (plane) => {
    const name = "worker\u001b[2J\u001b]0;title\u0007\u202etxt\r\nowner@example.com";
    await plane.owner.cloud.createServiceAccount({ spec: { name, access: { accountAccess: { role: Role.OWNER } } } });
    const env = { REMIT_ADDRESS: plane.url, REMIT_API_KEY: plane.ownerKey };
    const { out } = await remit(["who-can", "cloud.user.create"], { env });
    assert.match(out, /worker/);
    assert.doesNotMatch(out, /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/u);
  });
});
