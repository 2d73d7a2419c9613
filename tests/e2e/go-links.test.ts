import assert from "node:assert/strict";
import { describe } from "node:test";
import { sharePlane } from "../harness/plane-for-file.ts";
import { tailor } from "../harness/teams.ts";

describe("go-links", () => {
  const onPlane = sharePlane();
  const open = (url: string, init: RequestInit = {}) => fetch(url, { redirect: "manual", ...init });

  onPlane("lead where the matrix says, without a credential, and follow a change at once", async ({ url, owner }) => {
    assert.equal((await open(`${url}/go/temporal-request`)).status, 302);
    await tailor(owner, (spec) => {
      const link = spec.goLinks.find(({ name }) => name === "temporal-dashboard");
      assert.ok(link);
      link.url = "https://dashboards.example/temporal";
    });
    const answer = await open(`${url}/go/temporal-dashboard`, { method: "HEAD" });
    assert.equal(answer.status, 302);
    assert.equal(answer.headers.get("location"), "https://dashboards.example/temporal");
    assert.equal(answer.headers.get("cache-control"), "no-store");
  });

  onPlane("name the nearest when there is no such link, and never lead to what was typed", async ({ url }) => {
    const miss = await open(`${url}/go/temporal-reqest`);
    assert.equal(miss.status, 404);
    assert.deepEqual(((await miss.json()) as { nearest: string[] }).nearest, ["temporal-request"]);
    for (const name of ["", "//evil.example", "https://evil.example", "%2e%2e/", "x".repeat(4_000), "constructor"]) {
      const answer = await open(`${url}/go/${name}`);
      assert.equal(answer.status, 404, name.slice(0, 40));
      assert.equal(answer.headers.get("location"), null);
    }
    assert.equal((await open(`${url}/go/temporal-request`, { method: "POST" })).status, 501);
  });
});
