// A load balancer in front of a private port: every connection begins with what it says of the client.
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface PrivateEndpoint extends AsyncDisposable {
  /** host:port where clients connect. */
  readonly address: string;
}

/** @param header bytes of a PROXY header; empty: the balancer says nothing */
export async function openPrivateEndpoint(port: number, header: Buffer): Promise<PrivateEndpoint> {
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    far.write(header);
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
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
