import { cancelOperation, getOperation, listOperations, retryOperation } from "../commands/operations.ts";
import type { Handle, Parser } from "./options.ts";

const id = { type: "string", demandOption: true, describe: "id of an operation" } as const;

export function addOperations(parser: Parser, handle: Handle): void {
  parser.command("operations", "changes that wait for a Temporal server: look, take back, try again", (group) =>
    group
      .command(
        "list",
        "those that have not ended, yours or everybody's where you may read them",
        (command) =>
          command
            .option("all", { type: "boolean", default: false, describe: "also those that have ended" })
            .option("stuck", {
              type: "boolean",
              default: false,
              describe: "only those under way longer than is usual",
            }),
        handle(listOperations),
      )
      .command(
        "get <id>",
        "one of them, with the attempts that failed",
        (command) => command.positional("id", id),
        handle(getOperation),
      )
      .command(
        "cancel <id>",
        "take it back, while nothing was done that cannot be undone",
        (command) => command.positional("id", id),
        handle(cancelOperation),
      )
      .command(
        "retry <id>",
        "try it again now instead of when its turn comes",
        (command) => command.positional("id", id),
        handle(retryOperation),
      )
      .example("$0 operations list --stuck", "what needs somebody; exit code 1 when there is any")
      .demandCommand(1, "Which? `remit operations --help` lists them."),
  );
}
