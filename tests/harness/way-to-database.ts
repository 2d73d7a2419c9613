// A way to a database that can be cut, as a failing network or a stopped server does it: without a word.
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface Way {
  /** Of the database, by this way. */
  readonly url: string;
  /** Ends what is connected, in the middle of whatever it does, and refuses what comes. */
  cut(): void;
  mend(): Promise<void>;
}

/** Call `cut` at the end. */
export async function openWay(url: string): Promise<Way> {
  const target = new URL(url);
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const way = new URL(url);
  way.hostname = "127.0.0.1";
  way.port = String(port);
  return {
    url: way.href,
    cut: () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
    mend: async () => {
      await once(server.listen(port, "127.0.0.1"), "listening");
    },
  };
}
