// Where the control plane is and with which key: flags, then the environment, then the nearest .remit/dev/connection.json.
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UsageError } from "./terminal.ts";

export interface Connection {
  /** http://… or https://… */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The flag, the variable or the file that the key came from. */
  readonly keyFrom: string;
  /** PEM; null: the system's authorities. */
  readonly ca: string | null;
}

export interface ConnectionFlags {
  readonly address?: string | undefined;
  readonly apiKey?: string | undefined;
  readonly ca?: string | undefined;
}

interface DevelopmentFile {
  readonly apiAddress: string | null;
  readonly tlsAddress: string | null;
  readonly caFile: string | null;
  readonly apiKey: string;
}

const connectionFile = ".remit/dev/connection.json";

/** @throws UsageError that says how to give what is missing */
export function findConnection(
  flags: ConnectionFlags,
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): Connection {
  const address = flags.address || env.REMIT_ADDRESS;
  const { apiKey, keyFrom } = findKey(flags, env);
  const caFile = flags.ca || env.REMIT_CA;
  const development = address && apiKey ? null : findDevelopmentFile(cwd);
  if (address && !apiKey && !belongsTo(development, address)) {
    // The development key stays with the development server: it is an owner's key.
    throw new UsageError(`No API key for ${address}: give --api-key or set REMIT_API_KEY.`);
  }
  const found = address ?? addressOf(development);
  if (!found) {
    throw new UsageError(
      "No control plane found: give --address, set REMIT_ADDRESS, or run `npm start`, which leaves .remit/dev/connection.json.",
    );
  }
  const ca = caFile ?? caOf(development, found);
  const authority = ca === null ? null : readAuthority(resolve(cwd, ca));
  return { baseUrl: toUrl(found, ca !== null), apiKey: apiKey ?? development?.apiKey ?? "", keyFrom, ca: authority };
}

function findKey(
  flags: ConnectionFlags,
  env: Readonly<Record<string, string | undefined>>,
): { apiKey: string | undefined; keyFrom: string } {
  if (flags.apiKey) return { apiKey: flags.apiKey, keyFrom: "--api-key" };
  const variable = ["REMIT_API_KEY", "TEMPORAL_API_KEY"].find((name) => env[name]);
  return variable === undefined
    ? { apiKey: undefined, keyFrom: connectionFile }
    : { apiKey: env[variable], keyFrom: variable };
}

function findDevelopmentFile(from: string): DevelopmentFile | null {
  for (let directory = resolve(from); ; directory = dirname(directory)) {
    const content = tryRead(join(directory, connectionFile));
    if (content !== null) return JSON.parse(content) as DevelopmentFile;
    if (dirname(directory) === directory) return null;
  }
}

const addressOf = (file: DevelopmentFile | null): string | null => file && (file.apiAddress ?? file.tlsAddress);

const belongsTo = (file: DevelopmentFile | null, address: string): boolean =>
  file !== null && [file.apiAddress, file.tlsAddress].includes(withoutScheme(address));

const caOf = (file: DevelopmentFile | null, address: string): string | null =>
  file !== null && file.tlsAddress === withoutScheme(address) ? file.caFile : null;

const withoutScheme = (address: string): string => address.replace(/^https?:\/\//, "").replace(/\/$/, "");

/** A bare host:port is TLS unless it is this machine's own and no CA is named. */
function toUrl(address: string, hasCa: boolean): string {
  if (/^https?:\/\//.test(address)) return address.replace(/\/$/, "");
  const isLoopback = /^(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(address);
  const url = `${isLoopback && !hasCa ? "http" : "https"}://${address}`;
  if (!URL.canParse(url)) throw new UsageError(`${JSON.stringify(address)} is not an address; expected host:port.`);
  return url;
}

function readAuthority(file: string): string {
  const content = tryRead(file);
  if (content === null) throw new UsageError(`The CA file ${file} cannot be read.`);
  return content;
}

function tryRead(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
