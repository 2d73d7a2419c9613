// The short dose of the crash test: what `npm test` runs on each engine.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Campaign, runCampaign } from "./campaign.ts";
import { checkObjects } from "./check-objects.ts";
import { checkRecords } from "./check-records.ts";
import type { Place } from "./place.ts";
import { tampers } from "./tampers.ts";

class RolledBack extends Error {}

/** @param makePlace gives an empty place, or the reason why there is none */
export function describeCrashes(engine: string, makePlace: () => Promise<Place | string>): void {
  describe(`a server on ${engine} that is killed under a write load`, () => {
    it("loses nothing that it acknowledged, leaves nothing half made, and records each change once", async (t) => {
      const made = await makePlace();
      if (typeof made === "string") return t.skip(made);
      await using place = made;
      const campaign = await runCampaign({ place, kills: 3, writers: 6, seed: Date.now() % 1e6, bug: null });
      assert.deepEqual(campaign.problems, []);
      assert.ok(campaign.kills >= 3 && campaign.acknowledged > 0 && campaign.interrupted > 0);
      await assertTampersFound(place, campaign);
    });
  });
}

/** The positive control: a checker that sees nothing would pass every server. */
async function assertTampersFound(place: Place, { journal }: Campaign): Promise<void> {
  await place.inspect(async ({ db }) => {
    assert.deepEqual([...(await checkObjects(db, journal)), ...(await checkRecords(db))], []);
    for (const [damage, tamper] of Object.entries(tampers)) {
      const looked = db.transaction().execute(async (tx) => {
        await tamper(tx);
        const problems = [...(await checkObjects(tx, journal)), ...(await checkRecords(tx))];
        assert.notDeepEqual(problems, [], `not found: ${damage}`);
        throw new RolledBack();
      });
      await assert.rejects(looked, RolledBack);
    }
  });
}
