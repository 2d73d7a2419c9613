// Every setting of remit.yaml. Unknown keys are refused at every level.
import { z } from "zod";
import { defaultRegions } from "./default-regions.ts";
import { isHost } from "./host-name.ts";
import { listSettings, type SchemaNode, type SettingRow, setting } from "./setting.ts";

const text = z.string().min(1);
const hostNameRule = "must be host names or addresses, without scheme and port, or `*`";
const port = z.int().min(0).max(65_535);
const hostAndPortRule = "must be host:port, without a scheme";
const hostAndPortPattern =
  /^(\[[0-9a-fA-F:.%]+\]|[^\s:/[\]@]+)(:([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5]))?$/;
const hostAndPort = z.string().regex(hostAndPortPattern, hostAndPortRule);
const bindHost = z
  .string()
  .regex(
    /^([A-Za-z0-9._-]+|[0-9a-fA-F]*:[0-9a-fA-F:.]+(%[\w.-]+)?)$/,
    "must be an address or a host name, without a port",
  )
  .refine(isHost, "must be an address or a host name, without a port");
const hostName = z
  .string()
  .regex(/^(\*|[A-Za-z0-9._-]+|\[?[0-9a-fA-F]*:[0-9a-fA-F:.]+\]?)$/, hostNameRule)
  .refine((name) => name === "*" || (!name.endsWith(".") && isHost(name.replace(/^\[(.*)\]$/, "$1"))), hostNameRule);
const url = z
  .string()
  .regex(/^(https?:\/\/\S+)?$/, "must begin with https:// or http://")
  .refine((text) => text === "" || URL.canParse(text), "must be a URL");

const temporalServer = z.strictObject({
  address: hostAndPort.describe("host:port of the Temporal frontend."),
  tls: z
    .strictObject({
      ca: text.optional().describe("PEM file; left out: the system's authorities."),
      cert: text.optional().describe("PEM file of the client certificate, for mutual TLS."),
      key: text.optional().describe("PEM file of the client certificate's key."),
      serverName: text.optional().describe("The name that the server's certificate has, when it is not the host."),
    })
    .optional(),
  apiKeyFile: text.optional().describe("File with the API key or token that is sent with every call."),
});

const region = z.strictObject({
  id: z
    .string()
    .regex(/^(aws|gcp|azure)-[a-z0-9-]+$/, "must be a cloud provider and its region, as aws-us-east-1")
    .describe("Cloud provider and its region, as official clients expect it: aws-us-east-1."),
  server: text.describe("Name of the Temporal server behind it."),
  location: text.optional().describe("What a person reads: US East (N. Virginia)."),
});

const store = {
  dataDirectory: setting(
    {
      env: "REMIT_DATA_DIR",
      flag: "data-dir",
      description: "Directory of this machine's own files: the embedded database, its secrets key and the local CA.",
    },
    text.default(".remit/data"),
  ),
  postgres: z
    .strictObject({
      url: setting(
        {
          env: "REMIT_POSTGRES_URL",
          flag: "postgres-url",
          description:
            "Postgres 15 or newer, as postgres://user:password@host:5432/database. The store for production.",
          otherwise: "the embedded database",
        },
        z
          .string()
          .regex(/^postgres(ql)?:\/\//, "must begin with postgres://")
          .optional(),
      ),
      poolSize: setting(
        {
          env: "REMIT_POSTGRES_POOL_SIZE",
          flag: "postgres-pool-size",
          description: "Connections that one process opens.",
        },
        z.int().min(2).max(1000).default(10),
      ),
      idleInTransactionSeconds: setting(
        {
          env: "REMIT_POSTGRES_IDLE_IN_TRANSACTION_SECONDS",
          flag: "postgres-idle-in-transaction-seconds",
          description:
            "After so long without a statement Postgres ends a transaction and its session, so that a process that freezes " +
            "does not hold up all others. Set in each transaction, as PgBouncer takes it; 0 leaves it to the server.",
        },
        z.int().min(0).max(3600).default(10),
      ),
      lockWaitSeconds: setting(
        {
          env: "REMIT_POSTGRES_LOCK_WAIT_SECONDS",
          flag: "postgres-lock-wait-seconds",
          description:
            "How long a statement of a transaction waits for a lock; the call then answers Unavailable, and clients repeat " +
            "it. Longer than the one before, a process that freezes costs others only time. 0 leaves it to the server.",
        },
        z.int().min(0).max(3600).default(15),
      ),
      schema: setting(
        {
          env: "REMIT_POSTGRES_SCHEMA",
          flag: "postgres-schema",
          description: "Postgres schema that holds the tables.",
          otherwise: "the connection's own (public)",
        },
        z
          .string()
          .regex(/^[a-z_][a-z0-9_]{0,62}$/, "must be a plain lower-case name")
          .optional(),
      ),
    })
    .prefault({}),
  pglite: z
    .strictObject({
      directory: setting(
        {
          env: "REMIT_PGLITE_DIR",
          flag: "pglite-dir",
          description: "Directory of the embedded database, or `memory` to keep nothing. Not for production.",
          otherwise: "dataDirectory",
        },
        text.optional(),
      ),
    })
    .prefault({}),
};

const secrets = {
  secretsKeyFile: setting(
    {
      env: "REMIT_SECRETS_KEY_FILE",
      flag: "secrets-key-file",
      description:
        "File with at least 32 random bytes in base64 or hex. They encrypt what the database must not give away by itself.",
      otherwise: "made in dataDirectory at the first start; with Postgres it must be given, as all processes share it",
    },
    text.optional(),
  ),
  secretsKey: setting(
    {
      env: "REMIT_SECRETS_KEY",
      flag: null,
      noFlag: "arguments are visible to every user of the machine",
      description: "The same bytes as a value. One of the two.",
      otherwise: "secretsKeyFile",
    },
    text.optional(),
  ),
};

const listen = z
  .strictObject({
    host: setting(
      {
        env: "REMIT_LISTEN_HOST",
        flag: "host",
        description: "Address that the ports bind to. 0.0.0.0 is every address.",
      },
      bindHost.default("127.0.0.1"),
    ),
    port: setting(
      {
        env: "REMIT_LISTEN_PORT",
        flag: "port",
        description: "Plaintext port (HTTP/1.1 and h2c). 0 takes any free one.",
      },
      port.default(7280),
    ),
    plaintext: setting(
      { env: "REMIT_LISTEN_PLAINTEXT", flag: "plaintext", description: "false: no plaintext port." },
      z.boolean().default(true),
    ),
    hostNames: setting(
      {
        env: "REMIT_LISTEN_HOST_NAMES",
        flag: "host-names",
        description:
          "Host names that clients use, beside localhost. Requests for other hosts are refused, as a page on the internet " +
          "may point its name here; `*` accepts all, for a port behind a proxy that checks.",
      },
      z.array(hostName).default([]),
    ),
    tls: z
      .strictObject({
        host: setting(
          {
            env: "REMIT_TLS_HOST",
            flag: "tls-host",
            description: "Address that the TLS port binds to.",
            otherwise: "listen.host",
          },
          bindHost.optional(),
        ),
        port: setting(
          { env: "REMIT_TLS_PORT", flag: "tls-port", description: "TLS port. 0 takes any free one." },
          port.default(7281),
        ),
        certificate: setting(
          {
            env: "REMIT_TLS_CERTIFICATE",
            flag: "tls-certificate",
            description:
              "PEM file, the leaf first; or `local`: a certificate authority of this machine's own, kept in dataDirectory; " +
              "or `none`: no TLS port.",
            otherwise: "local under `dev` and with the embedded database, none with Postgres",
          },
          text.optional(),
        ),
        key: setting(
          {
            env: "REMIT_TLS_KEY",
            flag: "tls-key",
            description: "PEM file of the certificate's private key.",
            otherwise: "nothing; a certificate file needs it",
          },
          text.optional(),
        ),
      })
      .prefault({}),
  })
  .prefault({});

const temporal = z
  .strictObject({
    address: setting(
      {
        env: "TEMPORAL_ADDRESS",
        flag: "temporal-address",
        description: "host:port of the one Temporal server, when there is only one. It gets the name `default`.",
        otherwise: "127.0.0.1:7233, unless temporal.servers is set",
      },
      hostAndPort.optional(),
    ),
    servers: setting(
      {
        env: "REMIT_TEMPORAL_SERVERS",
        flag: "temporal-servers",
        description: "Temporal servers by a name of your choice, with their TLS files and API key file.",
        otherwise: "the one of temporal.address",
      },
      z.record(z.string().regex(/^[a-z][a-z0-9-]*$/, "must be a lower-case name"), temporalServer).optional(),
    ),
  })
  .prefault({});

const account = {
  regions: setting(
    {
      env: "REMIT_REGIONS",
      flag: "regions",
      description: "The regions that clients see, each mapped to a Temporal server. The first one is the default.",
    },
    z.array(region).min(1).default(defaultRegions),
  ),
  owner: z
    .strictObject({
      email: setting(
        {
          env: "REMIT_OWNER_EMAIL",
          flag: "owner-email",
          description: "The first owner, made at the very first start.",
        },
        z.email().default("owner@remit.invalid"),
      ),
    })
    .prefault({}),
  contact: z
    .strictObject({
      team: setting(
        {
          env: "REMIT_CONTACT_TEAM",
          flag: "contact-team",
          description: "The team that runs this platform. Refusals name it as the one to ask.",
        },
        text.default("Platform Team"),
      ),
      contact: setting(
        {
          env: "REMIT_CONTACT",
          flag: "contact",
          description: "How to reach that team: an e-mail address or a channel.",
        },
        z.string().default(""),
      ),
      link: setting(
        { env: "REMIT_CONTACT_LINK", flag: "contact-link", description: "Where to ask for access: a URL." },
        url.default(""),
      ),
    })
    .prefault({}),
  addresses: z
    .strictObject({
      console: setting(
        { env: "REMIT_CONSOLE_ADDRESS", flag: "console-address", description: "Public URL of the console, for links." },
        url.default(""),
      ),
      grpc: setting(
        {
          env: "REMIT_GRPC_ADDRESS",
          flag: "grpc-address",
          description: "Public host:port that Namespaces name as their gRPC endpoint.",
        },
        z
          .string()
          .regex(new RegExp(`^$|${hostAndPortPattern.source}`), hostAndPortRule)
          .default(""),
      ),
    })
    .prefault({}),
};

const running = {
  roles: setting(
    {
      env: "REMIT_ROLES",
      flag: "only",
      description: "What this process does: `api` answers calls, `operations` brings Temporal to the desired state.",
    },
    z
      .array(z.enum(["api", "operations"]))
      .min(1)
      .default(["api", "operations"]),
  ),
  log: z
    .strictObject({
      level: setting(
        {
          env: "REMIT_LOG_LEVEL",
          flag: "log-level",
          description: "Least severe level that is logged (to stderr, as JSON).",
        },
        z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
      ),
    })
    .prefault({}),
  dev: z
    .strictObject({
      connectionFile: setting(
        {
          env: "REMIT_CONNECTION_FILE",
          flag: "connection-file",
          description: "Where `dev` writes how to connect. Only `dev` makes it, and removes it when it stops.",
        },
        text.default(".remit/dev/connection.json"),
      ),
    })
    .prefault({}),
};

/** What is taken when nothing is said: with 0 every key and every invitation would end as it begins. */
const durations = new Set(["apiKeyDefaultExpiryDays", "retentionDefaultDays", "invitationExpiryDays"]);

/** @param limits the names of the limits and their defaults */
export function createSettingsSchema(limits: Readonly<Record<string, number>>) {
  const limit = (name: string, value: number) =>
    z
      .int()
      .min(durations.has(name) ? 1 : 0)
      .optional()
      .describe(`Default ${value}.`);
  const limitFields = Object.fromEntries(Object.entries(limits).map(([name, value]) => [name, limit(name, value)]));
  return z.strictObject({
    ...store,
    ...secrets,
    listen,
    temporal,
    ...account,
    limits: setting(
      {
        env: "REMIT_LIMITS",
        flag: "limits",
        description: "Limits that differ from the documented ones. 0 is no limit.",
        otherwise: "the documented limits",
      },
      z.strictObject(limitFields).default({}),
    ),
    ...running,
  });
}

export type SettingsSchema = ReturnType<typeof createSettingsSchema>;
export type Settings = z.output<SettingsSchema>;

/** The schema as JSON Schema, with `env`, `flag` and the other names of each setting as extra keywords. */
export function toSchemaNode(schema: SettingsSchema): SchemaNode {
  return z.toJSONSchema(schema, { io: "input" }) as SchemaNode;
}

/** The keys that the object at a path of the settings may have. */
export function keysAt(schema: SettingsSchema, path: readonly PropertyKey[]): string[] {
  let node: SchemaNode | undefined = toSchemaNode(schema);
  for (const key of path) {
    node = typeof key === "number" ? node?.items : (node?.properties?.[String(key)] ?? node?.additionalProperties);
  }
  return Object.keys(node?.properties ?? {});
}

/** The table: setting, environment variable, flag. */
export const settingsOf = (schema: SettingsSchema): SettingRow[] => listSettings(toSchemaNode(schema));
