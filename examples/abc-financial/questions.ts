// Whom do I ask? Each question as a developer would put it, with the answer that has to come first.

import type { NamespaceIds } from "./namespaces.ts";
import { remitJson } from "./remit.ts";
import { expect, type Stage } from "./stage.ts";

interface Question {
  readonly args: readonly string[];
  readonly team: string;
  /** Id of the row; null where no row but the Namespace or the framework answers. */
  readonly row: string | null;
}

interface Answers {
  readonly answers: readonly {
    readonly row: { readonly id: string } | null;
    readonly owners: readonly { readonly team: string; readonly contact: string }[];
  }[];
}

/** @param refusal a refusal as it was printed */
export async function askQuestions({ connection, say }: Stage, ids: NamespaceIds, refusal: string): Promise<void> {
  const [live = "", other = ""] = [ids.get("trading-live"), ids.get("payments-live")];
  const platform = "Temporal Platform Team";
  const questions: readonly Question[] = [
    { args: ["who rotates worker certificates"], team: platform, row: "worker-identity-rotation" },
    { args: ["go/temporal-namespace"], team: platform, row: "namespace-provisioning" },
    {
      args: ["our workflows hang and nobody is alerted", "--namespace", live],
      team: "Trading",
      row: "workflow-alerts",
    },
    { args: ["--namespace", live], team: "Trading", row: null },
    { args: ["--namespace", live, "--namespace", other], team: platform, row: null },
    { args: [refusal], team: platform, row: "audit-logs" },
  ];
  for (const { args, team, row } of questions) {
    const { answers } = await remitJson<Answers>(connection, ["ask", ...args]);
    const [first] = answers;
    const [owner] = first?.owners ?? [];
    say(`   ${args.join(" ")}`);
    say(`     ${owner?.team} (${owner?.contact}), by ${first?.row?.id ?? "the framework"}`);
    expect(owner?.team === team && (first?.row?.id ?? null) === row, `expected ${team}, by ${row ?? "the framework"}`);
  }
}
