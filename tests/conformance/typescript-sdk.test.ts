// The TypeScript client itself: TLS only, no version header, no operation ids, and retries of its own.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { CloudOperationsConnection } from "@temporalio/cloud";
import { keepLocalCertificate } from "../../packages/server/src/config/local-ca.ts";
import type { TestPlane } from "../harness/control-plane.ts";

const folder = mkdtempSync(join(tmpdir(), "remit-tls-"));
const unique = (): string => randomUUID().slice(0, 12);

/** gRPC status codes as the client's errors carry them. */
const code = {
  alreadyExists: 6,
  permissionDenied: 7,
  failedPrecondition: 9,
  invalidArgument: 3,
  unauthenticated: 16,
};

describe("the TypeScript client", () => {
  let plane: TestPlane;
  let owner: CloudOperationsConnection;
  let connectAs: (apiKey: string) => Promise<CloudOperationsConnection>;

  before(async () => {
    const { cert, key, caFile } = await keepLocalCertificate(folder, []);
    // Read once, when the gRPC library is loaded: whatever loads it is imported after this.
    process.env.GRPC_DEFAULT_SSL_ROOTS_FILE_PATH = caFile;
    const { startPlane } = await import("../harness/control-plane.ts");
    const { CloudOperationsConnection: Connection } = await import("@temporalio/cloud");
    const tls = { host: "127.0.0.1", port: 0, cert, key };
    plane = await startPlane({ listen: { plaintext: { host: "127.0.0.1", port: 0 }, tls, hostNames: [] } });
    const address = `localhost:${plane.plane.tlsAddress?.split(":").at(-1)}`;
    connectAs = (apiKey) => Connection.connect({ address, apiKey });
    owner = await connectAs(plane.ownerKey);
  });
  after(async () => {
    owner?.close();
    await plane?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The code of a call that must fail. */
  async function failure(call: Promise<unknown>): Promise<number> {
    return call.then(
      () => assert.fail("the call was accepted"),
      (error: { code?: number }) => error.code ?? -1,
    );
  }

  it("connects over TLS with the local authority alone, and is who its key says", async () => {
    const { user } = await owner.cloudService.getCurrentIdentity({});
    assert.equal(user?.spec?.email, "owner@example.com");
  });

  it("finds the health service on the same connection", async () => {
    const { status } = await owner.healthService.check({ service: "temporal.api.cloud.cloudservice.v1.CloudService" });
    assert.equal(status, 1);
  });

  it("sends no version, which means the newest: its updates take fields away that it left out", async () => {
    const access = { accountAccess: { customRoles: [await makeRole(plane)] } };
    const base = { displayName: `ts-${unique()}`, cloudGroup: {} };
    const { groupId } = await owner.cloudService.createUserGroup({ spec: { ...base, access } });
    const { group } = await owner.cloudService.getUserGroup({ groupId });
    const update = {
      groupId,
      spec: { ...base, access: { accountAccess: { role: 5 } } },
      resourceVersion: group?.resourceVersion ?? "",
    };
    await owner.cloudService.updateUserGroup(update);
    const { group: changed } = await owner.cloudService.getUserGroup({ groupId });
    assert.deepEqual(changed?.spec?.access?.accountAccess?.customRoles, []);
  });

  it("sends no operation id and gets one, whose operation it can read", async () => {
    const { asyncOperation } = await owner.cloudService.createUser({ spec: { email: `${unique()}@example.com` } });
    assert.ok(asyncOperation?.id);
    const read = await owner.cloudService.getAsyncOperation({ asyncOperationId: asyncOperation.id });
    assert.equal(read.asyncOperation?.id, asyncOperation.id);
  });

  it("gets codes that it does not retry for versions, duplicates, limits and bad input", async () => {
    const email = `${unique()}@example.com`;
    const { userId } = await owner.cloudService.createUser({ spec: { email } });
    assert.equal(await failure(owner.cloudService.createUser({ spec: { email } })), code.alreadyExists);
    assert.equal(
      await failure(owner.cloudService.deleteUser({ userId, resourceVersion: "1" })),
      code.failedPrecondition,
    );
    assert.equal(await failure(owner.cloudService.createUser({ spec: { email: "" } })), code.invalidArgument);
  });

  it("is refused with the whole message, names and contact included", async () => {
    const { serviceAccountId } = await plane.owner.cloud.createServiceAccount({
      spec: { name: `ts-${unique()}`, access: { accountAccess: { role: 5 } } },
    });
    const { token } = await plane.owner.cloud.createApiKey({
      spec: { ownerId: serviceAccountId, ownerType: 2, displayName: "ts" },
    });
    const reader = await connectAs(token);
    try {
      const error: { code?: number; details?: string } = await reader.cloudService
        .getNamespace({ namespace: `orders.${plane.accountId}` })
        .then(
          () => assert.fail("the call was accepted"),
          (reason: object) => reason,
        );
      assert.equal(error.code, code.permissionDenied);
      assert.match(
        error.details ?? "",
        /cloud\.namespace\.get on namespace "orders\.\w+" is needed.+Ask Platform team/,
      );
    } finally {
      reader.close();
    }
  });

  it("with a wrong key is told at the first call", async () => {
    const stranger = await connectAs("wrong");
    try {
      assert.equal(await failure(stranger.cloudService.getAccount({})), code.unauthenticated);
    } finally {
      stranger.close();
    }
  });
});

async function makeRole({ owner }: TestPlane): Promise<string> {
  const permissions = [{ actions: ["cloud.namespace.get"], resources: { resourceType: "namespaces", allowAll: true } }];
  return (await owner.cloud.createCustomRole({ spec: { name: `ts-${unique()}`, permissions } })).roleId;
}
