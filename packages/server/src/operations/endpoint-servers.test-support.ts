// The endpoints of one Temporal server, in memory: two of them and a failover in between, without the minutes that two
// real ones take. tests/e2e/stock-regions.test.ts has those.
import { randomUUID } from "node:crypto";
import { Code } from "@connectrpc/connect";
import type { Connection } from "@temporalio/client";
import type { Server } from "./servers.ts";

type Service = Connection["operatorService"];
type Endpoint = NonNullable<Awaited<ReturnType<Service["getNexusEndpoint"]>>["endpoint"]>;
type Method = "createNexusEndpoint" | "updateNexusEndpoint" | "deleteNexusEndpoint";

export interface EndpointServer extends Server {
  /** `name → task queue` of each. */
  list(): string[];
  /** Once, when such a call has been carried out and before it is answered. */
  after(method: Method, meanwhile: () => Promise<unknown>): void;
}

export function openEndpointServer(name: string): EndpointServer {
  const stored = new Map<string, Endpoint>();
  const interrupts = new Map<Method, () => Promise<unknown>>();
  const interrupted = async (method: Method): Promise<void> => {
    const meanwhile = interrupts.get(method);
    interrupts.delete(method);
    await meanwhile?.();
  };
  const find = (id: string | null | undefined): Endpoint => {
    const endpoint = stored.get(id ?? "");
    if (endpoint === undefined) throw refusal(Code.NotFound);
    return endpoint;
  };
  const named = (wanted: string | null | undefined) => [...stored.values()].filter(({ spec }) => spec?.name === wanted);
  const operatorService = {
    createNexusEndpoint: async ({ spec }: Parameters<Service["createNexusEndpoint"]>[0]) => {
      if (named(spec?.name).length > 0) throw refusal(Code.AlreadyExists);
      const endpoint = { id: randomUUID(), spec: spec ?? null } as Endpoint;
      stored.set(endpoint.id ?? "", endpoint);
      await interrupted("createNexusEndpoint");
      return { endpoint };
    },
    getNexusEndpoint: async ({ id }: Parameters<Service["getNexusEndpoint"]>[0]) => ({ endpoint: find(id) }),
    listNexusEndpoints: async ({ name: wanted }: Parameters<Service["listNexusEndpoints"]>[0]) => ({
      endpoints: wanted ? named(wanted) : [...stored.values()],
    }),
    updateNexusEndpoint: async ({ id, spec }: Parameters<Service["updateNexusEndpoint"]>[0]) => {
      const endpoint = { ...find(id), spec: spec ?? null } as Endpoint;
      stored.set(id ?? "", endpoint);
      await interrupted("updateNexusEndpoint");
      return { endpoint };
    },
    deleteNexusEndpoint: async ({ id }: Parameters<Service["deleteNexusEndpoint"]>[0]) => {
      find(id);
      stored.delete(id ?? "");
      await interrupted("deleteNexusEndpoint");
      return {};
    },
  };
  const connection = { operatorService, withDeadline: (_at: number, call: () => unknown) => call() };
  return {
    name,
    connection: connection as unknown as Connection,
    clusterAddress: "somewhere:7233",
    list: () => [...stored.values()].map(({ spec }) => `${spec?.name} → ${spec?.target?.worker?.taskQueue}`).sort(),
    after: (method, meanwhile) => interrupts.set(method, meanwhile),
  };
}

const refusal = (code: Code) => Object.assign(new Error(Code[code]), { code, details: Code[code], metadata: {} });
