// The `remit` command: what it takes, and its help. Each command's work is in commands/.
import { permissions, resourceTypes } from "@remit/policy";
import { template } from "@remit/responsibility";
import yargs, { type Argv } from "yargs";
import { type Clients, createClients } from "./client.ts";
import { completionScript, shells } from "./commands/completion.ts";
import { env } from "./commands/env.ts";
import { hostCommands } from "./commands/host.ts";
import { type Connection, findConnection } from "./connection.ts";
import { renderFailure, toFailure } from "./failure.ts";
import { toInert } from "./inert.ts";
import { addAccess } from "./parser/access.ts";
import { addAudit } from "./parser/audit.ts";
import { addCustomRole } from "./parser/custom-role.ts";
import { addDrift } from "./parser/drift.ts";
import { addNamespaces } from "./parser/namespaces.ts";
import { addOperations } from "./parser/operations.ts";
import { addGlobalOptions, type Handle, type Parser } from "./parser/options.ts";
import { addQuestions } from "./parser/questions.ts";
import { addRequests } from "./parser/requests.ts";
import { addResponsibilities } from "./parser/responsibilities.ts";
import { addResponsible } from "./parser/responsible.ts";
import { type ExitCode, type Terminal, UsageError } from "./terminal.ts";
import { explainUsage } from "./usage.ts";

/** Never rejects: what goes wrong is printed, and is exit code 2. */
export async function runProgram(given: readonly string[], plain: Terminal): Promise<ExitCode> {
  const args = joinStdin(given);
  const terminal: Terminal = {
    ...plain,
    print: (text) => plain.print(toInert(text)),
    complain: (text) => plain.complain(toInert(text)),
  };
  let exitCode: ExitCode = 0;
  let connection: Connection | null = null;
  let clients: Clients | null = null;
  const json = isJson(args);
  const handle: Handle = (run) => async (options) => {
    exitCode = await run(
      {
        ...terminal,
        json: options.output === "json",
        // Looked for when it is asked for: what works on a file alone needs no control plane.
        get connection() {
          connection ??= findConnection(options, terminal.env, terminal.cwd);
          return connection;
        },
        get clients() {
          clients ??= createClients(this.connection);
          return clients;
        },
      },
      options,
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
  } finally {
    (clients as Clients | null)?.close();
  }
  return exitCode;
}

/** The argument parser takes a lone dash for an argument of its own, never for the value of a flag. */
const joinStdin = (args: readonly string[]): string[] =>
  args.flatMap((argument, index) => {
    if (argument === "--file" && args[index + 1] === "-") return "--file=-";
    return argument === "-" && args[index - 1] === "--file" ? [] : argument;
  });

const isJson = (args: readonly string[]): boolean =>
  args.some(
    (argument, index) =>
      /^(-o|--output)=?json$/.test(argument) || (/^(-o|--output)$/.test(argument) && args[index + 1] === "json"),
  );

function createParser(args: readonly string[], terminal: Terminal, handle: Handle) {
  const parser = addGlobalOptions(
    yargs([...args])
      .scriptName("remit")
      // A list takes one value each time that it is named: words after it are not its own.
      .parserConfiguration({ "greedy-arrays": false })
      .usage("$0 <command>\n\nAsk and change who answers for what, and who may do what."),
  );
  addQuestions(parser, handle);
  addCustomRole(parser, handle);
  addNamespaces(parser, handle);
  addResponsible(parser, handle);
  addResponsibilities(parser, handle);
  addAccess(parser, handle);
  addDrift(parser, handle);
  addRequests(parser, handle);
  addAudit(parser, handle);
  addOperations(parser, handle);
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
      "Exit codes: 0 done, allowed or nothing to change; 1 denied, or there is something to change; 2 an error. Without --address: the nearest .remit/dev/connection.json.",
    );
}

/** yargs prints scripts of its own under this name, and has none for fish: `completion` is ours. */
const unusedCommand = "yargs-completion-script";

/** For help and completion only: main hands them to the server's bin before they get here. */
function addHostCommands(parser: Parser): void {
  for (const { words, summary } of hostCommands.filter((command) => command.words.length === 1)) {
    parser.command(words.join(" "), `on the server's machine: ${summary}`);
  }
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

/** Operations, resource types and rows where they are expected; commands and flags elsewhere. */
function complete(
  current: string,
  argv: { _: readonly (string | number)[]; operation?: unknown },
  byDefault: (next: (error: Error | null, words: string[] | undefined) => void) => void,
  done: (words: string[]) => void,
): void {
  const [command = "", ...words] = argv._.map(String).slice(1);
  const isWord = !current.startsWith("-");
  const isQuestion = (command === "can" || command === "who-can") && isWord;
  const isRow = (command === "evidence" || command === "attest") && isWord;
  if (isQuestion && words.length <= 1) done(permissions.map(({ operation }) => operation));
  else if (isQuestion && words.length === 2) done(["on", ...resourceTypes]);
  else if (isQuestion && words.length === 3 && words[1] === "on") done([...resourceTypes]);
  else if (command === "ask" && isWord && argv.operation === current)
    done(permissions.map(({ operation }) => operation));
  // Those of the template: most organisations keep them, and completing must not wait for a server.
  else if (isRow && words.length <= 1) done(template.responsibilities.map(({ id }) => id));
  else byDefault((_error, defaults) => done(defaults ?? []));
}
