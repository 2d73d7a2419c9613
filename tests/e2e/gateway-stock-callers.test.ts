// What a stock server learns of who calls through the gateway, and for how long a call's token is good.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, describe } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import {
  AccountAccess_Role,
  NamespaceAccess_Permission,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { decodeJwt } from "jose";
import { refusalOf } from "../harness/gateway-roles.ts";
import { type Listened, listenIn } from "../harness/listen-in.ts";
import { makeServiceAccount, makeUser } from "../harness/principals.ts";
import { type StockWorld, shareStockWorld } from "../harness/stock-world.ts";

type Connection = StockWorld["internal"];

const [permissionDenied, unauthenticated] = [7, 16];
/** No token outlives this, in milliseconds. */
const bound = 5_000;

describe("a caller that a stock server sees through the gateway", () => {
  let listened: Listened | undefined;
  const onStock = shareStockWorld({}, async (frontend) => {
    listened = await listenIn(frontend);
    return listened.address;
  });
  after(() => listened?.[Symbol.asyncDispose]());
  const heard = () => (listened?.heard ?? []).map((value) => value.replace(/^Bearer /, ""));

  const writerOf = (namespace: string) => ({
    accountAccess: { role: AccountAccess_Role.READ },
    namespaceAccesses: { [namespace]: { permission: NamespaceAccess_Permission.WRITE } },
  });
  const start = async ({ workflowService }: Connection, namespace: string): Promise<string> => {
    const workflowId = randomUUID();
    const any = { workflowType: { name: "any" }, taskQueue: { name: "nobody-polls" } };
    await workflowService.startWorkflowExecution({ namespace, workflowId, requestId: workflowId, ...any });
    return workflowId;
  };

  onStock("stands in the history of what it did: a user by address, a service account by name", async (world) => {
    const { plane, own, internal, connect } = world;
    const user = await makeUser(plane, writerOf(own.name));
    const account = await makeServiceAccount(plane, writerOf(own.name));
    const { user: made } = await plane.owner.cloud.getUser({ userId: user.id });
    const { serviceAccount } = await plane.owner.cloud.getServiceAccount({ serviceAccountId: account.id });
    const names = [made?.spec?.email, `serviceaccount:${serviceAccount?.spec?.name}`];
    for (const [index, { key }] of [user, account].entries()) {
      const workflowId = await start(connect(key), own.name);
      const execution = { workflowId };
      const { history } = await internal.workflowService.getWorkflowExecutionHistory({
        namespace: own.name,
        execution,
      });
      assert.equal(history?.events?.[0]?.principal?.name, names[index]);
    }
  });

  onStock(
    "cannot go on with a token from before it was revoked: it ends within five seconds, and no other is made",
    async (world) => {
      const { plane, own, connect, connectDirectly } = world;
      const { key, keyId } = await makeServiceAccount(plane, writerOf(own.name));
      const caller = connect(key);
      const mine = heard().length;
      await start(caller, own.name);
      const at = Date.now();
      const token = heard()[mine] ?? assert.fail("nothing was forwarded");
      const { exp = Number.POSITIVE_INFINITY, sub } = decodeJwt(token);
      assert.ok(exp * 1_000 <= at + bound, "it lives longer than that");
      const thief = connectDirectly(token);
      await start(thief, own.name);

      const { apiKey } = await plane.owner.cloud.getApiKey({ keyId });
      await plane.owner.cloud.deleteApiKey({ keyId, resourceVersion: apiKey?.resourceVersion ?? "" });
      assert.equal((await refusalOf(start(caller, own.name))).code, unauthenticated);
      const revoked = Date.now();
      const ofCaller = () => heard().filter((each) => decodeJwt(each).sub === sub);
      const forwarded = ofCaller();
      for (const each of forwarded)
        assert.ok((decodeJwt(each).exp ?? Number.POSITIVE_INFINITY) * 1_000 <= revoked + bound);
      while ((await outcomeOf(start(thief, own.name))) !== permissionDenied) await sleep(100);
      assert.equal((await refusalOf(start(caller, own.name))).code, unauthenticated);
      assert.deepEqual(ofCaller(), forwarded);
    },
  );
});

/** Undefined: it was let through. */
const outcomeOf = (call: Promise<unknown>): Promise<number | undefined> =>
  call.then(
    () => undefined,
    (error: { code?: number }) => error.code,
  );
