import { verifyChain } from "../audit/chain.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { openExistingStore } from "./existing-store.ts";

/** Exit code 0: the chain holds; 1: it is broken. */
export async function verifyAudit({ config, json, print }: CommandContext): Promise<ExitCode> {
  const database = await openExistingStore(config);
  try {
    const report = await verifyChain(database.db);
    if (json) print(JSON.stringify(report));
    else if (report.ok) {
      print(`The audit log is intact: ${report.chained} records chained, ${report.unchained} waiting to be.`);
      print(`Head ${report.head || "(none yet)"}`);
    } else print(`The audit log is broken at record ${report.seq}: ${report.problem}.`);
    return report.ok ? 0 : 1;
  } finally {
    await database.close();
  }
}
