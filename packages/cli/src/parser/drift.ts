import { risks } from "@remit/client";
import { acknowledge, drift, fix, unacknowledge } from "../commands/drift.ts";
import { fileOption, type Handle, limitsOption, type Parser } from "./options.ts";

const id = { type: "string", demandOption: true, describe: "id of a finding" } as const;

export function addDrift(parser: Parser, handle: Handle): void {
  parser.command(
    "drift",
    "where responsibility and access disagree, the riskiest first",
    (group) =>
      group
        .option("file", { ...fileOption, global: false })
        .option("limits", { ...limitsOption, global: false })
        .option("fail-on", {
          requiresArg: true,
          choices: risks,
          describe: "exit code 1 from this risk on",
          global: false,
        })
        .option("all", { type: "boolean", default: false, describe: "also what was accepted", global: false })
        .command(
          "fix",
          "show what would mend it, and do it with --yes",
          (command) =>
            command
              .option("file", fileOption)
              .option("limits", limitsOption)
              .option("only", {
                requiresArg: true,
                type: "string",
                array: true,
                default: [] as string[],
                describe: "ids of findings; else all",
              })
              .option("yes", { alias: "y", type: "boolean", default: false, describe: "carry it out" }),
          handle(fix),
        )
        .command(
          "acknowledge <id>",
          "accept a finding for a time",
          (command) =>
            command
              .positional("id", id)
              .option("reason", { requiresArg: true, type: "string", demandOption: true, describe: "why it may be so" })
              .option("until", {
                requiresArg: true,
                type: "string",
                demandOption: true,
                describe: "a day, as 2027-01-31",
              }),
          handle(acknowledge),
        )
        .command(
          "unacknowledge <id>",
          "accept it no longer",
          (command) => command.positional("id", id),
          handle(unacknowledge),
        )
        .example("$0 drift --fail-on high", "in CI"),
    handle(drift),
  );
}
