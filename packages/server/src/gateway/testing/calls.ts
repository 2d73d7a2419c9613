// A policy in memory, and requests as the official encoder makes them, for tests of the gateway's rules.
import assert from "node:assert/strict";
import { create, type DescMessage, fromBinary, toBinary } from "@bufbuild/protobuf";
import { type Access, type NamespacePermission, permissions } from "@remit/policy";
import { readTemporalApi } from "../../../../../tools/gateway-fields.ts";
import { type PolicyView, viewOf } from "../../authorize/view.ts";
import { RemitError } from "../../errors.ts";
import { type Decision, type Directory, decide, readRequest } from "../decide.ts";
import { principalHolder } from "../holder.ts";
import { requireRoute } from "../route.ts";

export const api = readTemporalApi();
export const workflowService = "temporal.api.workflowservice.v1.WorkflowService";
export const operatorService = "temporal.api.operatorservice.v1.OperatorService";

/** `own` is where the callers below hold something, `other` where only some do, `unseen` where nobody does. */
export const own = "payments.acct00";
export const other = "orders.acct00";
export const unseen = "secret.acct00";
export const ids: Readonly<Record<string, string>> = {
  [own]: "11111111-1111-4111-8111-111111111111",
  [other]: "22222222-2222-4222-8222-222222222222",
  [unseen]: "33333333-3333-4333-8333-333333333333",
};

const nothing: Access = { accountRole: null, customRoles: [], namespaces: [], projects: [], implied: [] };

/** Operations that a caller holds, by Namespace; `level` gives one of the three. */
export interface Grants {
  readonly [namespace: string]: readonly string[] | { readonly level: NamespacePermission };
}

/** A view in which `caller` holds exactly these. @param adopted id → name on the server, where that is another one */
export function viewWith(grants: Grants, active = true, adopted: Readonly<Record<string, string>> = {}): PolicyView {
  const uid = (name: string): string => `uid-${name}`;
  const names = [own, other, unseen, "remit-system", "remit-system-x", "temporal-system"];
  const byRole = Object.entries(grants).flatMap(([namespace, given]) =>
    "level" in given ? [] : [{ namespace, operations: given }],
  );
  const levels = Object.entries(grants).flatMap(([namespace, given]) =>
    "level" in given ? [{ namespace: uid(namespace), permission: given.level }] : [],
  );
  return viewOf({
    madeBy: "",
    version: 1,
    defaultProject: "default",
    namespaces: names.map((id) => {
      const serverName = adopted[id];
      return { uid: uid(id), id, project: "default", ...(serverName !== undefined && { serverName }) };
    }),
    data: {
      account: "acct00",
      projects: ["default"],
      namespaces: names.map((name) => ({ id: uid(name), project: "default" })),
      nexusEndpoints: [],
      connectivityRules: [],
      customRoles: byRole.map(({ namespace, operations }, index) => ({
        id: `role-${index}`,
        name: `role-${index}`,
        permissions: [
          { actions: operations, resourceType: "namespaces", allowAll: false, resourceIds: [uid(namespace)] },
        ],
      })),
      groups: [],
      principals: [
        {
          id: "caller",
          kind: "user",
          name: "caller@example.com",
          active,
          groups: [],
          access: { ...nothing, customRoles: byRole.map((_, index) => `role-${index}`), namespaces: levels },
        },
      ],
    },
  });
}

/** Every operation of the data plane. */
export const everything: readonly string[] = permissions
  .filter(({ plane }) => plane === "data")
  .map(({ operation }) => operation);

export const directory: Directory = {
  namespaceOfId: (id) => Object.keys(ids).find((name) => ids[name] === id),
  callersOf: (endpoint) => ({ open: new Set([own, other]), closed: new Set([other]) })[endpoint],
};

export const pathOf = (method: string, service = workflowService): string => `/${service}/${method}`;

export function inputOf(path: string): DescMessage {
  const [, service = "", method = ""] = path.split("/");
  const found = api.getService(service)?.methods.find(({ name }) => name === method);
  assert.ok(found, path);
  return found.input;
}

/** The request of a method as the official encoder makes it; fields in camel case. */
export const encode = (path: string, value: object): Buffer =>
  Buffer.from(toBinary(inputOf(path), create(inputOf(path), value as never)));

export const decode = (path: string, bytes: Uint8Array) => fromBinary(inputOf(path), bytes);

/** The decision about a call of `caller`. @throws RemitError */
export function decideCall(view: PolicyView, path: string, message: Buffer, from = directory): Decision {
  const route = requireRoute(path);
  const request = readRequest(route, message);
  return decide({
    view,
    holder: principalHolder("caller"),
    route,
    request,
    directory: from,
    now: Date.UTC(2026, 10, 25),
  });
}

/** "allowed", or how it was refused; fails on any other error. */
export function outcomeOf(view: PolicyView, path: string, message: Buffer, from = directory): string {
  try {
    decideCall(view, path, message, from);
    return "allowed";
  } catch (error) {
    assert.ok(error instanceof RemitError, `not a RemitError: ${String(error)}`);
    return error.reason;
  }
}

/** A task token as the server makes it for a Namespace. */
export function makeTaskToken(namespaceId: string): Buffer {
  const id = Buffer.from(namespaceId);
  return Buffer.concat([Buffer.from([0x0a, id.length]), id, Buffer.from([0x12, 2, 0x77, 0x31])]);
}
