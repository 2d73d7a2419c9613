// The full programme:
//   npm run test:chaos -- [--operations 2000] [--actors 8] [--seed 1] [--faults 25] [--minutes 30]
//     [--bug "updates nothing on the server"]
// Exits with 1 when anything was lost, doubled or left behind.
import { parseArgs } from "node:util";
import { runChaos } from "./chaos.ts";

const { values } = parseArgs({
  options: {
    operations: { type: "string", default: "2000" },
    actors: { type: "string", default: "8" },
    seed: { type: "string", default: "1" },
    faults: { type: "string", default: "25" },
    minutes: { type: "string" },
    bug: { type: "string" },
  },
});

const chaos = await runChaos({
  operations: Number(values.operations),
  actors: Number(values.actors),
  seed: Number(values.seed),
  changesBetweenFaults: Number(values.faults),
  absenceMs: 2_000,
  ...(values.minutes !== undefined && { longestMs: Number(values.minutes) * 60_000 }),
  bug: values.bug ?? null,
  say: (line) => console.log(`  ${line}`),
});
if (typeof chaos === "string") {
  console.log(`skipped: ${chaos}`);
} else {
  const { problems, unseen, kills, ...counts } = chaos;
  const figures = {
    ...counts,
    ...Object.fromEntries(Object.entries(kills).map(([name, n]) => [`kills of ${name}`, n])),
  };
  for (const [name, value] of Object.entries(figures)) console.log(`${name}: ${value}`);
  console.log(`problems: ${problems.length}`);
  for (const problem of problems) console.log(`  ${problem}`);
  for (const name of unseen) console.log(`  not seen: ${name}`);
  process.exitCode = problems.length + unseen.length > 0 ? 1 : 0;
}
