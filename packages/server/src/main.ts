#!/usr/bin/env node
// The process: arguments, environment, signals, exit code. Nothing else reads process.env or ends the process.
import { run } from "./commands/run.ts";
import { stopOnSignals } from "./commands/stop-on-signals.ts";

const exitCode = await run(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  nodeVersion: process.versions.node,
  print: (line) => void process.stdout.write(`${line}\n`),
  complain: (line) => void process.stderr.write(`${line}\n`),
  stopping: stopOnSignals(),
  startTemporal: null,
  builtConsole: null,
});
process.exit(exitCode);
