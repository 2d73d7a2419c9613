import assert from "node:assert/strict";
import { it } from "node:test";
import { describeValidity } from "./validity.ts";

const day = (date: string) => new Date(`${date}T12:00:00Z`);
const labelOf = (from: string, to: string) => describeValidity(day(from), day(to), day("2026-06-15"));

it("says of a certificate whether it has expired, or in how many days it does", () => {
  assert.deepEqual(labelOf("2026-01-01", "2026-06-15"), { label: "Expired", color: "red" });
  assert.deepEqual(labelOf("2026-01-01", "2026-06-16"), { label: "Expires in 1 day", color: "yellow" });
  assert.deepEqual(labelOf("2026-01-01", "2026-07-15"), { label: "Expires in 30 days", color: "yellow" });
  assert.deepEqual(labelOf("2026-01-01", "2026-07-16"), { label: "Expires in 31 days", color: "teal" });
  assert.deepEqual(labelOf("2026-06-16", "2026-07-16"), { label: "Not valid yet", color: "yellow" });
  const soon = describeValidity(day("2026-01-01"), new Date("2026-06-15T13:00:00Z"), day("2026-06-15"));
  assert.equal(soon.label, "Expires within a day");
});
