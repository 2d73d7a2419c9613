// A stock Temporal server with its own authorizer as the second judge of what the gateway lets pass.
import assert from "node:assert/strict";
import { after, before, describe, it, type TestContext } from "node:test";
import { knownPaths, requireRoute } from "../../packages/server/src/gateway/route.ts";
import { inputOf } from "../../packages/server/src/gateway/testing/calls.ts";
import { type StockPlane, startStockPlane } from "../harness/stock-plane.ts";
import { makeCallers } from "./gateway-stock/callers.ts";
import { compare, show } from "./gateway-stock/compare.ts";
import { makeCorpus } from "./gateway-stock/corpus.ts";
import { chunk, frame } from "./gateway-stock/encode.ts";
import { type Judged, judgeAll } from "./gateway-stock/judges.ts";
import { openLine } from "./gateway-stock/send.ts";
import { isClusterRead, readStock } from "./gateway-stock/verdicts.ts";

const seed = 20_261_125;
const plenty = 1_000_000;
const dynamicConfig = {
  // The server then judges what a workflow's commands do in other Namespaces, too.
  "system.enableCrossNamespaceCommands": true,
  // A call that is turned away for its number is judged by nobody.
  "frontend.rps": plenty,
  "frontend.namespaceRPS": plenty,
  "frontend.namespaceRPS.visibility": plenty,
  "frontend.namespaceCount": plenty,
};

describe("the gateway before a stock server", () => {
  let world: StockPlane | string = "not started";
  before(async () => {
    world = await startStockPlane(dynamicConfig);
  });
  after(async () => {
    if (typeof world !== "string") await world[Symbol.asyncDispose]();
  });
  const worldFor = (t: TestContext): StockPlane | null => {
    if (typeof world !== "string") return world;
    t.skip(world);
    return null;
  };

  it("lets nothing pass that the server refuses with the caller's own rights", async (t) => {
    const at = worldFor(t);
    if (at === null) return;
    const callers = await makeCallers(at);
    const named = { own: at.own, other: at.other, unseen: `nowhere.${at.plane.accountId}` };
    const judged = await judgeAll(at, makeCorpus(callers, named, seed));
    const outcomes = Map.groupBy(judged, (each) => compare(each, at.own));
    t.diagnostic(`${judged.length} cases`);
    for (const [outcome, cases] of [...outcomes].sort(([a], [b]) => (a < b ? -1 : 1)))
      t.diagnostic(`${outcome}: ${cases.length}`);
    const wrong = [...outcomes].filter(([outcome]) => outcome.startsWith("wrong"));
    assert.deepEqual(
      wrong.flatMap(([outcome, cases]) => cases.slice(0, 5).map((each) => `${outcome}: ${show(each)}`)),
      [],
    );
    requireBothSides(judged);
    assert.deepEqual(
      new Set(judged.filter(isException).map(({ one }) => one.sent.path.split("/").at(-1))),
      new Set(["GetClusterInfo", "GetSearchAttributes", "ListNamespaces"]),
    );
  });

  it("sends for each method the least level with which the server admits it", async (t) => {
    const at = worldFor(t);
    if (at === null) return;
    using line = openLine(at.stock.frontend);
    for (const path of knownPaths) {
      const { row } = requireRoute(path);
      if (row.kind !== "namespace") continue;
      const field = inputOf(path).fields.find(({ name }) => name === "namespace")?.number ?? 0;
      const admits: string[] = [];
      for (const level of ["read", "write", "admin"]) {
        const sent = { path, body: frame(chunk(field, at.own.name)) };
        const says = readStock(await line.send(sent, at.tokenWith([`${at.own.name}:${level}`])));
        if (says === "admits") admits.push(level);
      }
      assert.equal(admits[0], row.level, path);
    }
  });
});

/** The gateway allows what the caller's own rights do not. */
const isException = ({ one, gateway, stock }: Judged): boolean =>
  isClusterRead(one.sent.path) && gateway.kind === "allows" && stock === "refuses";

/** Of each method inside a Namespace something was let pass, and something refused: the comparison is about all of them. */
function requireBothSides(judged: readonly Judged[]): void {
  const byPath = Map.groupBy(judged, ({ one }) => one.sent.path);
  for (const path of knownPaths) {
    if (requireRoute(path).row.kind !== "namespace") continue;
    const kinds = byPath.get(path)?.map(({ gateway, stock }) => `${gateway.kind}, ${stock}`);
    for (const wanted of ["allows, admits", "refuses, refuses"])
      assert.ok(kinds?.includes(wanted), `${path}: ${wanted}`);
  }
}
