import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { it } from "node:test";
import { signWebhook } from "./webhook.ts";

it("signs the time together with the body, so that neither can be changed", () => {
  const signed = signWebhook("secret", 1_700_000_000, '{"id":"1"}');
  const expected = createHmac("sha256", "secret").update('1700000000.{"id":"1"}').digest("hex");
  assert.equal(signed, `t=1700000000,v1=${expected}`);
  assert.notEqual(signed.split("v1=")[1], signWebhook("secret", 1_700_000_001, '{"id":"1"}').split("v1=")[1]);
});
