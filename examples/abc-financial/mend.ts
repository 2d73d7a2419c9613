// What only a person can decide is done by hand; the rest is one plan.
import { removeServiceAccount } from "../first-custom-role/remove.ts";
import { readDrift } from "./drift.ts";
import type { Planted } from "./plant-access.ts";
import { modelFile, remit, remitJson } from "./remit.ts";
import { expect, type Stage } from "./stage.ts";

/** The file as it was agreed, a team for the Namespace that has none, and no service account that nobody wants. */
export async function decideByHand({ connection, owner, say }: Stage, { orphan, robot }: Planted): Promise<void> {
  await remit(connection, ["responsibilities", "apply", modelFile, "--prune"]);
  say("   Applied responsibilities.yaml again, as it was agreed.");
  await owner.settle(owner.cloud.updateNamespaceTags({ namespace: orphan, tagsToUpsert: { team: "trading" } }));
  say(`   Tagged ${orphan} as Trading's.`);
  await removeServiceAccount(owner, robot);
  say("   Removed the service account of no team.");
}

export async function mendByPlan(stage: Stage): Promise<void> {
  const { connection, say } = stage;
  const { done, left } = await remitJson<{ readonly done: readonly string[]; readonly left: readonly unknown[] }>(
    connection,
    ["drift", "fix", "--yes"],
  );
  for (const line of done) say(`   done: ${line}`);
  expect(left.length === 0, `${left.length} findings are left to a person`);
  const after = await readDrift(stage);
  expect(after.length === 0, `left after the fix: ${after.map(({ text }) => text).join("; ")}`);
  say(`   ${after.length} findings left.`);
  const planned = await remit(connection, ["access", "plan"]);
  say(`   access plan: ${planned.out}`);
}
