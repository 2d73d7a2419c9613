// The trivial upstream: gRPC for Go where it can be built, else Node.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { echo, startUpstream } from "../../packages/server/src/gateway/transport/testing/upstream.ts";
import { buildGoProgram } from "../../tests/harness/go-program.ts";

export interface EchoUpstream {
  readonly address: string;
  readonly what: string;
  stop(): Promise<void>;
}

export async function startEchoUpstream(): Promise<EchoUpstream> {
  const folder = mkdtempSync(join(tmpdir(), "remit-echo-"));
  const program = await buildGoProgram(join(import.meta.dirname, "echo"), folder);
  if ("missing" in program) {
    rmSync(folder, { recursive: true });
    const upstream = await startUpstream(echo);
    return {
      address: upstream.address,
      what: "Node, in the load's process",
      stop: async () => upstream[Symbol.asyncDispose](),
    };
  }
  const child = spawn(program.file, { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return {
    address: line.toString().trim(),
    what: "gRPC for Go 1.85.0",
    async stop() {
      child.kill();
      await once(child, "exit");
      rmSync(folder, { recursive: true });
    },
  };
}
