// `doctor`: what a person would check by hand when something is wrong. It changes nothing.
import { checkCertificate } from "./checks/certificate.ts";
import { type Check, ok } from "./checks/check.ts";
import { checkDatabase } from "./checks/database.ts";
import { checkFiles } from "./checks/files.ts";
import { checkNode } from "./checks/node.ts";
import { checkPorts } from "./checks/ports.ts";
import { checkTemporal } from "./checks/temporal.ts";
import type { CommandContext, ExitCode } from "./context.ts";

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
    checkNode(context.nodeVersion),
    ...checkFiles(config),
    ...(await checkDatabase(config, now)),
    ...(await Promise.all([...checkTemporal(config), ...checkPorts(config)])),
    ...checkCertificate(config, now),
  ];
  if (json) print(JSON.stringify({ checks }));
  else for (const check of checks) print(render(check));
  return checks.some(({ level }) => level === "fail") ? 1 : 0;
}

function render({ level, subject, found, advice }: Check): string {
  return `${level.padEnd(5)}${subject.padEnd(14)}${found}${advice === null ? "" : `\n${" ".repeat(19)}→ ${advice}`}`;
}
