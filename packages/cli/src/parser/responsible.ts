// Whom to ask, who the teams are, and whether they do what they answer for.
import { ask } from "../commands/ask.ts";
import { attest, evidence } from "../commands/evidence.ts";
import { go } from "../commands/go.ts";
import { list, show } from "../commands/team.ts";
import { fileOption, type Handle, type Parser } from "./options.ts";

export function addResponsible(parser: Parser, handle: Handle): void {
  parser.command(
    "ask [words..]",
    "whom to ask: about words, a Namespace, a permission or an error",
    (command) =>
      command
        .positional("words", { type: "string", array: true, describe: "what it is about, in any words" })
        .option("namespace", {
          requiresArg: true,
          alias: "n",
          type: "string",
          array: true,
          default: [] as string[],
          describe: "id or name; may be given several times",
        })
        .option("operation", { requiresArg: true, type: "string", describe: "as cloud.namespace.update" })
        .option("file", fileOption)
        .example('$0 ask "who rotates certificates?"', "")
        .example("$0 ask --operation cloud.namespace.update -n payments.abc123", ""),
    handle(ask),
  );
  parser.command("team", "teams: list, show", (group) =>
    group
      .command("list", "every team with its contact", (command) => command.option("file", fileOption), handle(list))
      .command(
        "show <team>",
        "one team, and what it answers for",
        (command) =>
          command
            .positional("team", { type: "string", demandOption: true, describe: "id or name" })
            .option("file", fileOption),
        handle(show),
      )
      .demandCommand(1, "list or show?"),
  );
  parser.command(
    "evidence [row]",
    "whether responsibilities are carried out, why, and since when",
    (command) => command.positional("row", { type: "string", describe: "id of a responsibility; else all of them" }),
    handle(evidence),
  );
  parser.command(
    "attest <row>",
    "say in your own name that a responsibility is carried out",
    (command) =>
      command
        .positional("row", { type: "string", demandOption: true, describe: "id of a responsibility" })
        .option("statement", { requiresArg: true, type: "string", describe: "what you attest, in a sentence" })
        .option("until", { requiresArg: true, type: "string", describe: "a day, as 2027-01-31" })
        .option("withdraw", { type: "boolean", default: false, describe: "take the attestation back" })
        .example('$0 attest developer-guide --statement "read by all teams" --until 2027-01-31', "")
        .example("$0 attest developer-guide --withdraw", ""),
    handle(attest),
  );
  parser.command(
    "go <name>",
    "where a go-link leads",
    (command) =>
      command
        .positional("name", { type: "string", demandOption: true, describe: "as temporal-request" })
        .option("file", fileOption),
    handle(go),
  );
}
