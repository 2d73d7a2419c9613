import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { createClient, createRouterTransport, type ServiceImpl } from "@connectrpc/connect";
import type { Access, Principal } from "@remit/policy";
import { CloudService, RequestService } from "@remit/protocol";
import type { UpdateUserGroupRequest } from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import {
  NamespaceAccess_Permission as Level,
  type ServiceAccountSpec,
  ServiceAccountSpecSchema,
  type UserGroupSpec,
  UserGroupSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import type { Change, Facts } from "@remit/responsibility";
import { carryOut, startProgress } from "./carry-out.ts";

const nothing: Access = { accountRole: null, customRoles: [], namespaces: [], projects: [], implied: [] };
const held = (permission: "read" | "write" | "admin") => ({
  accountRole: null,
  customRoles: [],
  namespaces: [{ namespace: "orders.acc", permission }],
  projects: [],
});

function factsWith(group: Access, accounts: readonly Principal[] = []): Facts {
  const none = { projects: [], nexusEndpoints: [], connectivityRules: [], customRoles: [] };
  const namespaces = [{ id: "orders.acc", project: "p" }];
  const groups = [{ id: "g", name: "orders", access: group }];
  return {
    now: 0,
    policy: { account: "acc", ...none, namespaces, groups, principals: accounts },
    namespaces: [{ uid: "orders.acc", id: "orders.acc", project: "p", tags: {}, settings: null }],
    projects: [],
    users: [],
    groups: [],
    serviceAccounts: [],
    keys: [],
  };
}

const setGroup = (permission: "read" | "write" | "admin"): Change => ({
  kind: "set-access",
  holder: { kind: "group", id: "g", name: "orders" },
  access: held(permission),
  newRoles: [],
});

function serve(service: Partial<ServiceImpl<typeof CloudService>>) {
  const transport = createRouterTransport((router) => router.service(CloudService, service));
  return { cloud: createClient(CloudService, transport), requests: createClient(RequestService, transport) };
}

/** A server with one group, which keeps what is written. */
function serveGroup(spec: UserGroupSpec) {
  const written: UpdateUserGroupRequest[] = [];
  const clients = serve({
    getUserGroup: () => ({ group: { id: "g", spec, resourceVersion: "7" } }),
    updateUserGroup: (request) => {
      written.push(request);
      return {};
    },
  });
  return { clients, written };
}

const specOf = (permission: number) =>
  create(UserGroupSpecSchema, {
    displayName: "orders",
    groupType: { case: "cloudGroup", value: {} },
    access: { namespaceAccesses: permission === 0 ? {} : { "orders.acc": { permission: permission as Level } } },
  });

const ignore = () => undefined;

describe("access that a plan sets", () => {
  it("is written with the version that was read, and leaves the rest of the spec alone", async () => {
    const { clients, written } = serveGroup(specOf(0));
    await carryOut(clients, startProgress(factsWith(nothing)), [setGroup("write")], ignore);
    const [request] = written;
    assert.deepEqual([written.length, request?.resourceVersion, request?.spec?.displayName], [1, "7", "orders"]);
    assert.equal(request?.spec?.groupType.case, "cloudGroup");
    assert.equal(request?.spec?.access?.namespaceAccesses["orders.acc"]?.permission, Level.WRITE);
  });

  it("is not written when it is so already", async () => {
    const { clients, written } = serveGroup(specOf(Level.WRITE));
    await carryOut(clients, startProgress(factsWith(nothing)), [setGroup("write")], ignore);
    assert.deepEqual(written, []);
  });

  it("is not written over what the plan does not know of", async () => {
    const { clients, written } = serveGroup(specOf(Level.ADMIN));
    await assert.rejects(
      carryOut(clients, startProgress(factsWith(nothing)), [setGroup("write")], ignore),
      /plan again/,
    );
    assert.deepEqual(written, []);
  });

  it("of a service account that is bound to a Namespace is set there, and cannot be taken", async () => {
    const spec = create(ServiceAccountSpecSchema, {
      name: "ci",
      namespaceScopedAccess: { namespace: "orders.acc", access: { permission: Level.ADMIN } },
    });
    const written: (ServiceAccountSpec | undefined)[] = [];
    const clients = serve({
      getServiceAccount: () => ({ serviceAccount: { id: "s", spec, resourceVersion: "1" } }),
      updateServiceAccount: (request) => {
        written.push(request.spec);
        return {};
      },
    });
    const access: Access = { ...held("admin"), accountRole: "read", implied: [] };
    const account: Principal = { id: "s", kind: "serviceaccount", name: "ci", active: true, access, groups: [] };
    const facts = factsWith(nothing, [account]);
    const holder = { kind: "service-account", id: "s", name: "ci" } as const;
    const set = (wanted: ReturnType<typeof held>): Change => ({
      kind: "set-access",
      holder,
      access: { ...wanted, accountRole: "read" },
      newRoles: [],
    });
    await carryOut(clients, startProgress(facts), [set(held("read"))], ignore);
    assert.equal(written[0]?.namespaceScopedAccess?.access?.permission, Level.READ);
    assert.equal(written[0]?.access, undefined);
    const taken = carryOut(clients, startProgress(facts), [set({ ...held("read"), namespaces: [] })], ignore);
    await assert.rejects(taken, /ci is bound to orders\.acc for life: delete it/);
  });
});
