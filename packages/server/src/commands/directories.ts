// The directories that a start writes to, judged before anything is made in them: what fails later, deep in the store or
// in a certificate, does not say which setting put it there.
import { accessSync, constants, type Stats, statSync } from "node:fs";
import { dirname } from "node:path";
import { type Config, makePrivateDirectory, nameSetting } from "../config/index.ts";

interface Directory {
  readonly path: string;
  readonly setting: string;
  readonly flag: string;
}

/** @param own further ones that only this command writes to */
export function requireDirectories(config: Config, own: readonly Directory[] = []): void {
  for (const directory of [...own, ...directoriesOf(config)]) {
    const problem = judge(directory.path) ?? make(directory.path);
    if (problem !== null) throw new Error(render(config, directory, problem));
  }
}

/** The same without making anything. */
export const findDirectoryProblems = (config: Config): string[] =>
  directoriesOf(config).flatMap((directory) => {
    const problem = judge(directory.path);
    return problem === null ? [] : [render(config, directory, problem)];
  });

export const dataDirectoryOf = ({ dataDirectory }: Config): Directory => ({
  path: dataDirectory,
  setting: "dataDirectory",
  flag: "--data-dir",
});

export const connectionDirectoryOf = ({ connectionFile }: Config): Directory => ({
  path: dirname(connectionFile),
  setting: "dev.connectionFile",
  flag: "--connection-file",
});

/** With Postgres, a given key and a given certificate nothing is kept on this machine, and its disk may be read-only. */
function directoriesOf(config: Config): Directory[] {
  const { store, dataDirectory, secretsKey, listen } = config;
  const database = store.kind === "pglite" ? store.directory : null;
  const keeps = secretsKey.kind === "kept" || listen.tls?.certificate.kind === "local" || database === dataDirectory;
  return [
    ...(keeps ? [dataDirectoryOf(config)] : []),
    ...(database === null || database === dataDirectory
      ? []
      : [{ path: database, setting: "pglite.directory", flag: "--pglite-dir" }]),
  ];
}

const render = (config: Config, { setting, flag }: Directory, problem: string): string =>
  `${nameSetting(config.origins, setting)}: ${problem}; choose another with ${flag}`;

/** What is wrong with it, or with the nearest directory above it that exists; null when nothing shows. */
function judge(path: string): string | null {
  let at = path;
  let found = look(at);
  while (found === null && at !== dirname(at)) {
    at = dirname(at);
    found = look(at);
  }
  const doing = at === path ? `${path} cannot be written to` : `${path} cannot be made`;
  const where = at === path ? "" : ` at ${at}`;
  if (typeof found === "string") return `${doing}: ${found}${where}`;
  if (found?.isDirectory() === false) {
    return at === path ? `${path} is not a directory` : `${doing}: ${at} is not a directory`;
  }
  try {
    accessSync(at, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return `${doing}: ${codeOf(error)}${where}`;
  }
}

/** Null: there is nothing. A text: it cannot be told, for this reason. */
function look(path: string): Stats | string | null {
  try {
    return statSync(path);
  } catch (error) {
    const code = codeOf(error);
    return code === "ENOENT" || code === "ENOTDIR" ? null : code;
  }
}

function make(path: string): string | null {
  try {
    makePrivateDirectory(path);
    return null;
  } catch (error) {
    const { path: at } = error as NodeJS.ErrnoException;
    return `${path} cannot be made: ${codeOf(error)}${at === undefined || at === path ? "" : ` at ${at}`}`;
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);
