// Servers of others that tests run against, built from their Go modules: once, into .remit/bin.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";

export interface GoServer {
  /** As people call it. */
  readonly name: string;
  /** The package that is its program, e.g. "go.temporal.io/server/cmd/server". */
  readonly package: string;
  readonly version: string;
  /** Of the binary in .remit/bin. */
  readonly file: string;
  /** The npm script that builds it. */
  readonly script: string;
  /** How long that takes, in words. */
  readonly takes: string;
}

const bin = join(import.meta.dirname, "..", ".remit", "bin");
const root = join(import.meta.dirname, "..");

/** The binary, or the reason why there is none, for `t.skip`. */
export function findGoServer({ name, file, script }: GoServer): { readonly path: string } | string {
  const path = join(bin, file);
  return existsSync(path) ? { path } : `no ${name} was built; npm run ${script} builds it`;
}

/** @throws Error without Go, or when it cannot be built */
export async function buildGoServer({ name, file, version, takes, ...server }: GoServer): Promise<void> {
  const path = join(bin, file);
  if (existsSync(path)) return console.log(`${name}: ${version} from an earlier run`);
  console.log(`${name}: go builds ${version}, which takes ${takes}`);
  mkdirSync(bin, { recursive: true, mode: 0o700 });
  const draft = mkdtempSync(join(bin, "build-"));
  const started = Date.now();
  const progress = setInterval(() => {
    console.log(`${name}: still building, ${Math.round((Date.now() - started) / 1_000)} s`);
  }, 30_000);
  try {
    await go(name, ["install", `${server.package}@v${version}`], { ...process.env, GOBIN: draft });
    renameSync(join(draft, basename(server.package)), path);
  } finally {
    clearInterval(progress);
    rmSync(draft, { recursive: true, force: true });
  }
}

function go(name: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn("go", args, { stdio: "inherit", env });
    child.once("error", () => reject(new Error(`the ${name} is built with Go, which is not on PATH`)));
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`go ended with ${code}`))));
  });
}

/** Builds it, then runs the tests whose path contains one of `tests`, and ends as they do. */
export async function testWithGoServer(server: GoServer, tests: readonly string[]): Promise<void> {
  await buildGoServer(server);
  const run = spawn(process.execPath, [join(root, "tools/test.ts"), ...tests], { stdio: "inherit" });
  run.once("exit", (code) => process.exit(code ?? 1));
}
