import { type Client, createClient, type Interceptor } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-node";
import { AccessService, CloudService } from "@remit/protocol";
import type { Connection } from "./connection.ts";

export interface Clients {
  readonly cloud: Client<typeof CloudService>;
  readonly access: Client<typeof AccessService>;
}

/** The version of the Cloud Ops API that this program knows: the server keeps fields that are newer. */
const apiVersion = "v0.22.0";
const timeoutMs = 30_000;

/** Opens nothing: the first call does. */
export function createClients({ baseUrl, apiKey, ca }: Connection): Clients {
  const transport = createConnectTransport({
    baseUrl,
    httpVersion: "1.1",
    defaultTimeoutMs: timeoutMs,
    interceptors: [sendHeaders(apiKey)],
    ...(ca !== null && { nodeOptions: { ca } }),
  });
  return { cloud: createClient(CloudService, transport), access: createClient(AccessService, transport) };
}

const sendHeaders =
  (apiKey: string): Interceptor =>
  (next) =>
  (request) => {
    request.header.set("authorization", `Bearer ${apiKey}`);
    request.header.set("temporal-cloud-api-version", apiVersion);
    return next(request);
  };
