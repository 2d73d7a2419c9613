// Reads the settings from all three sources and checks everything before anything is touched: all problems are
// reported at once, and nothing on the machine is changed.
import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { isIP } from "node:net";
import { basename, join, resolve } from "node:path";
import { contradictionsOfAudit, toAudit } from "./audit.ts";
import type { Certificate, Config, SecretsKey, TemporalServer } from "./config.ts";
import {
  certificateOf,
  contradictionsOfLimits,
  findContradictions,
  type Mode,
  usesPostgres,
} from "./contradictions.ts";
import { toExports } from "./exports.ts";
import { contradictionsOfGateway, toGateway } from "./gateway.ts";
import { type Origins, originOf, type Problem, renderProblems, toProblems } from "./problem.ts";
import { toRequestLimits } from "./requests.ts";
import { createSettingsSchema, keysAt, type Settings, settingsOf } from "./schema.ts";
import { decodeKey } from "./secrets-key.ts";
import { applyEnvironment, applyFlags, readFile } from "./sources.ts";

export interface Sources {
  /** Flag without dashes → text. */
  readonly flags: ReadonlyMap<string, string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** From --config; null: REMIT_CONFIG, else remit.yaml in the working directory if it is there. */
  readonly file: string | null;
  readonly mode: Mode;
  /** Names of the limits and their defaults. */
  readonly limits: Readonly<Record<string, number>>;
}

export type Loaded =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] };

export function loadConfig(sources: Sources): Loaded {
  const schema = createSettingsSchema(sources.limits);
  const rows = settingsOf(schema);
  const file = findFile(sources);
  const layers = readFile(file);
  applyEnvironment(layers, rows, sources.env);
  applyFlags(layers, rows, sources.flags);
  const { origins, problems } = layers;
  const parsed = schema.safeParse(layers.raw);
  if (!parsed.success) {
    const unreadable = new Set(problems.map(({ path }) => path));
    const found = toProblems(parsed.error, (path) => keysAt(schema, path));
    problems.push(...found.filter(({ path }) => path === "" || !unreadable.has(path)));
    return { ok: false, problems: renderProblems(problems, origins) };
  }
  problems.push(...findContradictions(parsed.data, sources.mode));
  problems.push(...contradictionsOfAudit(parsed.data));
  problems.push(...contradictionsOfGateway(parsed.data, sources.mode));
  problems.push(...contradictionsOfLimits({ ...sources.limits, ...withoutUndefined(parsed.data.limits) }));
  const config = new Reading(sources, file, origins, problems).toConfig(parsed.data);
  return problems.length > 0 ? { ok: false, problems: renderProblems(problems, origins) } : { ok: true, config };
}

function findFile({ file, env, cwd }: Sources): string | null {
  const named = file ?? env.REMIT_CONFIG;
  if (named) return resolve(cwd, named);
  const beside = join(cwd, "remit.yaml");
  return existsSync(beside) ? beside : null;
}

const toAddresses = ({ addresses: { console, grpc = "", mtls = "" } }: Settings): Config["addresses"] => ({
  console,
  grpc,
  mtls,
});

/** Turns settings into values: paths against the place where they were written, files into their contents. */
class Reading {
  readonly #sources: Sources;
  readonly #file: string | null;
  readonly #origins: Origins;
  readonly #problems: Problem[];

  constructor(sources: Sources, file: string | null, origins: Origins, problems: Problem[]) {
    this.#sources = sources;
    this.#file = file;
    this.#origins = origins;
    this.#problems = problems;
  }

  toConfig(settings: Settings): Config {
    const dataDirectory = this.#path("dataDirectory", settings.dataDirectory);
    return {
      file: this.#file,
      origins: this.#origins,
      store: this.#store(settings, dataDirectory),
      dataDirectory,
      roles: new Set(settings.roles),
      listen: this.#listen(settings, dataDirectory),
      gateway: toGateway(settings, this.#sources.mode),
      temporal: {
        servers: this.#servers(settings),
        given: settings.temporal.servers !== undefined || settings.temporal.address !== undefined,
        managedFailover: toManagedFailover(settings),
      },
      regions: settings.regions.map(({ id, server, location }) => ({ id, server, ...(location && { location }) })),
      secretsKey: this.#secretsKey(settings, dataDirectory),
      limits: withoutUndefined(settings.limits),
      requests: toRequestLimits(settings, this.#sources.mode),
      operations: settings.operations,
      contact: settings.contact,
      ownerEmail: settings.owner.email,
      addresses: toAddresses(settings),
      capacityUnits: settings.capacity.units,
      consoleDirectory: this.#consoleDirectory(settings),
      session: settings.session,
      notify: this.#notify(settings),
      drift: settings.drift,
      billing: {
        prices: settings.billing.prices ?? null,
        budgets: { ...settings.billing.budgets, account: settings.billing.budgets.account ?? null },
      },
      usage: settings.usage,
      audit: toAudit(settings, {
        path: (setting, value) => this.#path(setting, value),
        readSecret: (setting, value) => this.#readSecret(setting, value),
      }),
      codecServers: this.#codecServers(settings),
      exports: toExports(settings, (path, file) => this.#read(path, file), this.#problems),
      oidcIssuers: settings.oidc.issuers.map(({ jwksUri, ...rest }) => ({ ...rest, jwksUri: jwksUri ?? null })),
      logLevel: settings.log.level,
      connectionFile: this.#path("dev.connectionFile", settings.dev.connectionFile),
      warnings: findWarnings(settings, this.#sources.mode),
    };
  }

  #store(settings: Settings, dataDirectory: string): Config["store"] {
    const { url, schema, ...bounds } = settings.postgres;
    if (url !== undefined) return { kind: "postgres", url, ...bounds, ...(schema !== undefined && { schema }) };
    const { directory } = settings.pglite;
    if (directory === "memory") return { kind: "pglite", directory: null };
    return {
      kind: "pglite",
      directory: directory === undefined ? dataDirectory : this.#path("pglite.directory", directory),
    };
  }

  #listen(settings: Settings, dataDirectory: string): Config["listen"] {
    const { host, port, plaintext, hostNames, tls } = settings.listen;
    const certificate = this.#certificate(settings, dataDirectory);
    const isCommon = plaintext || (certificate !== null && tls.host === undefined);
    const ofTls = certificate === null ? undefined : tls.host;
    return {
      plaintext: plaintext ? { host, port } : null,
      tls: certificate === null ? null : { host: tls.host ?? host, port: tls.port, certificate },
      hostNames: hostNames.map((name) => (isIP(name) === 6 ? `[${name}]` : name)),
      hosts: [
        ...(isCommon ? [{ setting: "listen.host" as const, host }] : []),
        ...(ofTls === undefined ? [] : [{ setting: "listen.tls.host" as const, host: ofTls }]),
      ],
    };
  }

  #certificate(settings: Settings, dataDirectory: string): Certificate | null {
    const certificate = certificateOf(settings, this.#sources.mode);
    const { hostNames, tls } = settings.listen;
    if (certificate === "none") return null;
    if (certificate === "local") {
      const names = hostNames.filter((name) => name !== "*").map((name) => name.replace(/^\[|\]$/g, ""));
      return { kind: "local", directory: join(dataDirectory, "local-ca"), hostNames: names };
    }
    const cert = this.#read("listen.tls.certificate", certificate);
    const key = tls.key === undefined ? "" : this.#read("listen.tls.key", tls.key);
    return { kind: "given", cert, key };
  }

  #servers({ temporal }: Settings): Readonly<Record<string, TemporalServer>> {
    if (temporal.servers === undefined) return { default: { address: temporal.address ?? "127.0.0.1:7233" } };
    const entries = Object.entries(temporal.servers).map(([name, server]): [string, TemporalServer] => {
      const path = `temporal.servers.${name}`;
      const { ca, cert, key, serverName } = server.tls ?? {};
      const tls = {
        ...(ca !== undefined && { ca: this.#read(`${path}.tls.ca`, ca) }),
        ...(cert !== undefined && { cert: this.#read(`${path}.tls.cert`, cert) }),
        ...(key !== undefined && { key: this.#read(`${path}.tls.key`, key) }),
        ...(serverName !== undefined && { serverName }),
      };
      const { apiKeyFile } = server;
      const apiKey = apiKeyFile === undefined ? undefined : this.#read(`${path}.apiKeyFile`, apiKeyFile).trim();
      const { address, gatewayAddress, clusterAddress } = server;
      return [
        name,
        {
          address,
          ...(gatewayAddress !== undefined && { gatewayAddress }),
          ...(clusterAddress !== undefined && { clusterAddress }),
          ...(server.tls !== undefined && { tls }),
          ...(apiKey !== undefined && { apiKey }),
        },
      ];
    });
    return Object.fromEntries(entries);
  }

  #consoleDirectory({ console: { directory } }: Settings): string | null {
    if (directory === undefined) return null;
    const path = this.#path("console.directory", directory);
    if (!existsSync(join(path, "index.html")))
      this.#problems.push({ path: "console.directory", message: `there is no console in ${path}: no index.html` });
    return path;
  }

  #notify({ notify: { webhook, smtp, from } }: Settings): Config["notify"] {
    const { url, secretFile } = webhook;
    const secret = secretFile === undefined ? "" : this.#readSecret("notify.webhook.secretFile", secretFile);
    return {
      ...(url !== undefined && { webhook: { url, secret } }),
      ...(smtp.url !== undefined && from !== undefined && { mail: { url: smtp.url, from } }),
    };
  }

  #codecServers({ codecServers: { probe, caFile, webOrigin } }: Settings): Config["codecServers"] {
    const ca = caFile === undefined ? undefined : this.#read("codecServers.caFile", caFile);
    // TLS passes over what it cannot read: every codec server would seem to be away.
    if (ca !== undefined && ca !== "" && !isCertificate(ca))
      this.#problems.push({ path: "codecServers.caFile", message: "holds no PEM certificate that can be read" });
    return { probe, ...(ca !== undefined && { ca }), ...(webOrigin !== undefined && { webOrigin }) };
  }

  #secretsKey({ secretsKey, secretsKeyFile }: Settings, dataDirectory: string): SecretsKey {
    if (secretsKey !== undefined) return { kind: "given", key: this.#decode("secretsKey", secretsKey) };
    if (secretsKeyFile === undefined) return { kind: "kept", file: join(dataDirectory, "secrets.key") };
    return { kind: "given", key: this.#decode("secretsKeyFile", this.#read("secretsKeyFile", secretsKeyFile)) };
  }

  #decode(path: string, text: string): Uint8Array {
    const key = decodeKey(text);
    // A file that could not be read is a problem already.
    if (key === null && text !== "")
      this.#problems.push({ path, message: "must be at least 32 bytes in base64 or hex" });
    return key ?? new Uint8Array();
  }

  #path(path: string, value: string): string {
    const fromFile = this.#file !== null && originOf(this.#origins, path) === basename(this.#file);
    return resolve(fromFile && this.#file !== null ? join(this.#file, "..") : this.#sources.cwd, value);
  }

  #readSecret(path: string, value: string): string {
    const found = this.#problems.length;
    const secret = this.#read(path, value).trim();
    if (secret === "" && this.#problems.length === found)
      this.#problems.push({ path, message: "is empty: it holds no secret" });
    return secret;
  }

  #read(path: string, value: string): string {
    const file = this.#path(path, value);
    try {
      return readFileSync(file, "utf8");
    } catch (error) {
      this.#problems.push({ path, message: `${file} cannot be read: ${(error as NodeJS.ErrnoException).code}` });
      return "";
    }
  }
}

function toManagedFailover({ temporal: { managedFailover } }: Settings): Config["temporal"]["managedFailover"] {
  const { enabled, ...rule } = managedFailover;
  return enabled ? rule : null;
}

function withoutUndefined(limits: Readonly<Record<string, number | undefined>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(limits).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

const loopback = new Set(["127.0.0.1", "::1", "localhost"]);

function findWarnings(settings: Settings, mode: Mode): string[] {
  const warnings: string[] = [];
  if (mode === "serve" && !usesPostgres(settings)) {
    warnings.push(
      "the embedded database is not for production: a power cut can lose the last changes; set postgres.url",
    );
  }
  if (settings.listen.plaintext && !loopback.has(settings.listen.host)) {
    warnings.push(
      `API keys cross the network in clear on the plaintext port (listen.host ${settings.listen.host}); ` +
        "keep it behind a proxy that ends TLS, or set listen.plaintext: false",
    );
  }
  return warnings;
}

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}
