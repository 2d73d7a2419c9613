import { adopt } from "../commands/namespace/adopt.ts";
import { reconcile } from "../commands/namespace/reconcile.ts";
import { release } from "../commands/namespace/release.ts";
import type { Handle, Parser } from "./options.ts";

export function addNamespaces(parser: Parser, handle: Handle): void {
  parser.command(
    "namespace",
    "Namespaces and the Temporal servers that have them: adopt, release, reconcile",
    (group) =>
      group
        .command(
          "adopt [name]",
          "take what a Temporal server has already under management, and touch nothing there",
          (command) =>
            command
              .positional("name", { type: "string", describe: "what it is called on its server" })
              .option("all", { type: "boolean", default: false, describe: "every one that nobody manages" })
              .option("as", { type: "string", requiresArg: true, describe: "the name that it gets here" })
              .option("region", {
                type: "string",
                requiresArg: true,
                describe: "of the server behind this region alone",
              })
              .option("project", {
                type: "string",
                requiresArg: true,
                default: "",
                describe: "id of the project that it comes into",
              })
              .option("dry-run", {
                type: "boolean",
                default: false,
                describe: "only show what would be adopted, and how",
              })
              .example("$0 namespace adopt --all --dry-run", ""),
          handle(adopt),
        )
        .command(
          "release <namespace>",
          "forget an adopted one and every grant on it; its server keeps it",
          (command) => command.positional("namespace", { type: "string", demandOption: true, describe: "name or id" }),
          handle(release),
        )
        .command(
          "reconcile [namespace]",
          "where servers differ from what was applied; exit code 1 when anywhere",
          (command) =>
            command
              .positional("namespace", { type: "string", describe: "name or id; left out: all" })
              .option("repair", { type: "boolean", default: false, describe: "bring the servers to what was applied" }),
          handle(reconcile),
        )
        .demandCommand(1, "adopt, release or reconcile?"),
  );
}
