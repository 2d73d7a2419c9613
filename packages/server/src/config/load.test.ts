import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { makeCertificate } from "../../../../tests/harness/certificates.ts";
import { defaultLimits } from "../resources/limits.ts";
import type { Config } from "./config.ts";
import { loadConfig, type Sources } from "./load.ts";

const limits = { "customRoles.perAccount": 25, "users.perAccount": 300 };

interface Given extends Partial<Pick<Sources, "cwd" | "file" | "mode" | "limits">> {
  readonly yaml?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly flags?: Readonly<Record<string, string>>;
}

function load({ yaml, env = {}, flags = {}, ...given }: Given) {
  const cwd = mkdtempSync(join(tmpdir(), "remit-config-"));
  if (yaml !== undefined) writeFileSync(join(cwd, "remit.yaml"), yaml);
  const sources: Sources = {
    cwd,
    file: null,
    mode: "serve",
    limits,
    ...given,
    env,
    flags: new Map(Object.entries(flags)),
  };
  return { cwd, loaded: loadConfig(sources) };
}

function configOf(given: Given): Config & { cwd: string } {
  const { loaded, cwd } = load(given);
  assert.ok(loaded.ok, loaded.ok ? "" : loaded.problems.join("\n"));
  return { ...loaded.config, cwd };
}

function problemsOf(given: Given): string {
  const { loaded } = load(given);
  assert.ok(!loaded.ok, "the settings were accepted");
  return loaded.problems.join("\n");
}

describe("settings from three sources", () => {
  it("starts with nothing given", () => {
    const config = configOf({});
    assert.deepEqual(config.store, { kind: "pglite", directory: join(config.cwd, ".remit/data") });
    assert.deepEqual(config.temporal.servers, { default: { address: "127.0.0.1:7233" } });
    assert.deepEqual(
      config.regions.map(({ id, server }) => `${id} ${server}`),
      [
        "aws-us-east-1 default",
        "aws-us-west-2 default",
        "aws-ca-central-1 default",
        "gcp-us-central1 default",
        "azure-centralus default",
      ],
    );
    assert.equal(config.listen.tls?.certificate.kind, "local");
  });

  it("lets a flag win over the environment, and the environment over the file", () => {
    const yaml = "listen: { port: 1001, host: 0.0.0.0, tls: { port: 1002 } }";
    const env = { REMIT_LISTEN_PORT: "2001", REMIT_TLS_PORT: "2002" };
    const { listen } = configOf({ yaml, env, flags: { "tls-port": "0" } });
    assert.deepEqual(listen.plaintext, { host: "0.0.0.0", port: 2001 });
    assert.equal(listen.tls?.port, 0);
  });

  it("takes an empty variable as not set", () => {
    assert.equal(configOf({ env: { REMIT_POSTGRES_URL: "" } }).store.kind, "pglite");
  });

  it("reads a path in the file against the file's directory, one in a flag against the working directory", () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "remit-config-"));
    writeFileSync(join(elsewhere, "other.yaml"), "dataDirectory: data\n");
    const file = join(elsewhere, "other.yaml");
    assert.equal(configOf({ file }).dataDirectory, join(elsewhere, "data"));
    const config = configOf({ file, flags: { "data-dir": "data" } });
    assert.equal(config.dataDirectory, join(config.cwd, "data"));
  });

  it("takes lists by commas, and structured settings as YAML or JSON", () => {
    const { listen, limits: changed } = configOf({
      env: { REMIT_LISTEN_HOST_NAMES: "a.example, b.example", REMIT_LIMITS: '{"customRoles.perAccount": 0}' },
    });
    assert.deepEqual(listen.hostNames, ["a.example", "b.example"]);
    assert.deepEqual(changed, { "customRoles.perAccount": 0 });
  });

  it("reads certificates, and gives their text", () => {
    const cwd = mkdtempSync(join(tmpdir(), "remit-config-"));
    writeFileSync(join(cwd, "c.pem"), "CERT");
    writeFileSync(join(cwd, "k.pem"), "KEY");
    const { listen } = configOf({ cwd, flags: { "tls-certificate": "c.pem", "tls-key": "k.pem" } });
    assert.deepEqual(listen.tls?.certificate, { kind: "given", cert: "CERT", key: "KEY" });
  });

  it("tells nobody unless it is said where to", () => {
    assert.deepEqual(configOf({}).notify, {});
    const cwd = mkdtempSync(join(tmpdir(), "remit-config-"));
    writeFileSync(join(cwd, "secret"), "s3cret\n");
    const yaml =
      "notify: { webhook: { url: 'https://chat.example/hook', secretFile: secret }, from: remit@example.com }";
    writeFileSync(join(cwd, "remit.yaml"), yaml);
    const { notify } = configOf({ cwd, env: { REMIT_NOTIFY_SMTP_URL: "smtps://u:p@mail.example:465" } });
    assert.deepEqual(notify, {
      webhook: { url: "https://chat.example/hook", secret: "s3cret" },
      mail: { url: "smtps://u:p@mail.example:465", from: "remit@example.com" },
    });
    writeFileSync(join(cwd, "secret"), "\n");
    assert.match(problemsOf({ cwd }), /notify\.webhook\.secretFile.*is empty/);
    const half = problemsOf({ yaml: "notify: { webhook: { url: 'https://chat.example' }, from: remit@example.com }" });
    assert.match(half, /notify\.webhook\.secretFile.*is needed beside notify\.webhook\.url/);
    assert.match(half, /notify\.smtp\.url.*is needed beside notify\.from/);
  });

  it("asks no codec server that is not listed, by its origin and nothing else", async () => {
    assert.deepEqual(configOf({}).codecServers, { probe: [] });
    const cwd = mkdtempSync(join(tmpdir(), "remit-config-"));
    const ca = await makeCertificate();
    writeFileSync(join(cwd, "ca.pem"), ca);
    const { codecServers } = configOf({
      cwd,
      env: { REMIT_CODEC_SERVERS_PROBE: "https://codec.example,https://codec.example:8443" },
      flags: { "codec-servers-ca-file": "ca.pem", "codec-servers-web-origin": "http://localhost:8233" },
    });
    const probe = ["https://codec.example", "https://codec.example:8443"];
    assert.deepEqual(codecServers, { probe, ca, webOrigin: "http://localhost:8233" });
    const wrong = [
      "http://codec.example",
      "codec.example",
      "https://codec.example/",
      "https://u@codec.example",
      "https://*.example",
      "*",
    ];
    for (const origin of wrong) {
      const problem = problemsOf({ yaml: `codecServers: { probe: ["${origin}"] }` });
      assert.match(problem, /codecServers\.probe.*must be https:\/\/host/, origin);
    }
    assert.match(
      problemsOf({ yaml: "codecServers: { webOrigin: 'temporal.example' }" }),
      /codecServers\.webOrigin.*must be/,
    );
    writeFileSync(join(cwd, "ca.pem"), "CA");
    assert.match(
      problemsOf({ cwd, flags: { "codec-servers-ca-file": "ca.pem" } }),
      /codecServers\.caFile.*holds no PEM/,
    );
    assert.match(
      problemsOf({ yaml: "codecServers: { caFile: '/nowhere.pem' }" }),
      /codecServers\.caFile.*cannot be read/,
    );
  });

  it("takes TEMPORAL_ADDRESS as the one server", () => {
    const { temporal } = configOf({ env: { TEMPORAL_ADDRESS: "temporal:7233" } });
    assert.deepEqual(temporal.servers, { default: { address: "temporal:7233" } });
  });

  it("leaves the variables of clients, tests and Kubernetes service links alone", () => {
    configOf({ env: { REMIT_API_KEY: "x", REMIT_ADDRESS: "y", REMIT_PORT: "tcp://10.0.0.1:80", REMIT_TEST_A: "1" } });
  });
});

describe("settings that cannot be", () => {
  it("refuses an unknown key by its path, with the nearest known one", () => {
    assert.match(problemsOf({ yaml: "listen: { prt: 1 }" }), /listen\.prt \(remit\.yaml\): .*did you mean port\?/);
    assert.match(problemsOf({ yaml: "dataDirectroy: x" }), /dataDirectroy .*did you mean dataDirectory\?/);
    assert.match(
      problemsOf({ yaml: "limits: { customRoles.perAcount: 1 }" }),
      /did you mean customRoles\.perAccount\?/,
    );
    const yaml = "temporal: { servers: { default: { addres: x } } }";
    assert.match(problemsOf({ yaml }), /temporal\.servers\.default\.addres .*did you mean address\?/);
  });

  it("refuses an unknown variable, with the nearest known one", () => {
    assert.match(
      problemsOf({ env: { REMIT_POSTGRES_URI: "x" } }),
      /REMIT_POSTGRES_URI; did you mean REMIT_POSTGRES_URL\?/,
    );
  });

  it("refuses limits that cannot both hold, also when one of them is the documented one", () => {
    const problems = (text: string): string => problemsOf({ yaml: `limits: ${text}`, limits: defaultLimits });
    assert.match(
      problems("{ apiKeyMaxExpiryDays: 30 }"),
      /apiKeyDefaultExpiryDays \(remit\.yaml\): 90 is more than apiKeyMaxExpiryDays, which is 30/,
    );
    assert.match(problems("{ groupNameLengthMin: 65 }"), /groupNameLengthMin \(remit\.yaml\): 65 is more than/);
    assert.match(problems("{ retentionMinDays: 10, retentionMaxDays: 5 }"), /retentionMinDays .*which is 5/);
    assert.match(problems("{ invitationExpiryDays: 0 }"), /invitationExpiryDays \(remit\.yaml\): .*>=1/);
    configOf({ yaml: "limits: { apiKeyMaxExpiryDays: 0, retentionMaxDays: 0 }", limits: defaultLimits });
  });

  it("refuses managed failover where nothing could take over", () => {
    const managedFailover = "managedFailover: { enabled: true, afterSeconds: 30 }";
    const servers = (west: string) =>
      `temporal: { servers: { default: { address: a, clusterAddress: a }, west: { address: b${west} } }, ${managedFailover} }`;
    const problem = /temporal\.managedFailover\.enabled .*fewer than two of temporal\.servers have a clusterAddress/;
    assert.match(problemsOf({ yaml: servers("") }), problem);
    const { temporal } = configOf({ yaml: servers(", clusterAddress: b") });
    assert.deepEqual(temporal.managedFailover, { everySeconds: 5, afterSeconds: 30, pauseMinutes: 60 });
    assert.equal(configOf({}).temporal.managedFailover, null);
  });

  it("refuses a Temporal address that is none, before anything starts", () => {
    for (const address of ["http://temporal:7233", "temporal:99999", "temporal:port", "temporal 7233"]) {
      assert.match(
        problemsOf({ env: { TEMPORAL_ADDRESS: address } }),
        /temporal\.address \(TEMPORAL_ADDRESS\): must be host/,
      );
    }
    for (const address of ["temporal", "temporal.internal:7233", "10.0.0.1:65535", "[::1]:7233"]) {
      configOf({ env: { TEMPORAL_ADDRESS: address } });
    }
  });

  it("refuses hosts, host names and addresses that are none", () => {
    for (const host of ["a b", "remit:7280", "http://remit", "-a", "10.0.0.256", "[::1]"]) {
      assert.match(problemsOf({ flags: { host } }), /listen\.host \(--host\): must be an address or a host name/, host);
    }
    for (const host of ["::", "::1", "0.0.0.0", "remit.internal", "localhost"]) configOf({ flags: { host } });
    for (const name of ["https://a.example", "a.example:443", "*.example", "a..b", "a.example.", "a_b/c"]) {
      const problems = problemsOf({ env: { REMIT_LISTEN_HOST_NAMES: `b.example,${name}` } });
      assert.match(problems, /listen\.hostNames\.1 \(REMIT_LISTEN_HOST_NAMES\): must be host names/, name);
    }
    const { listen } = configOf({ flags: { "host-names": "*,a.example,10.0.0.1,::1,[fe80::1]" } });
    assert.deepEqual(listen.hostNames, ["*", "a.example", "10.0.0.1", "[::1]", "[fe80::1]"]);
    for (const address of ["remit.example", "https://", "ftp://remit.example", "https://a b", "https://a:port"]) {
      assert.match(problemsOf({ flags: { "console-address": address } }), /addresses\.console \(--console-address\): /);
    }
    for (const address of ["https://remit.example:7233", "remit example", "remit:99999"]) {
      const problems = problemsOf({ flags: { "grpc-address": address } });
      assert.match(problems, /addresses\.grpc \(--grpc-address\): must be host:port/, address);
    }
    configOf({ env: { REMIT_CONSOLE_ADDRESS: "https://remit.example/ui", REMIT_GRPC_ADDRESS: "remit.example:7233" } });
  });

  it("reports every problem at once, each with its origin", () => {
    const problems = problemsOf({
      yaml: "listen: { port: many }\nwhatever: 1\nregions: [{ id: moon-1, server: default }]",
      env: { REMIT_LOG_LEVEL: "loud", REMIT_LIMITS: "[" },
      flags: { "tls-port": "70000" },
    });
    assert.match(problems, /listen\.port \(remit\.yaml\)/);
    assert.match(problems, /whatever \(remit\.yaml\)/);
    assert.match(problems, /regions\.0\.id \(remit\.yaml\)/);
    assert.match(problems, /log\.level \(REMIT_LOG_LEVEL\)/);
    assert.match(problems, /limits \(REMIT_LIMITS\)/);
    assert.match(problems, /listen\.tls\.port \(--tls-port\)/);
  });

  it("refuses a file that is missing, is not YAML, or holds no settings", () => {
    assert.match(problemsOf({ file: "absent.yaml" }), /absent\.yaml cannot be read/);
    assert.match(problemsOf({ yaml: "a: [" }), /remit\.yaml cannot be read/);
    assert.match(problemsOf({ yaml: "- a\n- b" }), /expected settings/);
    assert.match(problemsOf({ yaml: "listen:\nlisten:" }), /unique/);
    assert.match(problemsOf({ yaml: "postgres:" }), /postgres \(remit\.yaml\): expected object/);
    assert.match(problemsOf({ yaml: "listen: 3", flags: { port: "1" } }), /listen .*expected object/);
  });
});

describe("settings that contradict each other", () => {
  const key = Buffer.alloc(32, 7).toString("base64");
  const postgres = { REMIT_POSTGRES_URL: "postgres://localhost/remit", REMIT_SECRETS_KEY: key };

  it("refuses Postgres and an embedded database", () => {
    assert.match(
      problemsOf({ env: postgres, flags: { "pglite-dir": "x" } }),
      /pglite\.directory \(--pglite-dir\): postgres\.url/,
    );
  });

  it("refuses Postgres without a secrets key that all processes share, except under dev", () => {
    const env = { REMIT_POSTGRES_URL: "postgres://localhost/remit" };
    assert.match(problemsOf({ env }), /secretsKeyFile: is needed with Postgres/);
    assert.equal(configOf({ env, mode: "dev" }).secretsKey.kind, "kept");
  });

  it("refuses two secrets keys, and one that is too short", () => {
    const env = { REMIT_SECRETS_KEY: key, REMIT_SECRETS_KEY_FILE: "f" };
    assert.match(problemsOf({ env }), /secretsKey \(REMIT_SECRETS_KEY\): secretsKeyFile is set too/);
    assert.match(problemsOf({ env: { REMIT_SECRETS_KEY: "c2hvcnQ=" } }), /at least 32 bytes/);
  });

  it("refuses a certificate without its key, a key without a certificate, and files that are not there", () => {
    const certificate = { REMIT_TLS_CERTIFICATE: "c.pem" };
    assert.match(problemsOf({ env: certificate }), /listen\.tls\.key: is needed[\s\S]*c\.pem cannot be read: ENOENT/);
    assert.match(
      problemsOf({ env: { REMIT_TLS_KEY: "k.pem" } }),
      /listen\.tls\.key \(REMIT_TLS_KEY\): there is no certificate/,
    );
  });

  it("refuses to listen nowhere, and twice on one port", () => {
    assert.match(problemsOf({ flags: { plaintext: "false", "tls-certificate": "none" } }), /nothing would listen/);
    assert.match(problemsOf({ flags: { port: "9000", "tls-port": "9000" } }), /listen\.port is 9000 too/);
    configOf({ flags: { port: "0", "tls-port": "0" } });
  });

  it("refuses a region on a server that is not configured, and one that is listed twice", () => {
    const yaml = `
temporal: { servers: { eu: { address: "eu:7233" } } }
regions: [{ id: aws-eu-west-1, server: us }, { id: aws-eu-west-1, server: eu }]`;
    const problems = problemsOf({ yaml });
    assert.match(problems, /regions\.0\.server .*no Temporal server us, only eu/);
    assert.match(problems, /regions\.1\.id .*listed twice/);
  });

  it("refuses two places for the Temporal server", () => {
    const yaml = "temporal: { servers: { default: { address: a:1 } } }";
    assert.match(
      problemsOf({ yaml, env: { TEMPORAL_ADDRESS: "b:1" } }),
      /temporal\.address \(TEMPORAL_ADDRESS\): .*servers/,
    );
  });

  it("refuses to split the embedded database over processes, and dev over roles", () => {
    assert.match(problemsOf({ flags: { only: "api" } }), /roles \(--only\): the embedded database is one process/);
    const problems = problemsOf({ env: postgres, flags: { only: "operations" }, mode: "dev" });
    assert.match(problems, /dev runs api, operations and gateway/);
    assert.deepEqual([...configOf({ env: postgres, flags: { only: "api" } }).roles], ["api"]);
  });

  it("warns when keys would cross the network in clear", () => {
    assert.match(configOf({ flags: { host: "0.0.0.0" } }).warnings.join(), /in clear/);
    assert.deepEqual(configOf({ env: postgres }).warnings, []);
  });
});
