// A transport on free ports of this machine, in front of one server called "main".
import { pino } from "pino";
import type { Gate } from "../../call.ts";
import type { TransportLimits } from "../limits.ts";
import type { GatewayListener } from "../listeners.ts";
import type { TlsIdentity } from "../tls.ts";
import { startTransport, type Transport } from "../transport.ts";
import { createUpstreams, type UpstreamServer, type Upstreams } from "../upstreams.ts";
import { createOpenGate } from "./gates.ts";

export const log = pino({ level: "silent" });

export interface TestTransport extends AsyncDisposable {
  readonly transport: Transport;
  readonly upstreams: Upstreams;
  /** host:port of the first listener */
  readonly address: string;
  readonly port: number;
  /** Of the one behind: TLS where an identity is given, else private. */
  readonly secondPort: number;
}

export interface TestOptions<Caller> {
  readonly server: string | Omit<UpstreamServer, "name">;
  readonly gate?: Gate<Caller>;
  readonly tls?: TlsIdentity;
  readonly limits?: Partial<TransportLimits>;
}

/** `await using` cuts everything that is left with the test. */
export async function startTestTransport<Caller>(options: TestOptions<Caller>): Promise<TestTransport> {
  const server = typeof options.server === "string" ? { address: options.server } : options.server;
  const upstreams = createUpstreams({ servers: [{ name: "main", ...server }], log });
  const second: GatewayListener = { ...anyPort, tls: options.tls ?? null, way: options.tls ? "public" : "private" };
  const transport = await startTransport<unknown>({
    listeners: [{ ...anyPort, tls: null, way: "public" }, second],
    gate: (options.gate ?? createOpenGate("main")) as Gate<unknown>,
    upstreams,
    log,
    ...(options.limits && { limits: options.limits }),
  });
  const [port = 0, secondPort = 0] = transport.addresses.map((address) => address.port);
  return {
    transport,
    upstreams,
    address: `127.0.0.1:${port}`,
    port,
    secondPort,
    async [Symbol.asyncDispose]() {
      await transport.close(0);
      upstreams.close();
    },
  };
}

const anyPort = { host: "127.0.0.1", port: 0 };
