// The matrix and the teams as files.
import { apply, plan } from "../commands/responsibilities/apply.ts";
import { compare } from "../commands/responsibilities/compare.ts";
import { exportModel, formats, schema, template } from "../commands/responsibilities/export.ts";
import { fileOption, type Handle, type Parser } from "./options.ts";

const file = {
  type: "string",
  demandOption: true,
  describe: "responsibilities.yaml, - for stdin",
} as const;

const prune = {
  type: "boolean",
  default: false,
  describe: "delete the teams that the file does not have",
} as const;

export function addResponsibilities(parser: Parser, handle: Handle): void {
  parser.command("responsibilities", "the matrix and the teams as a file: export, plan, apply and more", (group) =>
    group
      .command(
        "export",
        "print them",
        (command) =>
          command
            .option("format", {
              requiresArg: true,
              choices: formats,
              describe: "yaml (what plan and apply take) unless said",
            })
            .option("file", fileOption),
        handle(exportModel),
      )
      .command("template", "print the matrix that everybody begins with", (command) => command, handle(template))
      .command(
        "compare",
        "how the matrix differs from the template, and the teams",
        (command) => command.option("file", fileOption),
        handle(compare),
      )
      .command(
        "plan <file>",
        "what applying a file would change; exit code 1 when anything",
        (command) => command.positional("file", file).option("prune", prune),
        handle(plan),
      )
      .command(
        "apply <file>",
        "make the server's as the file says; again changes nothing",
        (command) => command.positional("file", file).option("prune", prune),
        handle(apply),
      )
      .command("schema", "print the JSON Schema of the file", (command) => command, handle(schema))
      .demandCommand(1, "export, template, compare, plan, apply or schema?"),
  );
}
