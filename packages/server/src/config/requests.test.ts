import assert from "node:assert/strict";
import { it } from "node:test";
import { defaultLimits } from "../resources/limits.ts";
import { toRequestLimits } from "./requests.ts";
import { createSettingsSchema } from "./schema.ts";

const parse = (input: unknown) => createSettingsSchema(defaultLimits).parse(input);

it("takes the documented limits, none in development, and what is configured in both", () => {
  const documented = { accountPerSecond: 160, userPerSecond: 40, serviceAccountPerSecond: 80, operationsAtOnce: 10 };
  assert.deepEqual(toRequestLimits(parse({}), "serve"), documented);
  assert.deepEqual(Object.values(toRequestLimits(parse({}), "dev")), [0, 0, 0, 0]);
  const own = parse({ requests: { userPerSecond: 7, operationsAtOnce: 0 } });
  assert.deepEqual(toRequestLimits(own, "serve"), { ...documented, userPerSecond: 7, operationsAtOnce: 0 });
  assert.equal(toRequestLimits(own, "dev").userPerSecond, 7);
});
