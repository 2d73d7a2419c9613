import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { ReviewAccessResponseSchema } from "@remit/protocol/gen/remit/v1/responsibility_pb.ts";
import { renderReview } from "./render.ts";

describe("the access review in words", () => {
  it("counts what is used, names what is not, and then what could be done", () => {
    const review = create(ReviewAccessResponseSchema, {
      entries: [
        { roleId: "c1", roleName: "helpers", used: ["a"], unused: ["b", "c", "d", "e", "f"], notKnown: [] },
        { principal: { id: "s1", kind: "serviceaccount", name: "ci" }, used: [], unused: [], notKnown: ["g"] },
      ],
      ready: [{ change: "change the custom role helpers to: a", why: "nothing else of it was used" }],
      possible: [{ change: "take the role from ci", why: "it was not used", unlessUsed: ["g"] }],
    });
    assert.deepEqual(renderReview(review, 100).split("\n"), [
      "KIND             NAME     USED  NOT KNOWN  UNUSED",
      "custom role      helpers  1     0          b, c, d and 2 more",
      "service account  ci       0     1          none",
      "",
      "Ready, since nothing that was used or is not known would be refused:",
      "  change the custom role helpers to: a",
      "    why: nothing else of it was used",
      "",
      "Possible, if what is not known is not used:",
      "  take the role from ci",
      "    why: it was not used",
      "    would refuse: g",
    ]);
  });

  it("says that there is nothing to take away, and keeps names in their lines", () => {
    const review = create(ReviewAccessResponseSchema, {
      entries: [{ principal: { id: "u1", kind: "user", name: "x\nuser  y" }, used: ["a"] }],
    });
    assert.deepEqual(renderReview(review, 100).split("\n"), [
      "KIND  NAME            USED  NOT KNOWN  UNUSED",
      "user  x\\u000auser  y  1     0          none",
      "",
      "There is nothing to take away.",
    ]);
  });
});
