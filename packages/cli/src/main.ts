#!/usr/bin/env node
// The process: arguments, environment, exit code. Nothing else reads process.env or ends the process.
import { readFileSync } from "node:fs";
import { findHostCommand, runOnHost } from "./commands/host.ts";
import { flush } from "./flush.ts";
import { runProgram } from "./program.ts";

const args = process.argv.slice(2);
const hostCommand = findHostCommand(args);
const exitCode =
  hostCommand === null
    ? await runProgram(args, {
        env: process.env,
        cwd: process.cwd(),
        columns: process.stdout.columns ?? 100,
        print: (text) => void process.stdout.write(`${text}\n`),
        complain: (text) => void process.stderr.write(`${text}\n`),
        readStdin: () => readFileSync(0, "utf8"),
      })
    : await runOnHost(hostCommand);
await Promise.all([process.stdout, process.stderr].map(flush));
process.exit(exitCode);
