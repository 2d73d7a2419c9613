import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseEnd } from "./end.ts";

describe("until when", () => {
  it("is a day with all of it, or a time", () => {
    assert.equal(parseEnd("2027-01-31", "--until").toISOString(), "2027-01-31T23:59:59.000Z");
    assert.equal(parseEnd("2027-01-31T12:00:00+02:00", "--until").toISOString(), "2027-01-31T10:00:00.000Z");
  });

  it("is nothing that could be read in two ways, nor a day that is not there", () => {
    for (const text of ["31.01.2027", "01/02/2027", "2027-02-31", "2027-13-01", "2027-01-31T12:00", "", "1800000000"]) {
      assert.throws(() => parseEnd(text, "--until"), /--until takes a day, as 2027-01-31/, text);
    }
  });
});
