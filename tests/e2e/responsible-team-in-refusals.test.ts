import assert from "node:assert/strict";
import { describe } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Code, type ConnectError } from "@connectrpc/connect";
import { ErrorInfoSchema } from "@remit/protocol";
import { AccountAccess_Role as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { specOf } from "../harness/namespaces.ts";
import { sharePlane } from "../harness/plane-for-file.ts";
import { makeUser } from "../harness/principals.ts";
import { refused } from "../harness/refusals.ts";
import { makeTeam, platformTeam } from "../harness/teams.ts";

const named = (error: ConnectError) => {
  const { team, contact, link } = error.findDetails(ErrorInfoSchema)[0]?.metadata ?? {};
  return { team, contact, link };
};

/** What was read of teams is asked for again after a second. */
const untilRead = () => sleep(1_100);

describe("a refusal", () => {
  const onPlane = sharePlane({ addresses: { console: "https://remit.example", grpc: "" } });

  onPlane("names the configured contact while there are no teams", async (plane) => {
    const reader = await makeUser(plane, { accountAccess: { role: Role.READ } });
    const error = await refused(reader.cloud.createUser({ spec: { email: "x@example.com" } }), Code.PermissionDenied);
    assert.deepEqual(named(error), {
      team: "Platform team",
      contact: "#platform",
      link: "https://go.example/platform",
    });
  });

  onPlane("names the team that answers for the operation on the resource, if the caller sees it", async (plane) => {
    const { owner, accountId } = plane;
    const spec = specOf();
    await owner.cloud.createNamespace({ spec });
    const namespace = `${spec.name}.${accountId}`;
    await makeTeam(owner, "platform", platformTeam);
    await makeTeam(owner, "orders", {
      name: "Orders",
      kind: "application",
      owns: { namespaces: [spec.name] },
      contacts: { chat: "#orders" },
    });
    await untilRead();
    const seeing = await makeUser(plane, {
      accountAccess: { role: Role.READ },
      namespaceAccesses: { [namespace]: { permission: 3 } },
    });
    const update = { namespace, spec, resourceVersion: "1" };
    const seen = await refused(seeing.cloud.updateNamespace(update), Code.PermissionDenied, "Ask Orders (#orders");
    assert.equal(named(seen).team, "Orders");
    const blind = await makeUser(plane, { accountAccess: { role: Role.READ } });
    const hidden = await refused(blind.cloud.updateNamespace(update), Code.PermissionDenied);
    const missing = await refused(
      blind.cloud.updateNamespace({ ...update, namespace: `nothing.${accountId}` }),
      Code.PermissionDenied,
    );
    assert.equal(named(hidden).team, "Temporal Platform Team");
    assert.deepEqual(named(hidden), named(missing));
    assert.equal(hidden.message.replace(namespace, ""), missing.message.replace(`nothing.${accountId}`, ""));
    const users = await refused(blind.cloud.createUser({ spec: { email: "x@example.com" } }), Code.PermissionDenied);
    assert.deepEqual(named(users), {
      team: "Temporal Platform Team",
      contact: "#temporal-platform",
      link: "https://remit.example/go/temporal-request",
    });
  });
});
