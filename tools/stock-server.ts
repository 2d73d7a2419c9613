// A stock Temporal server with its own authorizer, which the development server does not have: `npm run test:stock` builds
// it once, into .remit/bin, and runs the tests that need it.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

export const stockVersion = "1.32.1";

const bin = join(import.meta.dirname, "..", ".remit", "bin");
const binary = join(bin, `temporal-server-${stockVersion}`);

/** The binary, or the reason why there is none, for `t.skip`. */
export const findStockServer = (): { readonly path: string } | string =>
  existsSync(binary) ? { path: binary } : "no stock Temporal server was built; npm run test:stock builds it";

/** @throws Error without Go, or when it cannot be built */
async function buildStockServer(): Promise<void> {
  if (existsSync(binary)) return console.log(`stock server: ${stockVersion} from an earlier run`);
  console.log(`stock server: go builds ${stockVersion}, which takes five to ten minutes`);
  mkdirSync(bin, { recursive: true, mode: 0o700 });
  const draft = mkdtempSync(join(bin, "build-"));
  const started = Date.now();
  const progress = setInterval(() => {
    console.log(`stock server: still building, ${Math.round((Date.now() - started) / 1_000)} s`);
  }, 30_000);
  try {
    await go(["install", `go.temporal.io/server/cmd/server@v${stockVersion}`], { ...process.env, GOBIN: draft });
    renameSync(join(draft, "server"), binary);
  } finally {
    clearInterval(progress);
    rmSync(draft, { recursive: true, force: true });
  }
}

function go(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn("go", args, { stdio: "inherit", env });
    child.once("error", () => reject(new Error("the stock server is built with Go, which is not on PATH")));
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`go ended with ${code}`))));
  });
}

if (import.meta.main) {
  await buildStockServer();
  const files = ["stock-server", "gateway-stock"];
  const tests = spawn(process.execPath, [join(import.meta.dirname, "test.ts"), ...files], { stdio: "inherit" });
  tests.once("exit", (code) => process.exit(code ?? 1));
}
