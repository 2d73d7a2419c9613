// The settings of a process → what its gateway is started with.
import type { GatewaySettings, OidcIssuer, TemporalServer } from "../config/config.ts";
import { defaultFirst } from "../config/default-server.ts";
import type { Limits } from "../resources/limits.ts";
import { hourMs } from "../store/periods.ts";
import type { GatewayOptions } from "./start.ts";
import type { GatewayListener } from "./transport/listeners.ts";
import type { TlsIdentity } from "./transport/tls.ts";
import type { UpstreamServer } from "./transport/upstreams.ts";

export interface GatewayInput {
  readonly settings: GatewaySettings;
  readonly issuers: readonly OidcIssuer[];
  /** The certificate of the TLS ports; null: there is none, and no such port. */
  readonly identity: TlsIdentity | null;
  readonly servers: Readonly<Record<string, TemporalServer>>;
  readonly regions: readonly { readonly id: string; readonly server: string }[];
  readonly capacity: Pick<
    Limits,
    "actionsPerSecondPerNamespace" | "actionsPerSecondPerCapacityUnit" | "requestsPerSecondPerCapacityUnit"
  >;
}

export function toGatewayOptions(input: GatewayInput): GatewayOptions {
  const { settings, issuers, servers, regions, capacity } = input;
  const { secondLock } = settings;
  return {
    listeners: toListeners(input),
    // Calls about a server as a whole go to the first.
    servers: defaultFirst(servers).map(toUpstreamServer),
    regions,
    limits: {
      ...settings.limits,
      namespaceActions: capacity.actionsPerSecondPerNamespace,
      unitActions: capacity.actionsPerSecondPerCapacityUnit,
      unitRequests: capacity.requestsPerSecondPerCapacityUnit,
    },
    audit: settings.audit,
    issuers,
    secondLock: secondLock && {
      refreshMs: secondLock.refreshSeconds * 1_000,
      rotateMs: secondLock.rotateHours * hourMs,
      audience: secondLock.audience,
    },
    metrics: settings.metrics,
  };
}

/** Plaintext, TLS, then the private ones: as far as there are any. */
function toListeners({ settings, identity }: GatewayInput): GatewayListener[] {
  const { plaintext, tls } = settings;
  return [
    ...(plaintext === null ? [] : [{ ...plaintext, tls: null, way: "public" as const }]),
    ...(tls === null || identity === null ? [] : [{ ...tls, tls: identity, way: "public" as const }]),
    ...settings.private.map(({ host, port, tls: ownTls }) => {
      if (ownTls && identity === null) throw new Error("a private port with TLS has no certificate");
      return { host, port, tls: ownTls ? identity : null, way: "private" as const };
    }),
  ];
}

const toUpstreamServer = ([name, { address, gatewayAddress, tls }]: readonly [
  string,
  TemporalServer,
]): UpstreamServer => ({
  name,
  address: gatewayAddress ?? address,
  ...(tls && { tls }),
});
