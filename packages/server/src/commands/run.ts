// argv → command. Arguments and settings are checked before a command starts, and everything wrong is said at once.
import { type Loaded, loadConfig, type Mode, parseFlags } from "../config/index.ts";
import { createSettingsSchema, settingsOf } from "../config/schema.ts";
import type { SettingRow } from "../config/setting.ts";
import { defaultLimits } from "../resources/limits.ts";
import { verifyAudit } from "./audit-verify.ts";
import type { CommandContext, ExitCode, Host } from "./context.ts";
import { dev } from "./dev.ts";
import { diagnose } from "./doctor.ts";
import { describeFailure } from "./failure.ts";
import { renderCommandHelp, renderHelp } from "./help.ts";
import { recoverOwnerOnHost } from "./recover-owner.ts";
import { serve } from "./serve.ts";

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Flags of its own, with what they are for. */
  readonly flags: Readonly<Record<string, string>>;
  readonly required: readonly string[];
  readonly mode: Mode;
  /** The exit code when it cannot do its work; 1 where that is not another answer. */
  readonly failure?: ExitCode;
  readonly run: (context: CommandContext) => Promise<ExitCode>;
}

const output = { output: "text or json" };

export const commands: readonly Command[] = [
  { name: "serve", summary: "Run the control plane.", flags: {}, required: [], mode: "serve", run: serve },
  {
    name: "dev",
    summary: "Run it for development: a fresh 24-hour key in .remit/dev/connection.json.",
    flags: {},
    required: [],
    mode: "dev",
    run: dev,
  },
  {
    name: "doctor",
    summary: "Check settings, database, Temporal servers, certificates, files and clock.",
    flags: output,
    required: [],
    mode: "serve",
    run: diagnose,
  },
  {
    name: "audit-verify",
    summary: "Recompute the audit log's hash chain.",
    flags: output,
    required: [],
    mode: "serve",
    failure: 2,
    run: verifyAudit,
  },
  {
    name: "recover-owner",
    summary: "Make a user an owner with a new API key, when the last owner's key is lost. Audited.",
    flags: { email: "the user's e-mail address; the user is made if there is none", ...output },
    required: ["email"],
    mode: "serve",
    run: recoverOwnerOnHost,
  },
];

/** Flags that every command has beside the settings. */
const commonFlags = { config: "path of remit.yaml", help: "show this help" };

export async function run(args: readonly string[], host: Host): Promise<ExitCode> {
  const [name, ...rest] = args;
  const rows = settingsOf(createSettingsSchema(defaultLimits));
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    host.print(renderHelp(commands));
    return name === undefined ? 2 : 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) {
    host.complain(
      `There is no command ${JSON.stringify(name)}; there are ${commands.map((each) => each.name).join(", ")}.`,
    );
    return 2;
  }
  if (rest.includes("--help") || rest.includes("-h")) {
    host.print(renderCommandHelp(command, { ...command.flags, ...commonFlags }, rows));
    return 0;
  }
  return start(command, rest, rows, host);
}

async function start(
  command: Command,
  rest: readonly string[],
  rows: readonly SettingRow[],
  host: Host,
): Promise<ExitCode> {
  const read = readCommand(command, rest, rows, host);
  if (!read.ok) {
    host.complain(`remit-server ${command.name} cannot start:`);
    for (const problem of read.problems) host.complain(`  ${problem}`);
    return 2;
  }
  try {
    return await command.run(read.context);
  } catch (error) {
    for (const line of describeFailure(error, read.context.config)) host.complain(line);
    return command.failure ?? 1;
  }
}

type Read =
  | { readonly ok: true; readonly context: CommandContext }
  | { readonly ok: false; readonly problems: readonly string[] };

function readCommand(command: Command, rest: readonly string[], rows: readonly SettingRow[], host: Host): Read {
  const { values, problems } = parseFlags(
    rest.map((argument) => (argument === "-o" ? "--output" : argument)),
    [...Object.keys(command.flags), ...Object.keys(commonFlags), ...rows.flatMap(({ flag }) => flag ?? [])],
    rows.flatMap(({ kind, flag }) => (kind === "boolean" && flag !== null ? [flag] : [])),
  );
  const wrong = [...problems.map(({ message }) => message), ...checkOwnFlags(command, values)];
  const loaded: Loaded = loadConfig({
    flags: values,
    env: host.env,
    cwd: host.cwd,
    file: values.get("config") ?? null,
    mode: command.mode,
    limits: defaultLimits,
  });
  if (!loaded.ok) wrong.push(...loaded.problems);
  if (!loaded.ok || wrong.length > 0) return { ok: false, problems: wrong };
  return {
    ok: true,
    context: { ...host, config: loaded.config, flags: values, json: values.get("output") === "json" },
  };
}

function checkOwnFlags(command: Command, values: ReadonlyMap<string, string>): string[] {
  const missing = command.required.filter((flag) => !values.get(flag)).map((flag) => `--${flag} is needed`);
  const format = values.get("output") ?? "text";
  return format === "text" || format === "json"
    ? missing
    : [...missing, `--output: must be text or json, not ${format}`];
}
