import { auditStreams } from "../commands/audit-streams.ts";
import type { Handle, Parser } from "./options.ts";

/** `verify` is for help and completion only: main hands it to the server's bin before it gets here. */
export function addAudit(parser: Parser, handle: Handle): void {
  parser.command("audit", "the audit log", (group) =>
    group
      .command(
        "streams",
        "where it is sent, and how far each place has got",
        (command) => command,
        handle(auditStreams),
      )
      .command("verify", "on the server's machine: recompute the hash chain")
      .demandCommand(1, "`remit audit --help` lists what there is."),
  );
}
