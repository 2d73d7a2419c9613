// Everything that was planted is found, and nothing else.
import { readDrift } from "./drift.ts";
import type { Expected, Plant } from "./plants.ts";
import { expect, type Stage } from "./stage.ts";

export async function findPlanted(stage: Stage, plants: readonly Plant[]): Promise<void> {
  const findings = await readDrift(stage);
  const expected = plants.flatMap(({ expects }) => expects);
  const missed = expected.filter((one) => findings.filter((finding) => isOf(finding, one)).length !== 1);
  const wrong = findings.filter((finding) => !expected.some((one) => isOf(finding, one)));
  for (const { risk, kind, text } of findings) stage.say(`   ${risk.padEnd(6)} ${kind}: ${text}`);
  expect(missed.length === 0, `not found, or more than once: ${JSON.stringify(missed)}`);
  expect(wrong.length === 0, `not planted: ${wrong.map(({ text }) => text).join("; ")}`);
  const kinds = new Set(findings.map(({ kind }) => kind)).size;
  stage.say(
    `   ${plants.length} planted; ${findings.length} findings of ${kinds} kinds, all expected; 0 missed, 0 false.`,
  );
}

const isOf = ({ kind, text }: { readonly kind: string; readonly text: string }, expected: Expected): boolean =>
  kind === expected.kind && expected.words.every((word) => text.includes(word));
