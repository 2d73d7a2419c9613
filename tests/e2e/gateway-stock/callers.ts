// Who calls: the predefined permissions, roles of a team's own, and what Temporal's server would give each of them.
import type { Operation } from "@remit/policy";
import {
  AccountAccess_Role,
  NamespaceAccess_Permission,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { withOperations } from "../../harness/gateway-roles.ts";
import { makeServiceAccount } from "../../harness/principals.ts";
import type { StockPlane } from "../../harness/stock-plane.ts";
import { type Access, greatestAccess } from "./facts.ts";

export interface TestCaller {
  readonly name: string;
  /** The value of `authorization` for the gateway. */
  readonly credential: string;
  /** The same caller's rights as a stock server has them: a token of its own. */
  readonly token: string;
  /** A role finer than what a stock server tells apart. */
  readonly isFiner: boolean;
}

const roles: Readonly<Record<string, readonly Operation[]>> = {
  "worker only": [
    "temporal.namespace.describe",
    "temporal.worker.poll",
    "temporal.worker.report",
    "temporal.worker.respond",
  ],
  "starter only": [
    "temporal.workflow.history",
    "temporal.workflow.query",
    "temporal.workflow.signal",
    "temporal.workflow.start",
    "temporal.workflow.update",
    "temporal.workflow.updateWithStart",
  ],
  operator: [
    "temporal.batch.start",
    "temporal.workflow.cancel",
    "temporal.workflow.describe",
    "temporal.workflow.list",
    "temporal.workflow.signal",
  ],
  "lister only": ["temporal.workflow.count", "temporal.workflow.list"],
};

/** The first is `none`, who holds nothing anywhere. */
export async function makeCallers({ plane, own, other, tokenWith }: StockPlane): Promise<TestCaller[]> {
  const level = async (name: string, access: Access, ...namespaces: string[]): Promise<TestCaller> => {
    const permission = NamespaceAccess_Permission[access === "admin" ? "ADMIN" : access === "write" ? "WRITE" : "READ"];
    const { key } = await makeServiceAccount(plane, {
      accountAccess: { role: AccountAccess_Role.READ },
      namespaceAccesses: Object.fromEntries(namespaces.map((namespace) => [namespace, { permission }])),
    });
    const token = tokenWith(namespaces.map((namespace) => `${namespace}:${access}`));
    return { name, credential: `Bearer ${key}`, token, isFiner: false };
  };
  const callers = [
    await level("none", "read"),
    await level("reader", "read", own.name),
    await level("writer", "write", own.name),
    await level("admin", "admin", own.name),
    await level("admin of both", "admin", own.name, other.name),
  ];
  for (const [name, operations] of Object.entries(roles)) {
    const { key } = await withOperations(plane, own.name, operations);
    const token = tokenWith([`${own.name}:${greatestAccess(operations)}`]);
    callers.push({ name, credential: `Bearer ${key}`, token, isFiner: true });
  }
  return callers;
}
