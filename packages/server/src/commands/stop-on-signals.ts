const signals = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

/** Aborted by the first SIGINT, SIGTERM or SIGHUP; the second ends the process. */
export function stopOnSignals(): AbortSignal {
  const stopping = new AbortController();
  for (const [signal, number] of Object.entries(signals)) {
    process.on(signal, () => {
      // The second one means now: what is under way is cut, and the store recovers as from a crash.
      if (stopping.signal.aborted) process.exit(128 + number);
      stopping.abort();
    });
  }
  return stopping.signal;
}
