import { exportRole, list } from "../commands/custom-role.ts";
import { importCustomRole } from "../commands/custom-role-import.ts";
import type { Handle, Parser } from "./options.ts";

export function addCustomRole(parser: Parser, handle: Handle): void {
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
