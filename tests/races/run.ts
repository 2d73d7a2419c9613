// The full programme, on each engine; on Postgres each of the two has a process of its own:
//   npm run test:races -- [--rounds 1000] [--engine pglite|postgres]
// Exits with 1 when a round left no owner.
import { parseArgs } from "node:util";
import { postgresForTest } from "../../tools/postgres.ts";
import { startPlane, type TestPlane } from "../harness/control-plane.ts";
import { makeDatabase } from "../harness/databases.ts";
import { makeUser } from "../harness/principals.ts";
import { adminAccess, demoteEachOther, ownerAccess, setAccess } from "./demote-each-other.ts";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "1000" }, engine: { type: "string" } },
});

async function race(first: TestPlane, second: TestPlane): Promise<string> {
  const [a, b] = [await makeUser(first, ownerAccess), await makeUser(first, ownerAccess)];
  const { principal } = await first.owner.cloud.getCurrentIdentity({});
  if (principal.case !== "user") throw new Error("the first owner is a user");
  await setAccess(a, principal.value.id, adminAccess);
  const begun = Date.now();
  const left = await demoteEachOther(
    first.owner,
    [a, { id: b.id, cloud: second.as(b.key).cloud }],
    Number(values.rounds),
  );
  if (left.none > 0) process.exitCode = 1;
  return `${Object.entries(left)
    .map(([how, count]) => `${how} left: ${count}`)
    .join(", ")} (${((Date.now() - begun) / 1_000).toFixed(1)} s)`;
}

if (values.engine !== "postgres") {
  await using plane = await startPlane();
  console.log(`pglite: ${await race(plane, plane)}`);
}
if (values.engine !== "pglite") {
  await using stack = new AsyncDisposableStack();
  const server = await postgresForTest();
  if (typeof server === "string") {
    console.log(`postgres: skipped: ${server}`);
  } else {
    stack.defer(() => server.stop());
    const { url } = stack.use(await makeDatabase(server.url));
    const options = { store: { kind: "postgres", url } } as const;
    const [first, second] = [stack.use(await startPlane(options)), stack.use(await startPlane(options))];
    console.log(`postgres: ${await race(first, second)}`);
  }
}
