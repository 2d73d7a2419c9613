import { apply, plan } from "../commands/access.ts";
import { fileOption, type Handle, limitsOption, type Parser } from "./options.ts";

export function addAccess(parser: Parser, handle: Handle): void {
  parser.command("access", "access as the matrix says it should be: plan, apply", (group) =>
    group
      .command(
        "plan",
        "what would change, and for whom; exit code 1 when anything",
        (command) =>
          command
            .option("file", fileOption)
            .option("limits", limitsOption)
            .example(
              "$0 access plan --server saas-api.tmprl.cloud:443 --file responsibilities.yaml",
              "on Temporal Cloud",
            ),
        handle(plan),
      )
      .command(
        "apply",
        "change it through the Cloud Ops API; again changes nothing",
        (command) => command.option("file", fileOption).option("limits", limitsOption),
        handle(apply),
      )
      .demandCommand(1, "plan or apply?"),
  );
}
