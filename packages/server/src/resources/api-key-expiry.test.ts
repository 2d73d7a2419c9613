import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { defaultExpiry, requireExpiry, sameExpiry } from "./api-key-expiry.ts";
import type { Deps } from "./call.ts";
import { defaultLimits } from "./limits.ts";

const deps = { limits: defaultLimits } as unknown as Deps;
const now = new Date("2026-11-22T10:00:00.500Z");
const require = (expiry: { seconds: bigint; nanos: number } | undefined, days = 730) =>
  requireExpiry(
    { deps: { ...deps, limits: { ...defaultLimits, apiKeyMaxExpiryDays: days } }, now },
    expiry as never,
    "f",
  );

describe("the expiry of an API key", () => {
  it("may be two calendar years away, over a leap day, and not a second more", () => {
    const latest = timestampFromDate(new Date("2028-11-22T10:00:00Z"));
    assert.equal(require(latest).toISOString(), "2028-11-22T10:00:00.000Z");
    assert.throws(() => require({ ...latest, seconds: latest.seconds + 1n }), /at most 730 days/);
  });

  it("must be in the future and a valid time", () => {
    assert.throws(() => require(timestampFromDate(now)), /in the future/);
    assert.throws(() => require({ seconds: -1n, nanos: 0 }), /in the future/);
    assert.throws(() => require({ seconds: 10n ** 18n, nanos: 0 }), /not a valid time/);
    assert.throws(() => require({ seconds: 1_800_000_000n, nanos: 1_000_000_000 }), /not a valid time/);
    assert.throws(() => require(undefined), /is required/);
  });

  it("has no upper bound when the limit is 0", () => {
    assert.equal(require({ seconds: 4_000_000_000n, nanos: 0 }, 0).getTime(), 4_000_000_000_000);
  });

  it("is whole seconds by default", () => {
    const expiry = defaultExpiry({ deps, now });
    assert.equal(expiry.nanos, 0);
    assert.equal(Number(expiry.seconds), Math.floor(now.getTime() / 1000) + 90 * 86_400);
  });

  it("is the same when it was left out or rounded to seconds", () => {
    const stored = timestampFromDate(now);
    assert.ok(sameExpiry(undefined, stored));
    assert.ok(sameExpiry({ ...stored, nanos: 0 }, stored));
    assert.ok(!sameExpiry({ ...stored, seconds: stored.seconds + 1n }, stored));
  });
});
