// Temporal's stock Web UI server in front of a frontend, as its users run it: their browser sends the credential, and the
// server passes it on.
import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { stringify } from "yaml";
import { findFreePort } from "../../tools/free-port.ts";
import { endWithUs, stopChild } from "../../tools/stop-child.ts";
import { findWebUi } from "../../tools/web-ui.ts";
import { makeDirectory } from "./databases.ts";

export interface WebUi extends AsyncDisposable {
  readonly url: string;
}

/** Or why there is none. @param temporalGrpcAddress host:port, plaintext */
export async function startWebUi(temporalGrpcAddress: string): Promise<WebUi | string> {
  const found = findWebUi();
  if (typeof found === "string") return found;
  await using stack = new AsyncDisposableStack();
  const { path: directory } = stack.use(await makeDirectory());
  const [host, port] = ["127.0.0.1", await findFreePort()];
  const settings = { temporalGrpcAddress, host, port, enableUi: true, disableNewsFetch: true, hideLogs: true };
  await writeFile(join(directory, "test.yaml"), stringify(settings));
  const args = ["--root", directory, "--config", ".", "--env", "test", "start"];
  const child = spawn(found.path, args, { stdio: ["ignore", "ignore", "inherit"] });
  endWithUs(child);
  stack.defer(() => stopChild(child));
  const url = `http://${host}:${port}`;
  while (
    !(await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null) throw new Error(`the Web UI server ended with ${child.exitCode}`);
    await sleep(100);
  }
  const running = stack.move();
  return { url, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
