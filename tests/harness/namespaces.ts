// Namespaces for tests, as a client would make and change them.
import { randomBytes } from "node:crypto";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import {
  type Namespace,
  type NamespaceSpec,
  NamespaceSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import type { Caller } from "./control-plane.ts";
import { fulfilled } from "./operations.ts";

type SpecInit = MessageInitShape<typeof NamespaceSpecSchema>;

/** Nobody else uses it, on a server that many tests share. */
export const freshName = (prefix = "orders"): string => `${prefix}-${randomBytes(5).toString("hex")}`;

/** A spec with what every namespace needs. */
export const specOf = (more: SpecInit = {}): NamespaceSpec =>
  create(NamespaceSpecSchema, {
    name: freshName(),
    replicas: [{ region: "aws-us-east-1" }],
    retentionDays: 7,
    apiKeyAuth: { enabled: true },
    ...more,
  } as SpecInit);

/** Makes it and waits until it is active. */
export async function makeNamespace(caller: Caller, more: SpecInit = {}, projectId = ""): Promise<Namespace> {
  const made = await fulfilled(caller, caller.cloud.createNamespace({ spec: specOf(more), projectId }));
  return readNamespace(caller, made.namespace);
}

export async function readNamespace({ cloud }: Caller, namespace: string): Promise<Namespace> {
  const answer = await cloud.getNamespace({ namespace });
  if (answer.namespace === undefined) throw new Error("GetNamespace answered without a namespace");
  return answer.namespace;
}

/** Reads, changes and writes it back, as every official client does. */
export async function changeNamespace(caller: Caller, namespace: string, change: SpecInit): Promise<Namespace> {
  const before = await readNamespace(caller, namespace);
  const spec = withChange(before, change);
  await fulfilled(caller, caller.cloud.updateNamespace({ namespace, spec, resourceVersion: before.resourceVersion }));
  return readNamespace(caller, namespace);
}

/** What was read, with these members replaced; the other member of a deprecated pair stays as it was read. */
export function withChange({ spec }: Namespace, change: SpecInit): NamespaceSpec {
  if (spec === undefined) throw new Error("a namespace was read without a spec");
  const wanted = create(NamespaceSpecSchema, change);
  const named = Object.keys(change) as (keyof NamespaceSpec)[];
  return { ...spec, ...Object.fromEntries(named.map((name) => [name, wanted[name]])) };
}

export async function removeNamespace(caller: Caller, namespace: string): Promise<void> {
  const { resourceVersion } = await readNamespace(caller, namespace);
  await fulfilled(caller, caller.cloud.deleteNamespace({ namespace, resourceVersion }));
}
