// The gateway's settings → plain values.
import { isDataPlane } from "@remit/policy";
import type { GatewaySettings } from "./config.ts";
import { certificateOf, type Mode } from "./contradictions.ts";
import type { Problem } from "./problem.ts";
import type { Settings } from "./schema.ts";

/** What people who watch over a platform ask for first: what ends, changes or removes somebody's work. */
export const usuallyAudited = [
  "temporal.workflow.terminate",
  "temporal.workflow.signal",
  "temporal.workflow.signalWithStart",
  "temporal.workflow.reset",
  "temporal.workflow.delete",
  "temporal.batch.start",
] as const;

export function toGateway(settings: Settings, mode: Mode): GatewaySettings {
  const { gateway, listen } = settings;
  const host = gateway.host ?? listen.host;
  const hasCertificate = certificateOf(settings, mode) !== "none";
  return {
    plaintext: gateway.plaintext ? { host, port: portsOf(settings).plaintext } : null,
    tls: hasCertificate ? { host, port: portsOf(settings).tls } : null,
    private: gateway.private,
    limits: gateway.limits,
    secondLock: toSecondLock(gateway.secondLock, mode),
    audit: gateway.audit.flatMap((name) => (name === "usual" ? usuallyAudited : [name])),
    metrics: gateway.metrics === undefined ? null : { host: listen.host, port: gateway.metrics },
  };
}

type SecondLockInput = Settings["gateway"]["secondLock"];

/** The development server checks no tokens, and a gateway that waits for it to know a key would start late for nothing. */
function toSecondLock(
  { jwksRefreshSeconds, audience, rotateHours }: SecondLockInput,
  mode: Mode,
): GatewaySettings["secondLock"] {
  const refreshSeconds = jwksRefreshSeconds ?? (mode === "dev" ? 0 : 5);
  return refreshSeconds === 0 ? null : { refreshSeconds, audience: audience ?? null, rotateHours };
}

/** Whoever lets the API take any port does so to run beside another server, which has the usual ones. */
const portsOf = ({ gateway, listen }: Settings) => ({
  plaintext: gateway.port ?? (listen.port === 0 ? 0 : 7282),
  tls: gateway.tlsPort ?? (listen.tls.port === 0 ? 0 : 7283),
});

const isAuditable = (name: string): boolean => name === "usual" || isDataPlane(name);

export function contradictionsOfGateway(settings: Settings, mode: Mode): Problem[] {
  const { gateway, listen, roles } = settings;
  if (!roles.includes("gateway")) return [];
  const problems: Problem[] = [];
  const certificate = certificateOf(settings, mode);
  if (!gateway.plaintext && certificate === "none" && gateway.private.length === 0) {
    const message = "is false and listen.tls.certificate is none: no client could connect to the gateway";
    problems.push({ path: "gateway.plaintext", message });
  }
  gateway.private.forEach(({ tls }, index) => {
    if (tls && certificate === "none") {
      const message = "is true and listen.tls.certificate is none: there is no certificate for it";
      problems.push({ path: `gateway.private.${index}.tls`, message });
    }
  });
  if (gateway.secondLock.jwksRefreshSeconds === 0 && gateway.secondLock.audience !== undefined) {
    const message = "gateway.secondLock.jwksRefreshSeconds is 0: no tokens are sent that could have an audience";
    problems.push({ path: "gateway.secondLock.audience", message });
  }
  gateway.audit.forEach((name, index) => {
    if (isAuditable(name)) return;
    const message = `${JSON.stringify(name)} is no data-plane operation; docs/permissions.md lists them, \`usual\` is some`;
    problems.push({ path: `gateway.audit.${index}`, message });
  });
  return [...problems, ...takenTwice(settings, certificate !== "none", gateway.host ?? listen.host)];
}

/** Ports of this process that are given the same number on the same address. */
function takenTwice(settings: Settings, hasTls: boolean, host: string): Problem[] {
  const { gateway, listen, roles } = settings;
  const own = portsOf(settings);
  const isApi = roles.includes("api");
  const ports = [
    { path: "listen.port", host: listen.host, port: isApi && listen.plaintext ? listen.port : 0 },
    { path: "listen.tls.port", host: listen.tls.host ?? listen.host, port: isApi && hasTls ? listen.tls.port : 0 },
    { path: "gateway.port", host, port: gateway.plaintext ? own.plaintext : 0 },
    { path: "gateway.tlsPort", host, port: hasTls ? own.tls : 0 },
    ...gateway.private.map((one, index) => ({ path: `gateway.private.${index}.port`, ...one })),
    { path: "gateway.metrics", host: listen.host, port: gateway.metrics ?? 0 },
  ].filter(({ port }) => port !== 0);
  return ports.flatMap(({ path, host, port }, index) => {
    const first = ports.slice(0, index).find((other) => other.host === host && other.port === port);
    // Those of listen are compared among themselves elsewhere.
    const isOurs = path.startsWith("gateway.");
    return first && isOurs ? [{ path, message: `${first.path} is ${port} too` }] : [];
  });
}
