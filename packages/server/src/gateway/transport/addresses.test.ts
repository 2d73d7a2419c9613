import assert from "node:assert/strict";
import { it } from "node:test";
import { createAddressCounts, toNetwork } from "./addresses.ts";

it("counts an IPv4 address alone, and an IPv6 client's whole network", () => {
  assert.equal(toNetwork("192.0.2.7"), "192.0.2.7");
  assert.equal(toNetwork("::ffff:192.0.2.7"), "192.0.2.7");
  const forms = ["2001:db8:1:2::9", "2001:0db8:0001:0002:ffff:0:0:1", "2001:db8:1:2:3:4:5:6"];
  assert.deepEqual(new Set(forms.map(toNetwork)), new Set(["2001:db8:1:2"]));
  assert.equal(toNetwork("fe80::1%eth0"), "fe80:0:0:0");
  assert.equal(toNetwork("::1"), "0:0:0:0");
});

it("gives a place back once, and no more than there are", () => {
  const counts = createAddressCounts(2);
  assert.deepEqual(
    [1, 2, 3].map(() => counts.take("a")),
    [true, true, false],
  );
  assert.equal(counts.take("b"), true);
  counts.give("a");
  assert.deepEqual(
    [1, 2].map(() => counts.take("a")),
    [true, false],
  );
});
