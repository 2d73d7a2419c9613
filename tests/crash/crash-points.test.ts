import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { postgresForTest, type TestPostgres } from "../../tools/postgres.ts";
import { dieAtEach } from "./campaign.ts";
import { makePGlitePlace, makePostgresPlace } from "./place.ts";
import { crashPoints } from "./plant-bug.ts";

let server: TestPostgres | string = "not started";
before(async () => {
  server = await postgresForTest();
});
after(async () => {
  if (typeof server !== "string") await server.stop();
});

describe("a server that dies at any step of a mutation", () => {
  it("leaves all of it or nothing, and one effect after the retry", async () => {
    await using place = await (typeof server === "string" ? makePGlitePlace() : makePostgresPlace(server.url));
    const { problems, kills, took } = await dieAtEach({ place, writers: 6, seed: 1 }, Object.keys(crashPoints));
    assert.deepEqual(problems, []);
    assert.equal(kills, Object.keys(crashPoints).length);
    for (const [point, count] of took) {
      if (point.startsWith("after the commit")) assert.ok(count >= 1, `${point}: nothing had taken place`);
    }
  });
});
