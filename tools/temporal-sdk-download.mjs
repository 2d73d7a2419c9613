// Makes the TypeScript SDK download the Temporal CLI into the directory given as the only argument: the SDK starts a
// development server, for which it fetches the CLI, and the server is stopped at once. Run as a child of its own by
// temporal-cli.mjs, which limits the time: the SDK itself would wait for an unreachable host much longer.
import { createRequire } from "node:module";
import { join } from "node:path";

const server = createRequire(join(import.meta.dirname, "..", "packages", "server", "package.json"));
const worker = createRequire(server.resolve("@temporalio/worker"));
const { native } = worker("@temporalio/core-bridge");
const { version } = worker("@temporalio/core-bridge/package.json");

const runtime = native.newRuntime({
  logExporter: { type: "console", filter: "ERROR", format: null },
  telemetry: { attachServiceName: false, metricPrefix: "" },
  metricsExporter: null,
  workerHeartbeatIntervalMillis: null,
});
try {
  const started = await native.newEphemeralServer(runtime, {
    type: "dev-server",
    exe: {
      type: "cached-download",
      downloadDir: process.argv[2],
      version: "default",
      ttl: 0,
      sdkName: "sdk-typescript",
      sdkVersion: version,
    },
    namespace: "default",
    ip: "127.0.0.1",
    port: null,
    uiPort: null,
    dbFilename: null,
    ui: false,
    log: { format: "pretty", level: "error" },
    extraArgs: [],
  });
  await native.ephemeralServerShutdown(started);
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
