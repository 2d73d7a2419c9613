// A Temporal server for a test file: the run's shared one, or one of its own when the file is run alone.
import { startTemporalDevServer, temporalIsMissing } from "./temporal-dev-server.ts";

export interface TestServer {
  readonly address: string;
  stop(): Promise<void>;
}

/** Or the reason why there is none, for `t.skip`. Make Namespaces of your own: the server may be shared. */
export async function temporalForTest(): Promise<TestServer | string> {
  const shared = process.env.REMIT_TEST_TEMPORAL_ADDRESS;
  if (shared) return { address: shared, stop: async () => undefined };
  const missing = process.env.REMIT_TEST_TEMPORAL_MISSING ?? temporalIsMissing();
  return missing ?? startTemporalDevServer();
}
