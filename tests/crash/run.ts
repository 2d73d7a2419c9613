// The full crash test:
//   node tests/crash/run.ts [--kills 20] [--writers 8] [--engine pglite|postgres] [--seed 1]
// Exits with 1 when anything was lost, halved or recorded wrongly.
import { parseArgs } from "node:util";
import { postgresForTest } from "../../tools/postgres.ts";
import { type Campaign, runCampaign } from "./campaign.ts";
import { makePGlitePlace, makePostgresPlace, type Place } from "./place.ts";

const options = {
  kills: { type: "string", default: "20" },
  writers: { type: "string", default: "8" },
  engine: { type: "string" },
  seed: { type: "string", default: "1" },
} as const;

async function main(): Promise<number> {
  const { values } = parseArgs({ options });
  const engines = values.engine === undefined ? ["pglite", "postgres"] : [values.engine];
  let failed = false;
  for (const engine of engines) {
    await using stack = new AsyncDisposableStack();
    const place = await makePlace(engine, stack);
    if (typeof place === "string") {
      console.log(`${engine}: skipped: ${place}`);
      continue;
    }
    console.log(`${engine}, seed ${values.seed}`);
    const { kills, writers, seed } = {
      kills: Number(values.kills),
      writers: Number(values.writers),
      seed: Number(values.seed),
    };
    const campaign = await runCampaign({
      place,
      kills,
      writers,
      seed,
      bug: null,
      say: (line) => console.log(`  ${line}`),
    });
    report(engine, campaign);
    failed ||= campaign.problems.length > 0;
  }
  return failed ? 1 : 0;
}

async function makePlace(engine: string, stack: AsyncDisposableStack): Promise<Place | string> {
  if (engine === "pglite") return stack.use(await makePGlitePlace());
  const server = await postgresForTest();
  if (typeof server === "string") return server;
  stack.defer(server.stop);
  return stack.use(await makePostgresPlace(server.url));
}

function report(engine: string, { problems, journal: _, ...counts }: Campaign): void {
  console.log(
    `${engine}: ${Object.entries(counts)
      .map(([name, count]) => `${count} ${name}`)
      .join(", ")}, ${problems.length} problems`,
  );
  for (const problem of problems) console.log(`  ${problem}`);
}

process.exitCode = await main();
