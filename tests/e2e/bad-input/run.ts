// All the bad input that there is, over every protocol, several times with other random bytes:
//   node tests/e2e/bad-input/run.ts [--rounds 1] [--seed 1] [--per-method n] [--only RPC]
import { parseArgs } from "node:util";
import { Code } from "@connectrpc/connect";
import { postgresForTest } from "../../../tools/postgres.ts";
import { makeDatabase } from "../../harness/databases.ts";
import { attack } from "./attack.ts";
import { makeTarget } from "./target.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
    "per-method": { type: "string", default: "Infinity" },
    only: { type: "string" },
  },
});
const server = await postgresForTest();
await using stack = new AsyncDisposableStack();
if (typeof server !== "string") stack.defer(server.stop);
const target = stack.use(await makeTarget(typeof server === "string" ? null : await makeDatabase(server.url)));
if (target.observed === null) console.log("without Postgres: the tables are not compared");
for (let round = 0; round < Number(values.rounds); round++) {
  for (const protocol of ["grpc", "connect", "rest"] as const) {
    const seed = Number(values.seed) + round;
    const started = Date.now();
    const { sent, accepted, codes, problems } = await attack(target, {
      protocol,
      perMethod: Number(values["per-method"]),
      seed,
      only: values.only,
    });
    const tally = [...codes].map(([code, count]) => `${code === null ? "accepted" : Code[code]} ${count}`).join(", ");
    console.log(
      `${protocol}, seed ${seed}: ${sent} sent, ${accepted} accepted, ${problems.length} problems in ${((Date.now() - started) / 1000).toFixed(0)} s (${tally})`,
    );
    for (const problem of problems.slice(0, 40)) console.log(`  ${problem}`);
    if (problems.length > 0) process.exitCode = 1;
  }
}
