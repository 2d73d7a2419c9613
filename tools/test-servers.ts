// The real servers that all test files of a run share. What cannot be had is passed on as the reason to skip.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { buildConsole } from "./build-console.ts";
import { startPostgres } from "./postgres.ts";
import { startTemporalDevServer, temporalIsMissing } from "./temporal-dev-server.ts";

export interface TestServers {
  /** For the environment of the test files. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const none: TestServers = { environment: {}, stop: async () => undefined };

export async function startTestServers(): Promise<TestServers> {
  const started = await Promise.all([shareTemporal(), sharePostgres(), shareConsole()]);
  return {
    environment: Object.assign({}, ...started.map((server) => server.environment)),
    stop: async () => {
      await Promise.all(started.map((server) => server.stop()));
    },
  };
}

/** For runs without servers: every test that needs one is skipped with this reason. */
export function leaveOutServers(reason: string): TestServers {
  return { ...none, environment: { REMIT_TEST_TEMPORAL_MISSING: reason, REMIT_TEST_POSTGRES_MISSING: reason } };
}

async function shareTemporal(): Promise<TestServers> {
  if (process.env.REMIT_TEST_TEMPORAL_ADDRESS) return none;
  const missing = temporalIsMissing();
  if (missing !== null) return { ...none, environment: { REMIT_TEST_TEMPORAL_MISSING: missing } };
  const logs = join(import.meta.dirname, "..", ".remit", "test");
  mkdirSync(logs, { recursive: true });
  const server = await startTemporalDevServer({ logFile: join(logs, "temporal.log") });
  return { environment: { REMIT_TEST_TEMPORAL_ADDRESS: server.address }, stop: server.stop };
}

/** Packed once: files that each pack it would write over each other. */
async function shareConsole(): Promise<TestServers> {
  return { ...none, environment: { REMIT_TEST_CONSOLE: await buildConsole() } };
}

async function sharePostgres(): Promise<TestServers> {
  if (process.env.REMIT_TEST_POSTGRES_URL) return none;
  const server = await startPostgres();
  if (typeof server === "string") return { ...none, environment: { REMIT_TEST_POSTGRES_MISSING: server } };
  return { environment: { REMIT_TEST_POSTGRES_URL: server.url }, stop: server.stop };
}
