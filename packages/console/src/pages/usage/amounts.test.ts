import assert from "node:assert/strict";
import { it } from "node:test";
import { writeAmount } from "./amounts.ts";

it("amounts are written so that little is not nothing", () => {
  assert.equal(writeAmount(1_234.5, "cost", "EUR"), "1,234.50 EUR");
  assert.equal(writeAmount(0.000_15, "cost", "EUR"), "0.00015 EUR");
  assert.equal(writeAmount(0, "cost", "EUR"), "0.00 EUR");
  assert.equal(writeAmount(1_234_567, "actions", ""), "1,234,567");
  assert.equal(writeAmount(0.000_123_456, "active", ""), "0.000123 GB-h");
});
