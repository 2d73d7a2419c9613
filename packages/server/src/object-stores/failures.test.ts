import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { failedPrecondition } from "../errors.ts";
import { toStoreFailure } from "./failures.ts";

const place = { bucket: 'S3 bucket "b"', doing: "write to" } as const;
const failures: readonly (readonly [unknown, string, string])[] = [
  [
    { name: "NoSuchBucket", $metadata: { httpStatusCode: 404 } },
    "FAILED_PRECONDITION",
    "does not exist (NoSuchBucket)",
  ],
  [{ name: "AccessDenied", $metadata: { httpStatusCode: 403 } }, "FAILED_PRECONDITION", "no permission to write to"],
  [{ name: "Odd", $metadata: { httpStatusCode: 301 } }, "FAILED_PRECONDITION", "not in the region that the sink names"],
  [{ code: "ContainerNotFound", statusCode: 404 }, "FAILED_PRECONDITION", "does not exist (ContainerNotFound)"],
  [{ code: 401, name: "Error" }, "FAILED_PRECONDITION", "are not accepted (HTTP 401)"],
  [{ code: 503 }, "UNAVAILABLE", "does not answer (HTTP 503)"],
  [{ name: "Error", code: "ECONNRESET" }, "UNAVAILABLE", "does not answer (ECONNRESET)"],
  [{ name: "TimeoutError" }, "UNAVAILABLE", "does not answer (TimeoutError)"],
  [{ code: 418 }, "FAILED_PRECONDITION", "refused to be written to (HTTP 418)"],
  ["nonsense", "UNAVAILABLE", "does not answer"],
];

describe("what an object store answers", () => {
  for (const [answer, reason, words] of failures) {
    it(`becomes ${reason}, ${words}`, () => {
      const { reason: got, message } = toStoreFailure(answer, place, {});
      assert.equal(got, reason);
      assert.ok(message.includes(words), message);
    });
  }

  it("is kept neither in the message nor as a cause: it may hold credentials", () => {
    const answer = {
      message: "secret=1234",
      code: "secret=1234",
      request: { headers: { authorization: "secret=1234" } },
    };
    for (const status of [undefined, 403, 503]) {
      const failure = toStoreFailure({ ...answer, statusCode: status }, place, {});
      assert.doesNotMatch(`${failure.message}${JSON.stringify(failure)}${String(failure.cause)}`, /1234/);
    }
  });

  it("is passed on where the way there has said it already", () => {
    const said = failedPrecondition("the role cannot be assumed");
    assert.equal(toStoreFailure(said, place, {}), said);
  });
});
