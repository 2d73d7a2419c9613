import { type Client, createClient, type Interceptor } from "@connectrpc/connect";
import { createGrpcTransport, Http2SessionManager } from "@connectrpc/connect-node";
import type { Clients as Services } from "@remit/client";
import {
  AccessService,
  ActivityService,
  CloudService,
  NamespaceService,
  RequestService,
  ResponsibilityService,
  SessionService,
} from "@remit/protocol";
import type { Connection } from "./connection.ts";

export interface Clients extends Services {
  readonly access: Client<typeof AccessService>;
  readonly activity: Client<typeof ActivityService>;
  readonly namespaces: Client<typeof NamespaceService>;
  readonly sessions: Client<typeof SessionService>;
  /** Ends the connection, which would keep a process running. */
  readonly close: () => void;
}

/** The version of the Cloud Ops API that this program knows: the server keeps fields that are newer. */
const apiVersion = "v0.22.0";
const timeoutMs = 30_000;

/** Opens nothing: the first call does. gRPC, since that is what every server of the Cloud Ops API speaks. */
export function createClients({ baseUrl, apiKey, ca }: Connection): Clients {
  const sessionManager = new Http2SessionManager(baseUrl, {}, ca === null ? {} : { ca });
  const transport = createGrpcTransport({
    baseUrl,
    defaultTimeoutMs: timeoutMs,
    interceptors: [sendHeaders(apiKey)],
    sessionManager,
  });
  return {
    cloud: createClient(CloudService, transport),
    access: createClient(AccessService, transport),
    activity: createClient(ActivityService, transport),
    responsibility: createClient(ResponsibilityService, transport),
    requests: createClient(RequestService, transport),
    namespaces: createClient(NamespaceService, transport),
    sessions: createClient(SessionService, transport),
    close: () => sessionManager.abort(),
  };
}

const sendHeaders =
  (apiKey: string): Interceptor =>
  (next) =>
  (request) => {
    request.header.set("authorization", `Bearer ${apiKey}`);
    request.header.set("temporal-cloud-api-version", apiVersion);
    return next(request);
  };
