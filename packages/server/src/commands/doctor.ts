// `doctor`: what a person would check by hand when something is wrong. It changes nothing.
import type { Config } from "../config/index.ts";
import { checkSecondLocks } from "./checks/authorizer.ts";
import { checkCertificate } from "./checks/certificate.ts";
import { type Check, fail, ok } from "./checks/check.ts";
import { checkDatabase } from "./checks/database.ts";
import { checkFiles } from "./checks/files.ts";
import { checkNode } from "./checks/node.ts";
import { checkPorts } from "./checks/ports.ts";
import { checkTemporal } from "./checks/temporal.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { findDirectoryProblems } from "./directories.ts";
import { findHostProblems } from "./hosts.ts";

/** Exit code 1 when a line says fail. */
export async function diagnose(context: CommandContext): Promise<ExitCode> {
  const { config, json, print } = context;
  const now = new Date();
  const settings = ok(
    "settings",
    config.file === null ? "no remit.yaml: defaults, environment and flags" : config.file,
  );
  const warned = config.warnings.map(
    (text): Check => ({ level: "warn", subject: "settings", found: text, advice: null }),
  );
  const checks = [
    settings,
    ...warned,
    ...(await findHostProblems(config)).map((problem) => fail("settings", problem, "see listen.host")),
    checkNode(context.nodeVersion),
    ...(await checkStored(config, now)),
    ...(await Promise.all([...checkTemporal(config), ...checkPorts(config)])),
    ...(await checkSecondLocks(config)),
    ...checkCertificate(config, now),
  ];
  if (json) print(JSON.stringify({ checks }));
  else for (const check of checks) print(render(check));
  return checks.some(({ level }) => level === "fail") ? 1 : 0;
}

/** A directory that cannot be used is the one thing to say: what should be in it is not there for that reason. */
async function checkStored(config: Config, now: Date): Promise<Check[]> {
  const problems = findDirectoryProblems(config);
  if (problems.length === 0) return [...checkFiles(config), ...(await checkDatabase(config, now))];
  const advice = "or let this user make it and write to it";
  const found = problems.map((problem) => fail("directory", problem, advice));
  return config.store.kind === "postgres" ? [...found, ...(await checkDatabase(config, now))] : found;
}

function render({ level, subject, found, advice }: Check): string {
  return `${level.padEnd(5)}${subject.padEnd(14)}${found}${advice === null ? "" : `\n${" ".repeat(19)}→ ${advice}`}`;
}
