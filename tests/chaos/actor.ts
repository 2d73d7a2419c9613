// One of many who change things at once: each has things of its own, and knows how they have to read.
import { create } from "@bufbuild/protobuf";
import { AccountAccess_Role as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { EndpointSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/nexus/v1/message_pb.ts";
import { AsyncOperation_State as State } from "@remit/protocol/gen/temporal/api/cloud/operation/v1/message_pb.ts";
import type { Random } from "../crash/random.ts";
import { specOf, withChange } from "../harness/namespaces.ts";
import type { Client } from "./asking.ts";

export type Kind = "namespace" | "endpoint" | "role" | "user";

/** As its actor left it. */
export interface Thing {
  readonly kind: Kind;
  /** The id of a role, user or endpoint; the wire id of a Namespace. */
  readonly id: string;
  readonly name: string;
  /** What it reads: retention in days, a task queue, a description, a role of the account. */
  marker: string;
  /** The Namespace that an endpoint leads to. */
  readonly target?: string;
}

const most: Readonly<Record<Kind, number>> = { namespace: 3, endpoint: 2, role: 4, user: 4 };

export class Actor {
  readonly things: Thing[] = [];
  /** Namespaces that were deleted. */
  readonly gone: string[] = [];
  readonly problems: string[] = [];
  readonly #number: number;
  readonly #client: Client;
  readonly #random: Random;
  #count = 0;

  constructor(number: number, client: Client, random: Random) {
    this.#number = number;
    this.#client = client;
    this.#random = random;
  }

  /** One change, from the wish to the end of its operation. Never rejects. */
  async step(): Promise<void> {
    const kind = this.#random.pick<Kind>(["namespace", "namespace", "endpoint", "role", "user"]);
    const mine = this.things.filter((thing) => thing.kind === kind);
    try {
      if (mine.length === 0 || (mine.length < most[kind] && this.#random.chance(0.5))) await this.#make(kind);
      else {
        const thing = this.#random.pick(mine);
        if (this.#random.chance(0.3)) await this.#remove(thing);
        else await this.#change(thing);
      }
    } catch (error) {
      this.problems.push(`actor ${this.#number}, ${kind}: ${String(error)}`);
    }
  }

  #next(): string {
    this.#count += 1;
    return `chaos-${this.#number}-${this.#count}`;
  }

  async #make(kind: Kind): Promise<void> {
    const name = this.#next();
    switch (kind) {
      case "namespace": {
        const spec = specOf({ name, retentionDays: 3 });
        const { namespace } = await this.#fulfil("CreateNamespace", ({ cloud }, asyncOperationId, options) =>
          cloud.createNamespace({ spec, asyncOperationId }, options),
        );
        this.things.push({ kind, id: namespace, name, marker: "3" });
        return;
      }
      case "endpoint": {
        const target = this.things.find((thing) => thing.kind === "namespace");
        if (target === undefined) return this.#make("namespace");
        const spec = endpointSpec(name, target.id, "first");
        const { endpointId } = await this.#fulfil("CreateNexusEndpoint", ({ cloud }, asyncOperationId, options) =>
          cloud.createNexusEndpoint({ spec, asyncOperationId }, options),
        );
        this.things.push({ kind, id: endpointId, name, marker: "first", target: target.id });
        return;
      }
      case "role": {
        const spec = roleSpec(name, "first");
        const { roleId } = await this.#fulfil("CreateCustomRole", ({ cloud }, asyncOperationId, options) =>
          cloud.createCustomRole({ spec, asyncOperationId }, options),
        );
        this.things.push({ kind, id: roleId, name, marker: "first" });
        return;
      }
      case "user": {
        const email = `${name}@example.com`;
        const spec = { email, access: { accountAccess: { role: Role.READ } } };
        const { userId } = await this.#fulfil("CreateUser", ({ cloud }, asyncOperationId, options) =>
          cloud.createUser({ spec, asyncOperationId }, options),
        );
        this.things.push({ kind, id: userId, name: email, marker: String(Role.READ) });
      }
    }
  }

  async #change(thing: Thing): Promise<void> {
    const { id } = thing;
    const resourceVersion = await this.#versionOf(thing);
    const marker = this.#otherMarker(thing);
    switch (thing.kind) {
      case "namespace": {
        const { namespace } = await this.#client.ask(({ cloud }, options) =>
          cloud.getNamespace({ namespace: id }, options),
        );
        if (namespace === undefined) throw new Error("a Namespace was read without one");
        const spec = withChange(namespace, { retentionDays: Number(marker) });
        await this.#fulfil("UpdateNamespace", ({ cloud }, asyncOperationId, options) =>
          cloud.updateNamespace({ namespace: id, spec, resourceVersion, asyncOperationId }, options),
        );
        break;
      }
      case "endpoint": {
        const spec = endpointSpec(thing.name, thing.target ?? "", marker);
        await this.#fulfil("UpdateNexusEndpoint", ({ cloud }, asyncOperationId, options) =>
          cloud.updateNexusEndpoint({ endpointId: id, spec, resourceVersion, asyncOperationId }, options),
        );
        break;
      }
      case "role": {
        const spec = roleSpec(thing.name, marker);
        await this.#fulfil("UpdateCustomRole", ({ cloud }, asyncOperationId, options) =>
          cloud.updateCustomRole({ roleId: id, spec, resourceVersion, asyncOperationId }, options),
        );
        break;
      }
      case "user": {
        const spec = { email: thing.name, access: { accountAccess: { role: Number(marker) as Role } } };
        await this.#fulfil("UpdateUser", ({ cloud }, asyncOperationId, options) =>
          cloud.updateUser({ userId: id, spec, resourceVersion, asyncOperationId }, options),
        );
      }
    }
    thing.marker = marker;
  }

  #otherMarker({ kind, marker }: Thing): string {
    if (kind === "namespace") return String((Number(marker) % 80) + 3);
    if (kind === "user") return String(marker === String(Role.READ) ? Role.DEVELOPER : Role.READ);
    return this.#next();
  }

  async #remove(thing: Thing): Promise<void> {
    const { id, kind } = thing;
    if (kind === "namespace" && this.things.some(({ target }) => target === id)) return this.#change(thing);
    const resourceVersion = await this.#versionOf(thing);
    const removals = {
      namespace: () =>
        this.#fulfil("DeleteNamespace", ({ cloud }, asyncOperationId, options) =>
          cloud.deleteNamespace({ namespace: id, resourceVersion, asyncOperationId }, options),
        ),
      endpoint: () =>
        this.#fulfil("DeleteNexusEndpoint", ({ cloud }, asyncOperationId, options) =>
          cloud.deleteNexusEndpoint({ endpointId: id, resourceVersion, asyncOperationId }, options),
        ),
      role: () =>
        this.#fulfil("DeleteCustomRole", ({ cloud }, asyncOperationId, options) =>
          cloud.deleteCustomRole({ roleId: id, resourceVersion, asyncOperationId }, options),
        ),
      user: () =>
        this.#fulfil("DeleteUser", ({ cloud }, asyncOperationId, options) =>
          cloud.deleteUser({ userId: id, resourceVersion, asyncOperationId }, options),
        ),
    };
    await removals[kind]();
    this.things.splice(this.things.indexOf(thing), 1);
    if (kind === "namespace") this.gone.push(id);
  }

  async #versionOf({ kind, id }: Thing): Promise<string> {
    const version = await this.#client.ask(async ({ cloud }, options) => {
      switch (kind) {
        case "namespace":
          return (await cloud.getNamespace({ namespace: id }, options)).namespace?.resourceVersion;
        case "endpoint":
          return (await cloud.getNexusEndpoint({ endpointId: id }, options)).endpoint?.resourceVersion;
        case "role":
          return (await cloud.getCustomRole({ roleId: id }, options)).customRole?.resourceVersion;
        case "user":
          return (await cloud.getUser({ userId: id }, options)).user?.resourceVersion;
      }
    });
    return version ?? "";
  }

  async #fulfil<T extends Parameters<Client["change"]>[2]>(rpc: string, call: T): Promise<Awaited<ReturnType<T>>> {
    const { answer, asked } = await this.#client.change(rpc, `${this.#next()}-op`, call);
    if (asked.state !== State.FULFILLED)
      throw new Error(`${rpc} ${asked.id} ended in state ${asked.state}: ${asked.failureReason}`);
    return answer as Awaited<ReturnType<T>>;
  }
}

function endpointSpec(name: string, namespaceId: string, taskQueue: string) {
  const targetSpec = { variant: { case: "workerTargetSpec" as const, value: { namespaceId, taskQueue } } };
  return create(EndpointSpecSchema, { name, targetSpec });
}

const roleSpec = (name: string, description: string) => ({
  name,
  description,
  permissions: [{ actions: ["cloud.namespace.get"], resources: { resourceType: "namespaces", allowAll: true } }],
});
