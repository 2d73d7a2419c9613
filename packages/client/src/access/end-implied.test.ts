import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError, createClient, createRouterTransport, type ServiceImpl } from "@connectrpc/connect";
import type { ImpliedGrant } from "@remit/policy";
import { CloudService, ErrorInfoSchema, RequestService } from "@remit/protocol";
import type {
  SetServiceAccountNamespaceAccessRequest,
  SetUserNamespaceAccessRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { NamespaceAccess_Permission as Level } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { noFacts } from "../testing/no-facts.ts";
import { endImplied } from "./end-implied.ts";

const namespace = "orders.acc";
const onOrders = { kind: "namespace-access", namespace, permission: "admin" } as const;

function serve(cloud: Partial<ServiceImpl<typeof CloudService>>, requests?: ServiceImpl<typeof RequestService>) {
  const transport = createRouterTransport((router) => {
    router.service(CloudService, cloud);
    if (requests !== undefined) router.service(RequestService, requests);
  });
  return { cloud: createClient(CloudService, transport), requests: createClient(RequestService, transport) };
}

const change = (kind: "user" | "service-account", grant: ImpliedGrant) =>
  ({ kind: "end-implied", holder: { kind, id: "x", name: "ann@example.com" }, grant }) as const;
const creator = { kind: "creator", gives: onOrders, expiresAt: null } as const;
const until = (expiresAt: number): ImpliedGrant => ({ kind: "temporary", gives: onOrders, expiresAt });

describe("what a creator holds", () => {
  const userWith = (permission: Level | null) => ({
    id: "x",
    resourceVersion: "7",
    spec: {
      email: "ann@example.com",
      access: { namespaceAccesses: permission === null ? {} : { [namespace]: { permission } } },
    },
  });

  it("ends by setting the entry that they have themselves, which stays as it is", async () => {
    const sent: SetUserNamespaceAccessRequest[] = [];
    for (const level of [null, Level.READ]) {
      const clients = serve({
        getUser: () => ({ user: userWith(level) }),
        setUserNamespaceAccess: (request) => {
          sent.push(request);
          return {};
        },
      });
      await endImplied(clients, noFacts, change("user", creator));
    }
    assert.deepEqual(
      sent.map(({ userId, resourceVersion, access }) => [userId, resourceVersion, access?.permission]),
      [
        ["x", "7", undefined],
        ["x", "7", Level.READ],
      ],
    );
  });

  it("ends for a service account, wherever its entries stand", async () => {
    const sent: SetServiceAccountNamespaceAccessRequest[] = [];
    const entry = { namespaceAccesses: { [namespace]: { permission: Level.WRITE } } };
    for (const spec of [{ access: entry }, { projectScopedAccess: { projectId: "p", ...entry } }, {}]) {
      const clients = serve({
        getServiceAccount: () => ({ serviceAccount: { id: "x", resourceVersion: "7", spec: { name: "ci", ...spec } } }),
        setServiceAccountNamespaceAccess: (request) => {
          sent.push(request);
          return {};
        },
      });
      await endImplied(clients, noFacts, change("service-account", creator));
    }
    assert.deepEqual(
      sent.map(({ access }) => access?.permission),
      [Level.WRITE, Level.WRITE, undefined],
    );
  });

  it("that has ended already is done", async () => {
    const answer = (reason: string) => () => {
      throw new ConnectError("no", Code.InvalidArgument, undefined, [
        { desc: ErrorInfoSchema, value: create(ErrorInfoSchema, { reason }) },
      ]);
    };
    const ending = (reason: string) =>
      endImplied(
        serve({ getUser: () => ({ user: userWith(null) }), setUserNamespaceAccess: answer(reason) }),
        noFacts,
        change("user", creator),
      );
    await ending("NOTHING_TO_CHANGE");
    await assert.rejects(ending("INVALID_FIELD"), /no/);
  });

  it("is not taken for ended while an entry of their own keeps it", async () => {
    const clients = serve({ getUser: () => ({ user: userWith(Level.ADMIN) }) });
    await assert.rejects(endImplied(clients, noFacts, change("user", creator)), /an entry of its own, too/);
  });
});

describe("what is held for a time", () => {
  const granted = (id: string, requesterId: string, end: number) => ({
    id,
    requesterId,
    what: {
      case: "access" as const,
      value: { wanted: { case: "namespaceAccess" as const, value: { namespace, permission: "admin" } } },
    },
    accessEndsTime: timestampFromMs(end),
  });

  it("ends by the one request that it came of, and no other", async () => {
    const ended: string[] = [];
    const requests = {
      getRequests: () => ({ requests: [granted("other", "y", 5), granted("later", "x", 9), granted("this", "x", 5)] }),
      endAccess: ({ requestId }: { requestId: string }) => {
        ended.push(requestId);
        return {};
      },
    } as unknown as ServiceImpl<typeof RequestService>;
    await endImplied(serve({}, requests), noFacts, change("user", until(5)));
    await endImplied(serve({}, requests), noFacts, change("user", until(6)));
    assert.deepEqual(ended, ["this"]);
  });

  it("is left to its end by a server that has no requests, in words", async () => {
    await assert.rejects(
      endImplied(serve({}), noFacts, change("user", until(5))),
      /ann@example\.com holds for a time: Namespace Admin on orders\.acc until 1970-01-01T00:00:00\.005Z ends by itself; only Remit's own/,
    );
  });
});
