// The `remit` command: what it takes, and its help. Each command's work is in commands/.
import { permissions } from "@remit/policy";
import yargs, { type Argv } from "yargs";
import { createClients } from "./client.ts";
import { can } from "./commands/can.ts";
import { completionScript, shells } from "./commands/completion.ts";
import type { Run } from "./commands/context.ts";
import { exportRole, list } from "./commands/custom-role.ts";
import { importCustomRole } from "./commands/custom-role-import.ts";
import { env } from "./commands/env.ts";
import { hostCommands } from "./commands/host.ts";
import { whoCan } from "./commands/who-can.ts";
import { whoami } from "./commands/whoami.ts";
import { type Connection, findConnection } from "./connection.ts";
import { renderFailure, toFailure } from "./failure.ts";
import { toInert } from "./inert.ts";
import { resourceTypes } from "./resource.ts";
import { type ExitCode, type Terminal, UsageError } from "./terminal.ts";
import { explainUsage } from "./usage.ts";

interface GlobalOptions {
  readonly address: string | undefined;
  readonly apiKey: string | undefined;
  readonly ca: string | undefined;
  readonly output: string;
}

/** Never rejects: what goes wrong is printed, and is exit code 2. */
export async function runProgram(args: readonly string[], plain: Terminal): Promise<ExitCode> {
  const terminal: Terminal = {
    ...plain,
    print: (text) => plain.print(toInert(text)),
    complain: (text) => plain.complain(toInert(text)),
  };
  let exitCode: ExitCode = 0;
  let connection: Connection | null = null;
  const json = isJson(args);
  const handle =
    <T>(run: Run<T>) =>
    async (given: GlobalOptions & T): Promise<void> => {
      const found = findConnection(given, terminal.env, terminal.cwd);
      connection = found;
      exitCode = await run(
        { ...terminal, clients: createClients(found), connection: found, json: given.output === "json" },
        given,
      );
    };
  try {
    await createParser(args, terminal, handle).parseAsync(args, {}, (_error, _parsed, output) => {
      if (output) terminal.print(output);
    });
  } catch (error) {
    const failure = toFailure(error, connection);
    terminal.complain(json ? JSON.stringify({ error: failure }) : renderFailure(failure));
    return 2;
  }
  return exitCode;
}

const isJson = (args: readonly string[]): boolean =>
  args.some(
    (argument, index) =>
      /^(-o|--output)=?json$/.test(argument) || (/^(-o|--output)$/.test(argument) && args[index + 1] === "json"),
  );

type Handle = <T>(run: Run<T>) => (given: GlobalOptions & T) => Promise<void>;

function createParser(args: readonly string[], terminal: Terminal, handle: Handle) {
  const parser = addGlobalOptions(
    yargs([...args])
      .scriptName("remit")
      .usage("$0 <command>\n\nAsk and change who may do what."),
  );
  addQuestions(parser, handle);
  addCustomRole(parser, handle);
  parser.command("env", 'the connection as shell variables: eval "$(remit env)"', (command) => command, handle(env));
  addHostCommands(parser);
  addCompletion(parser, terminal);
  return parser
    .completion(unusedCommand, false, complete)
    .demandCommand(1, "Which command? `remit --help` lists them.")
    .strict()
    .version(false)
    .help()
    .alias("h", "help")
    .wrap(Math.min(terminal.columns, 110))
    .exitProcess(false)
    .fail((message, error) => {
      // What yargs itself throws says no more than its message.
      throw error === undefined || error === null || error.name === "YError"
        ? new UsageError(explainUsage(message, args))
        : error;
    })
    .epilogue(
      "Exit codes: 0 done or allowed, 1 denied, 2 an error. Without --address: the nearest .remit/dev/connection.json.",
    );
}

/** yargs prints scripts of its own under this name, and has none for fish: `completion` is ours. */
const unusedCommand = "yargs-completion-script";

type Parser = ReturnType<typeof addGlobalOptions>;

function addGlobalOptions(parser: Argv) {
  return parser
    .option("address", {
      type: "string",
      requiresArg: true,
      describe: "host:port or URL of the control plane [REMIT_ADDRESS]",
    })
    .option("api-key", {
      type: "string",
      requiresArg: true,
      describe: "API key; better in REMIT_API_KEY or TEMPORAL_API_KEY",
    })
    .option("ca", {
      type: "string",
      requiresArg: true,
      describe: "PEM file of the authority behind the server's certificate [REMIT_CA]",
    })
    .option("output", {
      alias: "o",
      requiresArg: true,
      choices: ["text", "json"],
      default: "text",
      describe: "how to print the answer",
    });
}

function addQuestions(parser: Parser, handle: Handle): void {
  parser.command("whoami", "who the API key speaks for", (command) => command, handle(whoami));
  parser.command(
    "can <operation> [on] [type] [id]",
    "whether an operation is allowed, why, and what would allow it",
    (command) =>
      command
        .positional("operation", { type: "string", demandOption: true, describe: "as cloud.namespace.get" })
        .positional("on", { type: "string", describe: "the word `on`; may be left out" })
        .positional("type", { type: "string", describe: resourceTypes.join(", ") })
        .positional("id", { type: "string", describe: "the resource's id; a Namespace's is name.account" })
        .option("as", {
          type: "string",
          requiresArg: true,
          describe: "a user's e-mail, a service account's name, or an id; else yourself",
        })
        .example("$0 can cloud.namespace.create", "may I create Namespaces?")
        .example("$0 can cloud.namespace.update on namespace payments.abc123 --as ann@example.com", "may Ann?"),
    handle(can),
  );
  parser.command(
    "who-can <operation> [on] [type] [id]",
    "everyone who may do an operation, and by what",
    (command) =>
      command
        .positional("operation", { type: "string", demandOption: true, describe: "as cloud.namespace.delete" })
        .positional("on", { type: "string", describe: "the word `on`; may be left out" })
        .positional("type", { type: "string", describe: resourceTypes.join(", ") })
        .positional("id", { type: "string", describe: "the resource's id" })
        .example("$0 who-can cloud.namespace.delete namespace payments.abc123", ""),
    handle(whoCan),
  );
}

function addCustomRole(parser: Parser, handle: Handle): void {
  parser.command("custom-role", "custom roles: import, export, list", (group) =>
    group
      .command(
        "import <file>",
        "create or update the role of a file; again changes nothing",
        (command) =>
          command
            .positional("file", { type: "string", demandOption: true, describe: "JSON or YAML, - for stdin" })
            .option("dry-run", {
              type: "boolean",
              default: false,
              describe: "only show what would change, and for whom",
            })
            .example("$0 custom-role import role.json --dry-run", ""),
        handle(importCustomRole),
      )
      .command(
        "export <role>",
        "print a role as import takes it",
        (command) => command.positional("role", { type: "string", demandOption: true, describe: "name or id" }),
        handle(exportRole),
      )
      .command("list", "the roles that you may see", (command) => command, handle(list))
      .demandCommand(1, "import, export or list?"),
  );
}

/** For help and completion only: main hands them to the server's bin before they get here. */
function addHostCommands(parser: Parser): void {
  for (const { words, summary } of hostCommands.filter((command) => command.words.length === 1)) {
    parser.command(words.join(" "), `on the server's machine: ${summary}`);
  }
  parser.command("audit", "on the server's machine: the audit log", (group) =>
    hideConnection(group)
      .command("verify", "recompute the hash chain")
      .demandCommand(1, "`remit audit verify` is the one there is."),
  );
}

function addCompletion(parser: Parser, terminal: Terminal): void {
  parser.command(
    "completion [shell]",
    "print a script for shell completion (bash, zsh, fish)",
    (command) =>
      hideConnection(command).positional("shell", { choices: shells, describe: "left out: the one of $SHELL" }),
    ({ shell }) => terminal.print(completionScript(shell, terminal.env)),
  );
}

/** For what asks no server: its help shows what it takes. */
function hideConnection<T>(command: Argv<T>): Argv<T> {
  for (const name of ["address", "api-key", "ca", "output"]) command.hide(name);
  return command;
}

/** Operations and resource types where they are expected; commands and flags elsewhere. */
function complete(
  current: string,
  argv: { _: readonly (string | number)[] },
  byDefault: (next: (error: Error | null, words: string[] | undefined) => void) => void,
  done: (words: string[]) => void,
): void {
  const [command, ...words] = argv._.map(String).slice(1);
  const isQuestion = (command === "can" || command === "who-can") && !current.startsWith("-");
  if (isQuestion && words.length <= 1) done(permissions.map(({ operation }) => operation));
  else if (isQuestion && words.length === 2) done(["on", ...resourceTypes]);
  else if (isQuestion && words.length === 3 && words[1] === "on") done([...resourceTypes]);
  else byDefault((_error, defaults) => done(defaults ?? []));
}
