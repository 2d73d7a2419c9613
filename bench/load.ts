// Calls without end for a time, over a few connections, and how long each took.
import { type ClientHttp2Session, connect } from "node:http2";

export interface Target {
  readonly url: string;
  /** "/package.Service/Method" */
  readonly path: string;
  readonly gzip?: boolean;
  /** Sent as API key. */
  readonly key?: string;
}

export interface Load {
  readonly calls: number;
  readonly errors: number;
  readonly perSecond: number;
  readonly p50Us: number;
  readonly p99Us: number;
}

export function openSessions(url: string, count: number): ClientHttp2Session[] {
  return Array.from({ length: count }, () => {
    const session = connect(url, {
      rejectUnauthorized: false,
      peerMaxConcurrentStreams: 10_000,
      maxSessionMemory: 100,
    });
    session.on("error", () => {});
    return session;
  });
}

/** A message with what gRPC puts before it. */
export function toFrame(message: Uint8Array, flag = 0): Buffer {
  const prefix = Buffer.from([flag, 0, 0, 0, 0]);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

/** @param makeFrame a function where each call needs a message of its own */
export async function runLoad(
  target: Target,
  makeFrame: Buffer | (() => Buffer),
  concurrency: number,
  ms: number,
): Promise<Load> {
  const sessions = openSessions(target.url, Math.min(4, concurrency));
  const times: number[] = [];
  let errors = 0;
  const end = performance.now() + ms;
  const started = performance.now();
  const one = async (session: ClientHttp2Session): Promise<void> => {
    while (performance.now() < end) {
      const from = performance.now();
      const frame = typeof makeFrame === "function" ? makeFrame() : makeFrame;
      if (!(await callOnce(session, frame, target))) errors += 1;
      times.push(performance.now() - from);
    }
  };
  await Promise.all(
    Array.from({ length: concurrency }, (_, at) => one(sessions[at % sessions.length] as ClientHttp2Session)),
  );
  const seconds = (performance.now() - started) / 1_000;
  for (const session of sessions) session.destroy();
  const sorted = Float64Array.from(times).sort();
  const at = (share: number): number => Math.round((sorted[Math.floor(sorted.length * share)] ?? Number.NaN) * 1_000);
  return { calls: times.length, errors, perSecond: times.length / seconds, p50Us: at(0.5), p99Us: at(0.99) };
}

function callOnce(session: ClientHttp2Session, frame: Buffer, { path, gzip, key }: Target): Promise<boolean> {
  return new Promise((resolve) => {
    const headers = { ":method": "POST", ":path": path, "content-type": "application/grpc", te: "trailers" };
    const own = { ...(gzip && { "grpc-encoding": "gzip" }), ...(key && { authorization: `Bearer ${key}` }) };
    const stream = session.request({ ...headers, ...own }, { endStream: false });
    let status: unknown;
    stream.on("response", (found) => (status = found["grpc-status"]));
    stream.on("trailers", (found) => (status = found["grpc-status"]));
    stream.on("error", () => {});
    stream.on("close", () => resolve(status === "0"));
    stream.resume();
    stream.end(frame);
  });
}
