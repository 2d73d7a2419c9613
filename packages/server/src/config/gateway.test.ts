import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import type { GatewaySettings } from "./config.ts";
import { loadConfig } from "./load.ts";

const cwd = mkdtempSync(join(tmpdir(), "remit-gateway-settings-"));
after(() => rmSync(cwd, { recursive: true }));

function load(yaml: string) {
  writeFileSync(join(cwd, "remit.yaml"), yaml);
  return loadConfig({ flags: new Map(), env: {}, cwd, file: null, mode: "dev", limits: {} });
}

function gatewayOf(yaml: string): GatewaySettings {
  const loaded = load(yaml);
  return loaded.ok ? loaded.config.gateway : assert.fail(loaded.problems.join("\n"));
}

function problemsOf(yaml: string): string {
  const loaded = load(yaml);
  return loaded.ok ? assert.fail("the settings were accepted") : loaded.problems.join("\n");
}

describe("the gateway's settings", () => {
  it("open both ports beside the API's, audit nothing and limit Namespaces only", () => {
    assert.deepEqual(gatewayOf(""), {
      plaintext: { host: "127.0.0.1", port: 7282 },
      tls: { host: "127.0.0.1", port: 7283 },
      private: [],
      limits: { namespaceRequests: 2_000, principalRequests: 0, addressRequests: 0 },
      secondLock: null,
      audit: [],
      metrics: null,
    });
  });

  it("send tokens that Temporal servers check, unless it is the development server", () => {
    const secondLockOf = (yaml: string, mode: "serve" | "dev") => {
      writeFileSync(join(cwd, "remit.yaml"), yaml);
      const loaded = loadConfig({ flags: new Map(), env: {}, cwd, file: null, mode, limits: {} });
      return loaded.ok ? loaded.config.gateway.secondLock : assert.fail(loaded.problems.join("\n"));
    };
    assert.deepEqual(secondLockOf("", "serve"), { refreshSeconds: 5, audience: null, rotateHours: 24 });
    assert.equal(secondLockOf("gateway: { secondLock: { jwksRefreshSeconds: 0 } }", "serve"), null);
    const given = "gateway: { secondLock: { jwksRefreshSeconds: 60, audience: temporal, rotateHours: 1 } }";
    assert.deepEqual(secondLockOf(given, "dev"), { refreshSeconds: 60, audience: "temporal", rotateHours: 1 });
    const contradiction =
      "roles: [api, operations, gateway]\ngateway: { secondLock: { jwksRefreshSeconds: 0, audience: x } }";
    assert.match(problemsOf(contradiction), /no tokens are sent/);
  });

  it("follow listen.host, unless they say another", () => {
    const { plaintext, metrics } = gatewayOf("listen: { host: 0.0.0.0 }\ngateway: { metrics: 9464 }");
    assert.deepEqual([plaintext?.host, metrics], ["0.0.0.0", { host: "0.0.0.0", port: 9464 }]);
    assert.equal(gatewayOf("gateway: { host: localhost }").tls?.host, "localhost");
  });

  it("have no TLS port without a certificate, and no port at all is a mistake", () => {
    const without = "listen: { tls: { certificate: none } }\n";
    assert.equal(gatewayOf(without).tls, null);
    assert.match(problemsOf(`${without}gateway: { plaintext: false }`), /gateway\.plaintext .*no client could connect/);
    const ended = "gateway: { plaintext: false, private: [{ host: 10.0.0.1, port: 7284, tls: false }] }";
    assert.equal(gatewayOf(without + ended).private.length, 1);
    assert.match(
      problemsOf(`${without}gateway: { private: [{ host: 10.0.0.1, port: 7284 }] }`),
      /gateway\.private\.0\.tls .*no certificate/,
    );
  });

  it("name operations to audit, the usual ones by one word", () => {
    const { audit } = gatewayOf("gateway: { audit: [usual, temporal.schedule.delete] }");
    assert.deepEqual(audit, [
      "temporal.workflow.terminate",
      "temporal.workflow.signal",
      "temporal.workflow.signalWithStart",
      "temporal.workflow.reset",
      "temporal.workflow.delete",
      "temporal.batch.start",
      "temporal.schedule.delete",
    ]);
    const problems = problemsOf("gateway: { audit: [temporal.workflow.kill, cloud.namespace.delete] }");
    assert.match(problems, /gateway\.audit\.0 .*"temporal\.workflow\.kill" is no data-plane operation/);
    assert.match(problems, /gateway\.audit\.1 /);
  });

  it("refuse a port that is taken twice", () => {
    assert.match(problemsOf("gateway: { port: 7280 }"), /gateway\.port .*listen\.port is 7280 too/);
    assert.match(problemsOf("gateway: { tlsPort: 7282 }"), /gateway\.tlsPort .*gateway\.port is 7282 too/);
    assert.equal(gatewayOf("gateway: { port: 0, tlsPort: 0 }").plaintext?.port, 0);
    assert.equal(gatewayOf("gateway: { host: localhost, port: 7280 }").plaintext?.port, 7280);
  });

  it("take any free port beside an API that does: another server has the usual ones", () => {
    const { plaintext, tls } = gatewayOf("listen: { port: 0, tls: { port: 0 } }");
    assert.deepEqual([plaintext?.port, tls?.port], [0, 0]);
    assert.equal(gatewayOf("listen: { port: 0 }\ngateway: { port: 7000 }").plaintext?.port, 7000);
  });
});
