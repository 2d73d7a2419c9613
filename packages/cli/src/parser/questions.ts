import { resourceTypes } from "@remit/policy";
import { can } from "../commands/can.ts";
import { signInLink } from "../commands/sign-in-link.ts";
import { whoCan } from "../commands/who-can.ts";
import { whoami } from "../commands/whoami.ts";
import type { Handle, Parser } from "./options.ts";

export function addQuestions(parser: Parser, handle: Handle): void {
  parser.command(
    "sign-in-link",
    "a one-time link that signs you in to the console",
    (command) => command,
    handle(signInLink),
  );
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
