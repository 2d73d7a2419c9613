// Long polls that wait: what each costs in memory, and what is left when their clients are gone.
import { once } from "node:events";
import type { Measured } from "../child.ts";
import { openSessions } from "../load.ts";

export interface PollResult {
  readonly polls: number;
  readonly clientConnections: number;
  readonly held: number;
  readonly kbPerPoll: number;
  readonly leftOpen: number;
  readonly leftConnections: number;
}

const path = "/temporal.api.workflowservice.v1.WorkflowService/PollActivityTaskQueue";
/** namespace "default", task queue "nobody-polls-this" of the normal kind. */
const queue = Buffer.concat([Buffer.from("0a116e6f626f64792d706f6c6c732d74686973", "hex"), Buffer.from("1001", "hex")]);
const message = Buffer.concat([Buffer.from("0a0764656661756c7412", "hex"), Buffer.from([queue.length]), queue]);
const frame = Buffer.concat([Buffer.from([0, 0, 0, 0, message.length]), message]);

export async function holdPolls(gateway: Measured, polls: number, clients: number): Promise<PollResult> {
  const before = await gateway.usage();
  const sessions = openSessions(`http://127.0.0.1:${gateway.ports[0]}`, clients);
  await Promise.all(sessions.map((session) => once(session, "connect")));
  for (let at = 0; at < polls; at += 1) {
    const headers = { ":method": "POST", ":path": path, "content-type": "application/grpc", "grpc-timeout": "120S" };
    const stream = sessions[at % clients]?.request({ ...headers, te: "trailers" }, { endStream: false });
    stream?.on("error", () => {});
    stream?.resume();
    stream?.end(frame);
  }
  let usage = await gateway.usage();
  for (let tries = 0; tries < 300 && (usage.open ?? 0) < polls; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    usage = await gateway.usage();
  }
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  usage = await gateway.usage();
  for (const session of sessions) session.destroy();
  let left = await gateway.usage();
  for (let tries = 0; tries < 300 && (left.open !== 0 || left.connections !== 0); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    left = await gateway.usage();
  }
  return {
    polls,
    clientConnections: clients,
    held: usage.open ?? 0,
    kbPerPoll: (usage.rss - before.rss) / 1024 / Math.max(1, usage.open ?? 0),
    leftOpen: left.open ?? -1,
    leftConnections: left.connections ?? -1,
  };
}
