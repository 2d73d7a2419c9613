// Access tokens of the company's own identity provider in the place of an API key: the person of that address calls.
import assert from "node:assert/strict";
import { after } from "node:test";
import {
  AccountAccess_Role,
  NamespaceAccess_Permission,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { TestPlane } from "../harness/control-plane.ts";
import { connectToGateway } from "../harness/gateway-clients.ts";
import { refusalOf, refusalOrNull } from "../harness/gateway-roles.ts";
import { makeNamespace } from "../harness/namespaces.ts";
import { sharePlaneOnTemporal } from "../harness/plane-for-file.ts";
import { makeUser } from "../harness/principals.ts";
import { audience, startTokenIssuer } from "../harness/token-issuer.ts";

const permissionDenied = 7;
const unauthenticated = 16;
const issuer = await startTokenIssuer();
after(() => issuer[Symbol.asyncDispose]());
// Published before it signs, as every issuer changes its keys.
await issuer.publish("two");

const onTemporal = sharePlaneOnTemporal({
  gateway: {},
  issuers: [{ issuer: issuer.url, audience, jwksUri: null, emailClaim: "email" }],
});

let count = 0;
async function makeReader(plane: TestPlane) {
  count += 1;
  const { namespace } = await makeNamespace(plane.owner);
  const email = `ann-${count}@example.com`;
  const namespaceAccesses = { [namespace]: { permission: NamespaceAccess_Permission.READ } };
  const user = await makeUser(plane, { accountAccess: { role: AccountAccess_Role.READ }, namespaceAccesses }, email);
  return { namespace, email, user };
}

/** gRPC's number of the refusal; 0: it was let through. */
async function describeWith(plane: TestPlane, token: string, namespace: string): Promise<number> {
  await using caller = await connectToGateway(plane.gatewayAddress, token, namespace);
  return (await refusalOrNull(caller.connection.workflowService.describeNamespace({ namespace })))?.code ?? 0;
}

onTemporal("a token stands for the user of its address, with that user's roles and no more", async (plane) => {
  const { namespace, email } = await makeReader(plane);
  const token = await issuer.tokenFor(email);
  assert.equal(await describeWith(plane, token, namespace), 0);
  assert.equal(await describeWith(plane, await issuer.tokenFor(email.toUpperCase()), namespace), 0);
  assert.equal(
    await describeWith(plane, await issuer.tokenFor(email, {}, "two"), namespace),
    0,
    "the issuer's next key",
  );
  await using caller = await connectToGateway(plane.gatewayAddress, token, namespace);
  const started = caller.client.workflow.start("any", { taskQueue: "nobody", workflowId: "w" });
  assert.equal((await refusalOf(started)).code, permissionDenied);
  const other = await makeNamespace(plane.owner);
  assert.equal(await describeWith(plane, token, other.namespace), permissionDenied);
});

onTemporal("a token that is not good in every part is nobody's", async (plane) => {
  const { namespace, email } = await makeReader(plane);
  const seconds = Math.floor(Date.now() / 1_000);
  const wrong = {
    "for somebody else": { aud: "another-service" },
    "of another issuer": { iss: "https://issuer.example" },
    "whose address is not verified": { email_verified: false },
    "that does not say whether it is": { email_verified: undefined },
    "that says so in words": { email_verified: "true" },
    "that has ended": { iat: seconds - 900, exp: seconds - 300 },
    "of the future": { iat: seconds + 600, exp: seconds + 900 },
    "without an address": { email: "" },
    "of nobody known": { email: "nobody@example.com" },
  };
  for (const [what, claims] of Object.entries(wrong))
    assert.equal(await describeWith(plane, await issuer.tokenFor(email, claims), namespace), unauthenticated, what);
  const unpublished = await issuer.tokenFor(email, {}, "never-published");
  assert.equal(await describeWith(plane, unpublished, namespace), unauthenticated);
  const good = await issuer.tokenFor(email);
  const [head = "", body = ""] = good.split(".");
  for (const forged of [`${head}.${body}.`, `${head}.${body}.${"A".repeat(86)}`, `${good}, Bearer ${good}`])
    assert.equal(await describeWith(plane, forged, namespace), unauthenticated);
  assert.equal(await describeWith(plane, good, namespace), 0);
});

onTemporal("a token ends with its user, and its open polls with it", async (plane) => {
  const { namespace, email, user } = await makeReader(plane);
  await plane.owner.cloud.setUserNamespaceAccess({
    namespace,
    userId: user.id,
    access: { permission: NamespaceAccess_Permission.WRITE },
    resourceVersion: (await plane.owner.cloud.getUser({ userId: user.id })).user?.resourceVersion ?? "",
  });
  const token = await issuer.tokenFor(email);
  await using caller = await connectToGateway(plane.gatewayAddress, token, namespace);
  const { connection } = caller;
  while ((await describeWith(plane, token, namespace)) !== 0);
  const poll = refusalOf(
    connection.withDeadline(Date.now() + 120_000, () =>
      connection.workflowService.pollActivityTaskQueue({ namespace, taskQueue: { name: "empty" } }),
    ),
  );
  while (plane.plane.gateway?.openCalls() === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  const { resourceVersion = "" } = (await plane.owner.cloud.getUser({ userId: user.id })).user ?? {};
  await plane.owner.cloud.deleteUser({ userId: user.id, resourceVersion });
  assert.equal((await poll).code, unauthenticated);
  assert.equal(await describeWith(plane, token, namespace), unauthenticated);
  assert.equal(await describeWith(plane, await issuer.tokenFor(email), namespace), unauthenticated);
});
