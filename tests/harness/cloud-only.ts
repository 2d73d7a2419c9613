// Servers that ask a control plane for all that they serve, with the caller's own key: one of the Cloud Ops API and of
// nothing else, as any other than Remit is, and one that keeps a call to itself.
import { createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import type { DescService } from "@bufbuild/protobuf";
import type { ConnectRouter, ServiceImpl } from "@connectrpc/connect";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { CloudService, RequestService, ResponsibilityService } from "@remit/protocol";
import type { Caller, TestPlane } from "./control-plane.ts";

export interface CloudOnly extends AsyncDisposable {
  readonly url: string;
}

/** @param without names of RPCs that it does not serve either */
export const serveCloudOnly = (plane: TestPlane, without: readonly string[] = []): Promise<CloudOnly> =>
  serve((router) => {
    router.service(CloudService, forward(plane, CloudService, "cloud", without));
  });

export interface Holding extends CloudOnly {
  /** When the call came that is never answered. */
  readonly held: Promise<void>;
}

/** Remit's own server, but for one RPC of requests: a call of that goes nowhere. */
export async function serveHolding(plane: TestPlane, rpc: keyof ServiceImpl<typeof RequestService>): Promise<Holding> {
  const came = Promise.withResolvers<void>();
  // Kept until the end: what is never answered keeps its deadline, and so the process, for half a minute.
  const over = Promise.withResolvers<never>();
  over.promise.catch(() => undefined);
  const hold = () => {
    came.resolve();
    return over.promise;
  };
  const server = await serve((router) => {
    router.service(CloudService, forward(plane, CloudService, "cloud"));
    router.service(ResponsibilityService, forward(plane, ResponsibilityService, "responsibility"));
    router.service(RequestService, { ...forward(plane, RequestService, "requests"), [rpc]: hold });
  });
  return {
    ...server,
    held: came.promise,
    [Symbol.asyncDispose]: async () => {
      over.reject(new Error("the server stops"));
      await server[Symbol.asyncDispose]();
    },
  };
}

function forward<Service extends DescService>(
  plane: TestPlane,
  service: Service,
  client: "cloud" | "responsibility" | "requests",
  without: readonly string[] = [],
): Partial<ServiceImpl<Service>> {
  const served = service.methods.filter(({ name }) => !without.includes(name));
  const handlers = served.map(({ localName }) => [
    localName,
    (request: unknown, { requestHeader }: { requestHeader: Headers }) => {
      const caller: Caller = plane.as((requestHeader.get("authorization") ?? "").replace("Bearer ", ""));
      const calls = caller[client] as unknown as Readonly<Record<string, (request: unknown) => Promise<unknown>>>;
      return calls[localName]?.(request);
    },
  ]);
  return Object.fromEntries(handlers) as Partial<ServiceImpl<Service>>;
}

async function serve(routes: (router: ConnectRouter) => void): Promise<CloudOnly> {
  const server = createServer(connectNodeAdapter({ routes }));
  const sessions = new Set<{ destroy(): void }>();
  server.on("session", (session) => sessions.add(session));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      for (const session of sessions) session.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
