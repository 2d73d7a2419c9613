import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { loadConfig } from "./load.ts";

const cwd = mkdtempSync(join(tmpdir(), "remit-oidc-settings-"));
after(() => rmSync(cwd, { recursive: true }));

function load(yaml: string) {
  writeFileSync(join(cwd, "remit.yaml"), yaml);
  return loadConfig({ flags: new Map(), env: {}, cwd, file: null, mode: "dev", limits: {} });
}

const issuers = (...each: string[]) => `oidc:\n  issuers:\n${each.map((one) => `    - ${one}\n`).join("")}`;

describe("the issuers of access tokens", () => {
  it("are none, unless they are named", () => {
    const loaded = load("");
    assert.ok(loaded.ok);
    assert.deepEqual(loaded.config.oidcIssuers, []);
  });

  it("have an audience, and keys where their configuration says unless they are elsewhere", () => {
    const loaded = load(
      issuers(
        "{ issuer: https://idp.example/, audience: remit }",
        "{ issuer: 'http://127.0.0.1:9/x', audience: a, jwksUri: https://keys.example/k, emailClaim: mail }",
      ),
    );
    assert.ok(loaded.ok);
    assert.deepEqual(loaded.config.oidcIssuers, [
      { issuer: "https://idp.example/", audience: "remit", jwksUri: null, emailClaim: "email" },
      { issuer: "http://127.0.0.1:9/x", audience: "a", jwksUri: "https://keys.example/k", emailClaim: "mail" },
    ]);
  });

  for (const [what, one, problem] of [
    ["an issuer in clear", "{ issuer: http://idp.example, audience: a }", /https URL/],
    ["one that looks like this machine", "{ issuer: http://localhost.evil.example, audience: a }", /https URL/],
    ["one with a user", "{ issuer: https://a:b@idp.example, audience: a }", /https URL/],
    ["keys in clear", "{ issuer: https://idp.example, audience: a, jwksUri: http://idp.example/k }", /https URL/],
    ["no audience", "{ issuer: https://idp.example }", /audience/],
    ["a misspelt setting", "{ issuer: https://idp.example, audience: a, jwksURL: https://x }", /jwksURL/],
  ] as const) {
    it(`are refused with ${what}`, () => {
      const loaded = load(issuers(one));
      assert.ok(!loaded.ok);
      assert.match(loaded.problems.join("\n"), problem);
    });
  }

  it("are refused when one is listed twice", () => {
    const one = "{ issuer: https://idp.example, audience: a }";
    const loaded = load(issuers(one, one));
    assert.ok(!loaded.ok);
    assert.match(loaded.problems.join("\n"), /listed twice/);
  });
});
