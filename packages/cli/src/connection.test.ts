import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { findConnection } from "./connection.ts";

const key = { REMIT_API_KEY: "key" };

function freshDirectory(connection?: object): string {
  const directory = mkdtempSync(join(tmpdir(), "remit-connection-"));
  writeFileSync(join(directory, "ca.pem"), "CA");
  mkdirSync(join(directory, ".remit/dev"), { recursive: true });
  mkdirSync(join(directory, "a/b"), { recursive: true });
  if (connection !== undefined)
    writeFileSync(join(directory, ".remit/dev/connection.json"), JSON.stringify(connection));
  return directory;
}

const development = { apiAddress: "127.0.0.1:7280", tlsAddress: "127.0.0.1:7281", apiKey: "dev" };

describe("the way to the control plane", () => {
  it("is a flag, else a variable, else the nearest connection file upward", () => {
    const cwd = join(freshDirectory({ ...development, caFile: null }), "a/b");
    const env = { REMIT_ADDRESS: "http://env:1", ...key };
    assert.equal(findConnection({ address: "http://flag:1", apiKey: "f" }, env, cwd).baseUrl, "http://flag:1");
    assert.equal(findConnection({}, env, cwd).baseUrl, "http://env:1");
    const { baseUrl, apiKey, ca, keyFrom } = findConnection({}, {}, cwd);
    assert.deepEqual([baseUrl, apiKey, ca], ["http://127.0.0.1:7280", "dev", null]);
    assert.equal(keyFrom, ".remit/dev/connection.json");
  });

  it("is TLS for a bare address, except on this machine without a CA", () => {
    const cwd = freshDirectory();
    const urlOf = (address: string, ca?: string) => findConnection({ address, ca }, key, cwd).baseUrl;
    assert.equal(urlOf("remit.example:443"), "https://remit.example:443");
    assert.equal(urlOf("localhost:7280"), "http://localhost:7280");
    assert.equal(urlOf("localhost:7281", "ca.pem"), "https://localhost:7281");
    assert.equal(urlOf("http://remit.example/"), "http://remit.example");
  });

  it("takes the key of REMIT_API_KEY, else of TEMPORAL_API_KEY", () => {
    const keyOf = (env: Record<string, string>) => findConnection({ address: "a:1" }, env, freshDirectory()).apiKey;
    assert.equal(keyOf({ REMIT_API_KEY: "r", TEMPORAL_API_KEY: "t" }), "r");
    assert.equal(keyOf({ TEMPORAL_API_KEY: "t" }), "t");
  });

  it("never gives the development key to another address", () => {
    const cwd = freshDirectory({ ...development, caFile: null });
    assert.throws(() => findConnection({ address: "remit.example:443" }, {}, cwd), /No API key for remit\.example:443/);
    assert.equal(findConnection({ address: "127.0.0.1:7280" }, {}, cwd).apiKey, "dev");
  });

  it("knows the authority of the development server's TLS port", () => {
    const cwd = freshDirectory({ ...development, apiAddress: null, caFile: "ca.pem" });
    const { baseUrl, apiKey, ca } = findConnection({}, {}, cwd);
    assert.deepEqual([baseUrl, apiKey, ca], ["https://127.0.0.1:7281", "dev", "CA"]);
  });

  it("refuses a CA file that is not there and an address that is none", () => {
    const cwd = freshDirectory();
    assert.throws(() => findConnection({ address: "a:1", ca: "absent.pem" }, key, cwd), /absent\.pem cannot be read/);
    assert.throws(() => findConnection({ address: "a b" }, key, cwd), /is not an address/);
    assert.throws(() => findConnection({}, {}, cwd), /No control plane found/);
  });
});
