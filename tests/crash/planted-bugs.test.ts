// The other positive control: a server with a mistake in it must not get through.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { postgresForTest, type TestPostgres } from "../../tools/postgres.ts";
import { runCampaign } from "./campaign.ts";
import { makePGlitePlace, makePostgresPlace } from "./place.ts";
import { bugs } from "./plant-bug.ts";

let server: TestPostgres | string = "not started";
before(async () => {
  server = await postgresForTest();
});
after(async () => {
  if (typeof server !== "string") await server.stop();
});

const expected: Readonly<Record<string, RegExp>> = {
  "audit after the commit": /has no audit record/,
  "answer before the commit": /^after kill \d+: lost: /,
  "version outside the transaction": /no policy version made it/,
};

describe("the crash test", () => {
  for (const bug of Object.keys(bugs)) {
    it(`catches ${bug}`, async () => {
      await using place = await (typeof server === "string" ? makePGlitePlace() : makePostgresPlace(server.url));
      const { problems } = await runCampaign({ place, kills: 4, writers: 6, seed: 1, bug });
      assert.ok(
        problems.some((problem) => expected[bug]?.test(problem)),
        problems.join("\n") || "nothing was found",
      );
    });
  }
});
