// Asking for access and Namespaces, deciding it, and what of granted access is used.
import { namespacePermissionsWeakestFirst, projectRoles } from "@remit/policy";
import { askCustomRole, askNamespace, askNamespaceAccess, askProjectAccess } from "../commands/request/ask.ts";
import { approve, decline, end, withdraw } from "../commands/request/decide.ts";
import { list, requestStates, show } from "../commands/request/show.ts";
import { review } from "../commands/review.ts";
import type { Handle, Parser } from "./options.ts";

const text = { type: "string", requiresArg: true } as const;
const needed = { ...text, demandOption: true } as const;
const positional = { type: "string", demandOption: true } as const;

const id = { ...positional, describe: "id of a request" } as const;
const reason = { ...needed, describe: "why, for those who decide" } as const;
const comment = { ...text, describe: "for who asked" } as const;
const hours = { ...needed, describe: "how long, from the approval on" } as const;
const renews = { ...text, describe: "id of the request whose access should last longer" } as const;
const asking = { hours, reason, renews } as const;

const assignableRoles = Object.entries(projectRoles).flatMap(([name, { assignable }]) => (assignable ? [name] : []));

export function addRequests(parser: Parser, handle: Handle): void {
  parser.command(
    "request",
    "ask for access or a Namespace, and decide: access, namespace, approve and more",
    (group) => {
      addAsking(group, handle);
      addDeciding(group, handle);
      return group.demandCommand(1, "access, namespace, show, approve, decline, withdraw or end?");
    },
  );
  parser.command(
    "requests",
    "your requests, and those that you may see",
    (command) =>
      command
        .option("to-decide", { type: "boolean", default: false, describe: "only those that wait for you" })
        .option("state", { choices: requestStates, requiresArg: true, describe: "only those in this state" }),
    handle(list),
  );
  parser.command(
    "review",
    "what was granted and not used, and less that would do",
    (command) => command.option("days", { ...text, default: "90", describe: "how many days back use counts" }),
    handle(review),
  );
}

function addAsking(group: Parser, handle: Handle): void {
  group
    .command("access", "ask for access for a time: namespace, project, custom-role", (access) =>
      access
        .command(
          "namespace <name> <permission>",
          "a permission on a Namespace",
          (command) =>
            command
              .positional("name", { ...positional, describe: "id, name.account; or its name" })
              .positional("permission", { ...positional, choices: namespacePermissionsWeakestFirst })
              .options(asking)
              .example('$0 request access namespace orders write --hours 8 --reason "INC-17"', ""),
          handle(askNamespaceAccess),
        )
        .command(
          "project <id> <role>",
          "a role on a project",
          (command) =>
            command
              .positional("id", { ...positional, describe: "id of the project" })
              .positional("role", { ...positional, choices: assignableRoles })
              .options(asking),
          handle(askProjectAccess),
        )
        .command(
          "custom-role <role>",
          "a custom role",
          (command) => command.positional("role", { ...positional, describe: "name or id" }).options(asking),
          handle(askCustomRole),
        )
        .demandCommand(1, "namespace, project or custom-role?"),
    )
    .command(
      "namespace <name>",
      "ask for a Namespace",
      (command) =>
        command
          .positional("name", { ...positional, describe: "without the account" })
          .option("region", { ...needed, describe: "as aws-us-east-1" })
          .option("retention-days", { ...text, describe: "else the account's default" })
          .option("team", { ...needed, describe: "id of the team that will own it" })
          .option("classification", { ...needed, describe: "of the data in it, as internal" })
          .option("codec-server", { ...text, describe: "URL of the codec server" })
          .option("project", { ...text, describe: "id of a project, else the default one" })
          .option("reason", reason),
      handle(askNamespace),
    );
}

function addDeciding(group: Parser, handle: Handle): void {
  const takeId = (command: Parser) => command.positional("id", id);
  const takeComment = (command: Parser) => takeId(command).option("comment", comment);
  group
    .command("show <id>", "one request, who decides it, and what came of it", takeId, handle(show))
    .command("approve <id>", "grant what is asked for", takeComment, handle(approve))
    .command("decline <id>", "refuse it", takeComment, handle(decline))
    .command("withdraw <id>", "ask for it no longer", takeId, handle(withdraw))
    .command("end <id>", "give granted access back, or take it back, before its time", takeId, handle(end));
}
