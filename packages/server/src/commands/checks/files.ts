import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Config } from "../../config/index.ts";
import { looseBits } from "../../config/private-files.ts";
import { type Check, fail, ok } from "./check.ts";

/** Whatever holds a key or the data must be closed to the machine's other users. */
export function checkFiles(config: Config): Check[] {
  const { listen, secretsKey, dataDirectory, connectionFile } = config;
  const certificate = listen.tls?.certificate;
  const localCa = certificate?.kind === "local" ? certificate.directory : null;
  const paths = [
    dataDirectory,
    secretsKey.kind === "kept" ? secretsKey.file : null,
    ...(localCa === null ? [] : [localCa, join(localCa, "ca.key"), join(localCa, "server.key")]),
    dirname(connectionFile),
    connectionFile,
    ownDirectoryAround(connectionFile),
    ownDirectoryAround(dataDirectory),
  ].filter((path) => path !== null);
  const there = [...new Set(paths)].filter((path) => existsSync(path));
  const loose = there.filter((path) => looseBits(path) !== 0);
  if (there.length === 0) return [ok("files", `${dataDirectory} does not exist yet: the first start makes it`)];
  if (loose.length === 0) return [ok("files", `${there.length} private files and directories are private`)];
  return loose.map((path) => fail("files", `${path} is open to other users`, `chmod go= ${JSON.stringify(path)}`));
}

/** The `.remit` that a path lies in; null when it lies elsewhere, where permissions are not ours to judge. */
function ownDirectoryAround(path: string): string | null {
  for (let at = path; at !== dirname(at); at = dirname(at)) if (basename(at) === ".remit") return at;
  return null;
}
