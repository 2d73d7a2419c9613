// The report of `remit drift`, and what of it stands before anything is planted.
import { remit, remitJson } from "./remit.ts";
import { expect, type Stage } from "./stage.ts";

export interface Finding {
  readonly id: string;
  readonly kind: string;
  readonly risk: string;
  readonly text: string;
  readonly fix: readonly string[];
}

export async function readDrift({ connection }: Pick<Stage, "connection">): Promise<readonly Finding[]> {
  const { findings } = await remitJson<{ readonly findings: readonly Finding[] }>(connection, ["drift"]);
  return findings;
}

const dayMs = 86_400_000;

/**
 * No drift but keys of the Account Owner that were never used, as the one that came with setting up: they are accepted
 * for two days at most, which the end takes back.
 */
export async function settleBaseline(stage: Stage): Promise<void> {
  const { connection, say, leftovers } = stage;
  const found = await readDrift(stage);
  const others = found.filter(({ kind, text }) => kind !== "key-unused" || text.includes("@abc.example"));
  expect(others.length === 0, `there is drift already: ${others.map(({ text }) => text).join("; ")}`);
  const until = new Date(Date.now() + 2 * dayMs).toISOString().slice(0, 10);
  for (const { id, text } of found) {
    const reason = "It was there before ABC Financial.";
    await remit(connection, ["drift", "acknowledge", id, "--reason", reason, "--until", until]);
    leftovers.defer(async () => {
      await remit(connection, ["drift", "unacknowledge", id]);
    });
    say(`   Accepted for now: ${text}.`);
  }
  const left = await readDrift(stage);
  expect(left.length === 0, `${left.length} findings are left`);
  say("   0 findings before anything is planted.");
}
