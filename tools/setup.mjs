// First step of `npm start` and `npm test`. Plain JavaScript without dependencies, because it runs on the machine's own
// Node in a clone where nothing is installed yet. It brings the dependencies, the supported Node and the Temporal CLI,
// records in .remit/tools.json what it found, and is quiet when nothing had to be done.
//   node tools/setup.mjs                     set up
//   node tools/setup.mjs run <file> [args]   set up, then run the file on the supported Node
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installationIsCurrent } from "./installation.mjs";
import { acquireTemporalCli } from "./temporal-cli.mjs";

const root = join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "..");
const oldestNode = [22, 18];

/** `npm ci`, with the caller's own npm settings, unless what is installed is already what the lock file says. */
function installDependencies() {
  if (installationIsCurrent(root)) return;
  console.log("set-up: installing dependencies (npm ci)");
  const args = ["ci", "--no-audit", "--no-fund"];
  const npm = process.env.npm_execpath;
  const options = { cwd: root, stdio: "inherit" };
  const { status } = npm?.endsWith(".js")
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync("npm", args, { ...options, shell: process.platform === "win32" });
  if (status !== 0) fail("npm ci failed; its output is above.");
}

/** The Node that runs Remit: the one among the dev dependencies, else the machine's own when it is new enough. */
function findNode() {
  const brought = join(root, "node_modules", ".bin", process.platform === "win32" ? "node.cmd" : "node");
  const path = existsSync(brought) ? brought : process.execPath;
  const { stdout } = spawnSync(path, ["--version"], { encoding: "utf8", shell: path.endsWith(".cmd") });
  const [major = 0, minor = 0] = (stdout ?? "").trim().slice(1).split(".").map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) {
    return { path, version: stdout.trim().slice(1) };
  }
  return fail(
    `Remit needs Node ${oldestNode.join(".")} or newer, and this is ${process.version}. On Linux (x64, arm64) and Windows\n` +
      `it comes with the optional dependencies; there is no such package for ${process.platform}-${process.arch}, or optional\n` +
      "dependencies were left out. Install a newer Node and run the command again.",
  );
}

async function setUp() {
  installDependencies();
  // Keys and data come to lie in it: closed to others from the first moment, whoever makes the folders inside.
  mkdirSync(join(root, ".remit"), { recursive: true, mode: 0o700 });
  chmodSync(join(root, ".remit"), 0o700);
  const record = join(root, ".remit", "tools.json");
  const before = existsSync(record) ? readFileSync(record, "utf8") : "{}";
  const tools = { node: findNode(), temporal: await acquireTemporalCli(root) };
  const earlier = JSON.parse(before).temporal;
  if (earlier?.path && earlier.path === tools.temporal.path) tools.temporal.from = earlier.from;
  const after = `${JSON.stringify(tools, null, 2)}\n`;
  if (after !== before) {
    writeFileSync(record, after, { mode: 0o600 });
    const { path, version, from, reason } = tools.temporal;
    console.log(`set-up: Node ${tools.node.version}`);
    console.log(`set-up: ${path ? `Temporal CLI ${version} from ${from}` : reason}`);
  }
  return tools;
}

/** Runs the file in the foreground: signals reach it, and its exit code becomes ours. */
function runOn(node, args) {
  const child = spawn(node, args, { cwd: root, stdio: "inherit", shell: node.endsWith(".cmd") });
  // A terminal's Ctrl-C reaches the child by itself; here it only must not end us before the child has cleaned up.
  process.on("SIGINT", () => undefined);
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  // npm runs scripts in a shell that ends at a signal without passing it on: who has lost its parent was meant.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill("SIGTERM");
  }, 500);
  child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

function fail(message) {
  console.error(`set-up: ${message}`);
  process.exit(1);
}

const [command, ...rest] = process.argv.slice(2);
const { node } = await setUp();
if (command === "run") runOn(node.path, rest);
else if (command) fail(`unknown command ${command}; it is "run <file>" or nothing.`);
