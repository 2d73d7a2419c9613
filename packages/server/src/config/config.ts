import type { ConfiguredStream } from "../audit/delivery/configured-streams.ts";
import type { SinkOptions } from "../audit/delivery/sink-options.ts";
import type { Origins } from "./problem.ts";

/** A PEM pair as text, or the machine's own certificate authority. */
export type Certificate =
  | { readonly kind: "given"; readonly cert: string; readonly key: string }
  | { readonly kind: "local"; readonly directory: string; readonly hostNames: readonly string[] };

/** The key itself, or the file that keeps it and is made when it is missing. */
export type SecretsKey =
  | { readonly kind: "given"; readonly key: Uint8Array }
  | { readonly kind: "kept"; readonly file: string };

export interface TemporalServer {
  /** For the control plane's own calls. */
  readonly address: string;
  /** Where the gateway forwards, when that is another. */
  readonly gatewayAddress?: string;
  /** Where other Temporal servers reach it. */
  readonly clusterAddress?: string;
  /** PEM texts. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string; readonly serverName?: string };
  readonly apiKey?: string;
}

/** When a Namespace whose server is away is failed over by itself. */
export interface ManagedFailoverSettings {
  readonly everySeconds: number;
  readonly afterSeconds: number;
  readonly pauseMinutes: number;
}

export interface Endpoint {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
}

export interface RegionSetting {
  readonly id: string;
  readonly server: string;
  readonly location?: string;
}

/** What a process may do. */
export type Role = "api" | "operations" | "gateway";

/** An issuer of access tokens. */
export interface OidcIssuer {
  readonly issuer: string;
  readonly audience: string;
  /** Null: as its OpenID configuration says. */
  readonly jwksUri: string | null;
  readonly emailClaim: string;
}

export interface GatewaySettings {
  readonly plaintext: Endpoint | null;
  /** With the certificate of `listen.tls`; null where that has none. */
  readonly tls: Endpoint | null;
  readonly private: readonly (Endpoint & { readonly tls: boolean })[];
  /** Requests per second over all gateways together; 0 is no limit. */
  readonly limits: {
    readonly namespaceRequests: number;
    readonly principalRequests: number;
    readonly addressRequests: number;
  };
  /** Tokens for Temporal servers; null: they check none, and none are sent. */
  readonly secondLock: {
    /** How often servers fetch the keys. */
    readonly refreshSeconds: number;
    readonly audience: string | null;
    readonly rotateHours: number;
  } | null;
  /** Operations that leave an audit record. */
  readonly audit: readonly string[];
  readonly metrics: Endpoint | null;
}

/** What the control plane takes; 0 is no limit. */
export interface RequestLimits {
  readonly accountPerSecond: number;
  readonly userPerSecond: number;
  readonly serviceAccountPerSecond: number;
  readonly operationsAtOnce: number;
}

/** What use costs, and what it is to stay below. */
export interface BillingSettings {
  /** Null: there is no price list. */
  readonly prices: {
    /** ISO 4217 */
    readonly currency: string;
    readonly millionActions: number;
    readonly activeGigabyteHour: number;
    readonly retainedGigabyteHour: number;
    /** By id. */
    readonly namespacesPerMonth: Readonly<Record<string, number>>;
    readonly projectsPerMonth: Readonly<Record<string, number>>;
  } | null;
  /** Of a month, in the currency of the prices. */
  readonly budgets: { readonly account: number | null; readonly namespaces: Readonly<Record<string, number>> };
}

/** When histories are exported, and how object stores are reached. Secrets are values: their files are read. */
export interface ExportSettings {
  readonly everyMinutes: number;
  readonly lateMinutes: number;
  readonly s3: {
    readonly endpoint?: string;
    readonly forcePathStyle: boolean;
    readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  readonly gcs: { readonly endpoint?: string; readonly credentials?: string };
  readonly azure: { readonly endpoint?: string; readonly accountKey?: string };
}

/** Where people are told; a way that is not configured is not used. */
export interface NotifySettings {
  readonly webhook?: { readonly url: string; readonly secret: string };
  readonly mail?: { readonly url: string; readonly from: string };
}

/** Checked settings as plain values: paths absolute, files that must exist read. */
export interface Config {
  /** remit.yaml's path, or null. */
  readonly file: string | null;
  /** Where each setting came from: what shows only at start names it too. */
  readonly origins: Origins;
  readonly store:
    | {
        readonly kind: "postgres";
        readonly url: string;
        readonly poolSize: number;
        readonly idleInTransactionSeconds: number;
        readonly lockWaitSeconds: number;
        readonly schema?: string;
      }
    | { readonly kind: "pglite"; readonly directory: string | null };
  readonly dataDirectory: string;
  readonly roles: ReadonlySet<Role>;
  readonly listen: {
    readonly plaintext: Endpoint | null;
    readonly tls: (Endpoint & { readonly certificate: Certificate }) | null;
    readonly hostNames: readonly string[];
    /** The settings that say which address a port binds to, as far as there is such a port. */
    readonly hosts: readonly { readonly setting: "listen.host" | "listen.tls.host"; readonly host: string }[];
  };
  readonly gateway: GatewaySettings;
  readonly oidcIssuers: readonly OidcIssuer[];
  readonly temporal: {
    readonly servers: Readonly<Record<string, TemporalServer>>;
    /** Whether a source names a server, or the default is meant. */
    readonly given: boolean;
    /** Null: no Namespace is failed over by itself. */
    readonly managedFailover: ManagedFailoverSettings | null;
  };
  readonly regions: readonly RegionSetting[];
  readonly secretsKey: SecretsKey;
  readonly limits: Readonly<Record<string, number>>;
  readonly requests: RequestLimits;
  readonly operations: { readonly stuckAfterMinutes: number };
  readonly contact: { readonly team: string; readonly contact: string; readonly link: string };
  readonly ownerEmail: string;
  readonly addresses: { readonly console: string; readonly grpc: string; readonly mtls: string };
  /** The capacities that a Namespace may have provisioned. */
  readonly capacityUnits: readonly number[];
  /** Absolute; null: the console is not served. */
  readonly consoleDirectory: string | null;
  readonly session: {
    readonly idleMinutes: number;
    readonly hours: number;
    readonly restrictedHours: number;
    readonly perPerson: number;
  };
  readonly notify: NotifySettings;
  readonly drift: { readonly everyMinutes: number };
  readonly billing: BillingSettings;
  readonly usage: { readonly storageEveryMinutes: number };
  readonly audit: { readonly streams: readonly ConfiguredStream[]; readonly sinks: SinkOptions };
  /** Codec servers that may be asked whether they answer; `ca` is PEM. */
  readonly codecServers: { readonly probe: readonly string[]; readonly ca?: string; readonly webOrigin?: string };
  readonly exports: ExportSettings;
  readonly logLevel: string;
  readonly connectionFile: string;
  /** Allowed, and worth a line at start. */
  readonly warnings: readonly string[];
}
