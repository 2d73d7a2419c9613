// The SDK's own runtime: one per process, however many control planes a test composes in it.
import type { Logger } from "pino";

let installed = false;

/** Sends the SDK's log to ours, and leaves the process's signals to whoever composes it. */
export async function installRuntime(log: Logger): Promise<void> {
  if (installed) return;
  installed = true;
  const { DefaultLogger, makeTelemetryFilterString, Runtime } = await import("@temporalio/worker");
  const levels = { TRACE: "trace", DEBUG: "debug", INFO: "debug", WARN: "warn", ERROR: "error" } as const;
  Runtime.install({
    logger: new DefaultLogger("INFO", ({ level, message, meta }) =>
      log[levels[level]]({ temporal: { ...meta } }, message),
    ),
    // Its warnings tell of every single poll that fails while a server is away; worker.ts tells it once.
    telemetryOptions: {
      logging: { filter: makeTelemetryFilterString({ core: "ERROR", other: "ERROR" }), forward: {} },
    },
    shutdownSignals: [],
  });
}
