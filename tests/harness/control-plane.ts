// Starts the production composition for a test: its own store, any free ports, the owner's key at hand.
import { randomBytes } from "node:crypto";
import { type Client, createClient, type Interceptor } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import {
  AccessService,
  ActivityService,
  CloudService,
  IdentityService,
  NamespaceService,
  RequestService,
  ResponsibilityService,
  SessionService,
  UsageService,
} from "@remit/protocol";
import { pino } from "pino";
import type { ControlPlaneOptions } from "../../packages/server/src/compose/options.ts";
import { type ControlPlane, createControlPlane } from "../../packages/server/src/compose.ts";
import type { GatewaySettings, OidcIssuer } from "../../packages/server/src/config/config.ts";
import { defaultRegions } from "../../packages/server/src/config/default-regions.ts";
import { emptyImage } from "../../packages/server/src/store/pglite.test-support.ts";

/** One caller: every service with its key on every call. */
export interface Caller {
  readonly cloud: Client<typeof CloudService>;
  readonly access: Client<typeof AccessService>;
  readonly activity: Client<typeof ActivityService>;
  readonly identity: Client<typeof IdentityService>;
  readonly namespaces: Client<typeof NamespaceService>;
  readonly requests: Client<typeof RequestService>;
  readonly responsibility: Client<typeof ResponsibilityService>;
  readonly sessions: Client<typeof SessionService>;
  readonly usage: Client<typeof UsageService>;
}

export interface TestPlane extends AsyncDisposable {
  readonly plane: ControlPlane;
  readonly url: string;
  readonly accountId: string;
  /** host:port of the gateway's first port; "" where there is none. */
  readonly gatewayAddress: string;
  /** The first owner. */
  readonly owner: Caller;
  readonly ownerKey: string;
  /** A caller with another key, or with none. */
  as(key: string | null, headers?: Record<string, string>): Caller;
}

export interface TestPlaneOptions extends Omit<Partial<ControlPlaneOptions>, "gateway"> {
  /** Settings of a gateway that differ from the defaults here; absent: there is none. */
  readonly gateway?: Partial<GatewaySettings>;
  readonly gatewayIdentity?: { readonly cert: string; readonly key: string };
  readonly issuers?: readonly OidcIssuer[];
  /** Of a Temporal server; without one, what needs a server stays pending. */
  readonly temporalAddress?: string;
}

/** One plaintext port, no limits, and a Temporal server that checks no tokens. */
const defaultGateway: GatewaySettings = {
  plaintext: { host: "127.0.0.1", port: 0 },
  tls: null,
  private: [],
  limits: { namespaceRequests: 0, principalRequests: 0, addressRequests: 0 },
  audit: [],
  secondLock: null,
  metrics: null,
};

const toAddress = (address?: { readonly host: string; readonly port: number }): string =>
  address === undefined ? "" : `${address.host}:${address.port}`;

/** `await using plane = await startPlane()` stops it with the test. */
export async function startPlane(options: TestPlaneOptions = {}): Promise<TestPlane> {
  const { temporalAddress, gateway, gatewayIdentity = null, issuers = [], ...rest } = options;
  const plane = await createControlPlane({
    store: { kind: "pglite", directory: null, image: await emptyImage() },
    roles: new Set([
      "api",
      ...(temporalAddress === undefined ? [] : ["operations" as const]),
      ...(gateway ? ["gateway" as const] : []),
    ]),
    gateway: gateway ? { settings: { ...defaultGateway, ...gateway }, issuers, identity: gatewayIdentity } : null,
    listen: { plaintext: { host: "127.0.0.1", port: 0 }, tls: null, hostNames: [] },
    temporal: { servers: { default: { address: temporalAddress ?? "127.0.0.1:1" } } },
    regions: defaultRegions,
    secretsKey: randomBytes(32),
    limits: {},
    contact: { team: "Platform team", contact: "#platform", link: "https://go.example/platform" },
    ownerEmail: "owner@example.com",
    addresses: { console: "", grpc: "" },
    drift: { everyMinutes: 5 },
    signInLinks: true,
    log: pino({ level: process.env.REMIT_TEST_LOG ?? "silent" }),
    ...rest,
  });
  const url = `http://${plane.plaintextAddress}`;
  const ownerKey = plane.firstKey ?? (await plane.mintDevelopmentKey());
  const as = (key: string | null, headers: Record<string, string> = {}): Caller => createCaller(url, key, headers);
  return {
    plane,
    url,
    accountId: plane.accountId,
    ownerKey,
    owner: as(ownerKey),
    gatewayAddress: toAddress(plane.gateway?.addresses[0]),
    as,
    [Symbol.asyncDispose]: () => plane.stop(1_000),
  };
}

export function createCaller(url: string, key: string | null, headers: Record<string, string> = {}): Caller {
  const addHeaders: Interceptor = (next) => (request) => {
    if (key !== null) request.header.set("authorization", `Bearer ${key}`);
    for (const [name, value] of Object.entries(headers)) request.header.set(name, value);
    return next(request);
  };
  const transport = createGrpcTransport({ baseUrl: url, interceptors: [addHeaders] });
  return {
    cloud: createClient(CloudService, transport),
    access: createClient(AccessService, transport),
    activity: createClient(ActivityService, transport),
    identity: createClient(IdentityService, transport),
    namespaces: createClient(NamespaceService, transport),
    requests: createClient(RequestService, transport),
    responsibility: createClient(ResponsibilityService, transport),
    sessions: createClient(SessionService, transport),
    usage: createClient(UsageService, transport),
  };
}
