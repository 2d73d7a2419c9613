// A Kinesis that runs on this machine, and a reader of what stands in one of its streams.
import { once } from "node:events";
import type { Server } from "node:http";
import { createRequire } from "node:module";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import {
  CreateStreamCommand,
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
} from "@aws-sdk/client-kinesis";
import { NodeHttpHandler } from "@smithy/node-http-handler";

const kinesalite = createRequire(import.meta.url)("kinesalite") as (options: object) => Server;

export interface Kinesis extends AsyncDisposable {
  readonly endpoint: string;
  createStream(name: string, shards?: number): Promise<void>;
  /** Texts in the order in which the stream has them; those of each shard together. */
  read(name: string): Promise<string[]>;
  /** Away for as long as this lasts: connections are refused. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
}

export async function startKinesis(): Promise<Kinesis> {
  const server = kinesalite({ createStreamMs: 1 });
  await listen(server, 0);
  // It forgets its streams when it is closed: what goes away is the way to it.
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy()).once("close", () => sockets.delete(socket));
  };
  const way = createServer((caller) => {
    const called = connect(portOf(server), "127.0.0.1");
    keep(caller);
    keep(called);
    caller.pipe(called).pipe(caller);
  });
  await listen(way, 0);
  const port = portOf(way);
  const goAway = async (): Promise<void> => {
    const closed = once(way, "close");
    way.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new KinesisClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    // Of itself it speaks HTTP/2, which this server does not.
    requestHandler: new NodeHttpHandler(),
  });
  const describeStream = async (StreamName: string) =>
    (await client.send(new DescribeStreamCommand({ StreamName }))).StreamDescription;
  return {
    endpoint,
    createStream: async (StreamName, ShardCount = 2) => {
      await client.send(new CreateStreamCommand({ StreamName, ShardCount }));
      while ((await describeStream(StreamName))?.StreamStatus !== "ACTIVE");
    },
    read: async (StreamName) => {
      const texts: string[] = [];
      for (const { ShardId } of (await describeStream(StreamName))?.Shards ?? []) {
        const start = { StreamName, ShardId, ShardIteratorType: "TRIM_HORIZON" } as const;
        let at = (await client.send(new GetShardIteratorCommand(start))).ShardIterator;
        for (let more = true; more; ) {
          const { Records = [], NextShardIterator } = await client.send(new GetRecordsCommand({ ShardIterator: at }));
          texts.push(...Records.map(({ Data }) => Buffer.from(Data ?? []).toString()));
          more = Records.length > 0;
          at = NextShardIterator;
        }
      }
      return texts;
    },
    goAway,
    comeBack: () => listen(way, port),
    [Symbol.asyncDispose]: async () => {
      client.destroy();
      if (way.listening) await goAway();
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(server: Server | ReturnType<typeof createServer>, port: number): Promise<void> {
  const listening = once(server, "listening");
  server.listen(port, "127.0.0.1");
  await listening;
}

const portOf = (server: Pick<Server, "address">): number => (server.address() as AddressInfo).port;
