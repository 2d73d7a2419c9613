import type { ChildProcess } from "node:child_process";

const children = new Map<ChildProcess, () => void>();
process.on("exit", () => {
  for (const [child, cleanUp] of children) {
    child.kill("SIGKILL");
    cleanUp();
  }
});
// A process that a signal ends has no exit event. Programs that handle the signal themselves are left to do so.
process.once("SIGTERM", () => {
  if (process.listenerCount("SIGTERM") === 0) process.exit(143);
});

/** Ends the child even when this process exits without having stopped it; `cleanUp` must be synchronous. */
export function endWithUs(child: ChildProcess, cleanUp: () => void = () => undefined): void {
  children.set(child, cleanUp);
  child.once("exit", () => children.delete(child));
}

/** Asks the child to stop and waits until it has; after the grace period it is killed. */
export function stopChild(child: ChildProcess, signal: NodeJS.Signals = "SIGTERM", graceMs = 5_000): Promise<void> {
  return new Promise((resolve) => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
      resolve();
      return;
    }
    const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
    child.once("exit", () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill(signal);
  });
}
