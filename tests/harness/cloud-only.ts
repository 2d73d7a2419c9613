// A server of the Cloud Ops API and of nothing else, as any other than Remit is: what it serves it asks of a control
// plane, with the caller's own key.
import { createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import type { ServiceImpl } from "@connectrpc/connect";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { CloudService } from "@remit/protocol";
import type { TestPlane } from "./control-plane.ts";

export interface CloudOnly extends AsyncDisposable {
  readonly url: string;
}

/** @param without names of RPCs that it does not serve either */
export async function serveCloudOnly(plane: TestPlane, without: readonly string[] = []): Promise<CloudOnly> {
  const served = CloudService.methods.filter(({ name }) => !without.includes(name));
  const forward = Object.fromEntries(
    served.map(({ localName }) => [
      localName,
      (request: never, { requestHeader }: { requestHeader: Headers }) => {
        const { cloud } = plane.as((requestHeader.get("authorization") ?? "").replace("Bearer ", ""));
        return (cloud[localName as "getAccount"] as (request: never) => Promise<unknown>)(request);
      },
    ]),
  ) as Partial<ServiceImpl<typeof CloudService>>;
  const server = createServer(connectNodeAdapter({ routes: (router) => router.service(CloudService, forward) }));
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
