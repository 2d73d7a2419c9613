// Settings that are each valid and cannot hold together.
import type { Problem } from "./problem.ts";
import type { Settings } from "./schema.ts";

export type Mode = "serve" | "dev";

/** Whether the store is Postgres; else it is the embedded one. */
export const usesPostgres = (settings: Settings): boolean => settings.postgres.url !== undefined;

/** Where the certificate comes from when nothing is said: a cluster on Postgres needs one that its clients know. */
export function certificateOf(settings: Settings, mode: Mode): string {
  const { certificate, key } = settings.listen.tls;
  return certificate ?? (key === undefined && usesPostgres(settings) && mode === "serve" ? "none" : "local");
}

export function findContradictions(settings: Settings, mode: Mode): Problem[] {
  return [
    ...contradictionsOfStore(settings, mode),
    ...contradictionsOfPorts(settings, mode),
    ...contradictionsOfTemporal(settings),
    ...contradictionsOfNotify(settings),
    ...contradictionsOfIssuers(settings),
    ...contradictionsOfExports(settings),
  ];
}

/** Least and most, or what is taken when nothing is said and most, by the names of the limits. */
const limitPairs = [
  ["permissionsPerRoleMin", "permissionsPerRole"],
  ["groupNameLengthMin", "groupNameLengthMax"],
  ["retentionMinDays", "retentionMaxDays"],
  ["retentionMinDays", "retentionDefaultDays"],
  ["retentionDefaultDays", "retentionMaxDays"],
  ["apiKeyDefaultExpiryDays", "apiKeyMaxExpiryDays"],
] as const;

/** @param limits the documented ones with the given ones over them; 0 is no limit */
export function contradictionsOfLimits(limits: Readonly<Record<string, number>>): Problem[] {
  return limitPairs.flatMap(([lower, upper]) => {
    const [low = 0, high = 0] = [limits[lower], limits[upper]];
    const message = `${low} is more than ${upper}, which is ${high}`;
    return high !== 0 && low > high ? [{ path: `limits.${lower}`, message }] : [];
  });
}

function contradictionsOfStore(settings: Settings, mode: Mode): Problem[] {
  const problems: Problem[] = [];
  const doesAll = new Set(settings.roles).size === 3;
  if (usesPostgres(settings)) {
    if (settings.pglite.directory !== undefined) {
      problems.push({
        path: "pglite.directory",
        message: "postgres.url is set too: there is one store, keep one of the two",
      });
    }
    if (mode === "serve" && settings.secretsKey === undefined && settings.secretsKeyFile === undefined) {
      problems.push({
        path: "secretsKeyFile",
        message: "is needed with Postgres: every process must have the same key",
      });
    }
  } else if (!doesAll) {
    problems.push({
      path: "roles",
      message: "the embedded database is one process, which does all; set postgres.url",
    });
  }
  if (mode === "dev" && !doesAll) problems.push({ path: "roles", message: "dev runs api, operations and gateway" });
  if (settings.secretsKey !== undefined && settings.secretsKeyFile !== undefined) {
    problems.push({ path: "secretsKey", message: "secretsKeyFile is set too: keep one of the two" });
  }
  return problems;
}

function contradictionsOfPorts(settings: Settings, mode: Mode): Problem[] {
  const { plaintext, port, host, tls } = settings.listen;
  const certificate = certificateOf(settings, mode);
  const files = certificate !== "local" && certificate !== "none";
  const problems: Problem[] = [];
  if (files && tls.key === undefined) {
    problems.push({ path: "listen.tls.key", message: "is needed beside listen.tls.certificate" });
  }
  if (!files && tls.key !== undefined) {
    problems.push({
      path: "listen.tls.key",
      message: `there is no certificate for it: listen.tls.certificate is ${certificate}`,
    });
  }
  if (!plaintext && certificate === "none") {
    problems.push({
      path: "listen.plaintext",
      message: "is false and listen.tls.certificate is none: nothing would listen",
    });
  }
  if (plaintext && certificate !== "none" && port !== 0 && port === tls.port && host === (tls.host ?? host)) {
    problems.push({ path: "listen.tls.port", message: `listen.port is ${port} too` });
  }
  return problems;
}

function contradictionsOfTemporal({ temporal, regions }: Settings): Problem[] {
  const problems: Problem[] = [];
  if (temporal.address !== undefined && temporal.servers !== undefined) {
    problems.push({ path: "temporal.address", message: "temporal.servers is set too: keep one of the two" });
  }
  for (const [name, server] of Object.entries(temporal.servers ?? {})) {
    const { cert, key } = server.tls ?? {};
    const missing = cert === undefined ? "cert" : "key";
    if ((cert === undefined) !== (key === undefined)) {
      problems.push({ path: `temporal.servers.${name}.tls.${missing}`, message: "cert and key go together" });
    }
  }
  const connected = Object.values(temporal.servers ?? {}).filter(({ clusterAddress }) => clusterAddress !== undefined);
  if (temporal.managedFailover.enabled && connected.length < 2) {
    const message = "nothing could take over: fewer than two of temporal.servers have a clusterAddress";
    problems.push({ path: "temporal.managedFailover.enabled", message });
  }
  const servers = Object.keys(temporal.servers ?? { default: {} });
  const seen = new Set<string>();
  regions.forEach(({ id, server }, index) => {
    if (!servers.includes(server)) {
      const known = servers.join(", ") || "none";
      problems.push({
        path: `regions.${index}.server`,
        message: `${id}: there is no Temporal server ${server}, only ${known}`,
      });
    }
    if (seen.has(id)) problems.push({ path: `regions.${index}.id`, message: `${id} is listed twice` });
    seen.add(id);
  });
  return problems;
}

/** Which of two audiences counts would depend on the order. */
function contradictionsOfIssuers({ oidc: { issuers } }: Settings): Problem[] {
  const first = (name: string) => issuers.findIndex(({ issuer }) => issuer === name);
  return issuers.flatMap(({ issuer }, index) =>
    first(issuer) < index ? [{ path: `oidc.issuers.${index}.issuer`, message: `${issuer} is listed twice` }] : [],
  );
}

/** Half a key signs nothing. */
function contradictionsOfExports({ exports: { s3 } }: Settings): Problem[] {
  const { accessKeyIdFile: id, secretAccessKeyFile: secret } = s3;
  if ((id === undefined) === (secret === undefined)) return [];
  const [missing, given] =
    id === undefined ? ["accessKeyIdFile", "secretAccessKeyFile"] : ["secretAccessKeyFile", "accessKeyIdFile"];
  return [{ path: `exports.s3.${missing}`, message: `is needed beside exports.s3.${given}` }];
}

/** Half a way to tell people is a mistake that nobody would notice. */
function contradictionsOfNotify({ notify: { webhook, smtp, from } }: Settings): Problem[] {
  const problems: Problem[] = [];
  const missing = (path: string, beside: string) => problems.push({ path, message: `is needed beside ${beside}` });
  if (webhook.url !== undefined && webhook.secretFile === undefined)
    missing("notify.webhook.secretFile", "notify.webhook.url");
  if (webhook.url === undefined && webhook.secretFile !== undefined)
    missing("notify.webhook.url", "notify.webhook.secretFile");
  if (smtp.url !== undefined && from === undefined) missing("notify.from", "notify.smtp.url");
  if (smtp.url === undefined && from !== undefined) missing("notify.smtp.url", "notify.from");
  return problems;
}
