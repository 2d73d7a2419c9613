// `npm run golden`: writes what every RPC answers now. Read what changed before it is committed.
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporalForTest } from "../../tools/temporal-for-test.ts";
import { story } from "../rpcs/story/whole.ts";
import { startStoryPlane } from "../rpcs/story-plane.ts";
import { beginNames, tell } from "../rpcs/tell.ts";
import { speakGrpc } from "../rpcs/voices.ts";
import { goldenFolder, toGoldens } from "./golden.ts";

const server = await temporalForTest();
if (typeof server === "string") throw new Error(`the goldens ${server}`);
await using stack = new AsyncDisposableStack();
stack.defer(() => server.stop());
const plane = stack.use(await startStoryPlane(server.address));
const names = beginNames();
const told = await tell(
  story,
  speakGrpc({ url: plane.url, key: plane.ownerKey }),
  names.set("account", plane.accountId),
);
for (const file of readdirSync(goldenFolder)) rmSync(join(goldenFolder, file));
const goldens = toGoldens(told, names);
for (const golden of goldens.values()) {
  writeFileSync(join(goldenFolder, `${golden.rpc}.json`), `${JSON.stringify(golden, null, 2)}\n`);
}
console.log(`${goldens.size} goldens written to tests/golden/rpcs`);
