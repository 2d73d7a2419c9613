import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { SignedOutNotice } from "./session.ts";

describe("the notice that a session has ended", () => {
  it("is given by a call that is answered so, and taken back by signing in", () => {
    const notice = new SignedOutNotice();
    let told = 0;
    const stop = notice.listen(() => told++);
    notice.watch()();
    assert.equal(notice.get(), true);
    notice.signedIn();
    assert.equal(notice.get(), false);
    assert.equal(told, 2);
    stop();
    notice.watch()();
    assert.equal(told, 2);
  });

  it("does not come back with the late answer of a call from before", () => {
    const notice = new SignedOutNotice();
    const [early, late] = [notice.watch(), notice.watch()];
    early();
    notice.signedIn();
    late();
    assert.equal(notice.get(), false);
  });
});
