// A server on real sockets for the tests of this folder: a few CloudService methods, an interceptor that wants a
// credential, certificates of its own.
import { Code, ConnectError, type ConnectRouter, type Interceptor, type ServiceImpl } from "@connectrpc/connect";
import { AccessService, CloudService, IdentityService } from "@remit/protocol";
import { pino } from "pino";
import { type Origin, originKey } from "../../origin.ts";
import { createHandler, type HandlerOptions } from "../handler.ts";
import type { SocketLimits } from "../limits.ts";
import { type Listeners, startListeners } from "../ports.ts";
import { createCertificate } from "./certificate.ts";

export interface TestServer extends AsyncDisposable {
  readonly listeners: Listeners;
  readonly port: number;
  readonly tlsPort: number;
  readonly url: string;
  readonly tlsUrl: string;
  /** The certificate to trust. */
  readonly ca: string;
  /** The origin of every authenticated call, in order. */
  readonly origins: Origin[];
  /** Lines that were logged at level error or above. */
  readonly errors: string[];
  /** Ends the calls to `getRegion("slow")`. */
  readonly releaseSlow: () => void;
  /** Resolves when a call to `getRegion("slow")` has arrived. */
  readonly slowArrived: Promise<void>;
}

const certificate = createCertificate();

export async function startTestServer(
  options: { limits?: Partial<SocketLimits>; handler?: Partial<HandlerOptions> } = {},
): Promise<TestServer> {
  const origins: Origin[] = [];
  const errors: string[] = [];
  const log = pino({ level: "error" }, { write: (line: string) => void errors.push(line) });
  const released = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  const handler = createHandler({
    routes: (router) => registerTestServices(router, released.promise, arrived.resolve),
    interceptors: [requireCredential(origins)],
    readiness: () => true,
    hostAllowList: [],
    log,
    ...options.handler,
  });
  const { cert, key } = await certificate;
  const listeners = await startListeners({
    plaintext: { host: "127.0.0.1", port: 0 },
    tls: { host: "127.0.0.1", port: 0, cert, key },
    handler,
    log,
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  });
  const port = listeners.plaintextAddress?.port ?? 0;
  const tlsPort = listeners.tlsAddress?.port ?? 0;
  return {
    listeners,
    port,
    tlsPort,
    url: `http://localhost:${port}`,
    tlsUrl: `https://localhost:${tlsPort}`,
    ca: cert,
    origins,
    errors,
    releaseSlow: released.resolve,
    slowArrived: arrived.promise,
    async [Symbol.asyncDispose]() {
      released.resolve();
      await listeners.close(0);
    },
  };
}

export const credential = "Bearer test";

function requireCredential(origins: Origin[]): Interceptor {
  return (next) => (request) => {
    if (request.header.get("authorization") !== credential) {
      throw new ConnectError("invalid credential", Code.Unauthenticated);
    }
    origins.push(request.contextValues.get(originKey));
    return next(request);
  };
}

function registerTestServices(router: ConnectRouter, released: Promise<void>, arrived: () => void): void {
  const cloud: Partial<ServiceImpl<typeof CloudService>> = {
    getRegions: () => ({ regions: [{ id: "aws-us-east-1", location: "N. Virginia" }] }),
    async getRegion({ region }, context) {
      if (region === "slow") {
        arrived();
        await released;
      }
      if (region === "never") await new Promise(() => {});
      if (region === "deadline") return { region: { id: String(Math.ceil((context.timeoutMs() ?? 0) / 1000)) } };
      if (region === "broken") throw new Error("SELECT secret FROM keys");
      return { region: { id: region } };
    },
    getNamespace({ namespace }) {
      throw new ConnectError(`namespace ${namespace} not found`, Code.NotFound);
    },
    // What arrived, told back in fields that the answer has.
    getNamespaces: (request) => ({
      namespaces: [],
      nextPageToken: [request.pageSize, request.pageToken, request.name, request.projectId].join("|"),
    }),
    getProjects: ({ projectIds }) => ({ nextPageToken: projectIds.join("|") }),
    getApiKeys: ({ ownerType, ownerTypeDeprecated }) => ({ nextPageToken: `${ownerType}|${ownerTypeDeprecated}` }),
    getAuditLogs: ({ startTimeInclusive }) => ({ nextPageToken: String(startTimeInclusive?.seconds) }),
    getUserGroups: ({ googleGroup }) => ({ nextPageToken: googleGroup?.emailAddress ?? "unset" }),
    createUser: ({ spec }) => ({ userId: spec?.email ?? "" }),
    updateUser: ({ userId, spec }) => ({ asyncOperation: { id: `${userId}|${spec?.email}` } }),
    deleteUser: ({ userId, resourceVersion }) => ({ asyncOperation: { id: `${userId}|${resourceVersion}` } }),
    updateNamespaceExportSink: ({ namespace, spec }) => ({
      asyncOperation: { id: `${namespace}|${spec?.name}|${spec?.enabled}` },
    }),
  };
  router.service(CloudService, cloud);
  router.service(AccessService, { whoCan: () => ({}) });
  router.service(IdentityService, {});
}
