// The gateway's transport with a gate that lets everything pass, as a process of its own: node gateway-process.ts <upstream>
import { pino } from "pino";
import type { Gate } from "../../packages/server/src/gateway/call.ts";
import { startTransport } from "../../packages/server/src/gateway/transport/transport.ts";
import { createUpstreams } from "../../packages/server/src/gateway/transport/upstreams.ts";
import { createCertificate } from "../../packages/server/src/listen/testing/certificate.ts";

const log = pino({ level: "silent" });
const upstreams = createUpstreams({ servers: [{ name: "main", address: process.argv[2] ?? "" }], log });
const pass = { kind: "forward", server: "main", authorization: null, recheck: () => null, ended() {} } as const;
const gate: Gate<null> = { admit: () => ({ kind: "admitted", caller: null }), decide: () => pass };
const where = { host: "127.0.0.1", port: 0, way: "public" } as const;
const tls = await createCertificate();
const transport = await startTransport({
  listeners: [
    { ...where, tls: null },
    { ...where, tls },
  ],
  gate,
  upstreams,
  log,
  // One machine has one address, and plays all clients.
  limits: { maxConnectionsPerAddress: 10_000 },
});
process.on("message", () => {
  const { rss } = process.memoryUsage();
  process.send?.({ cpu: process.cpuUsage(), rss, open: transport.open(), connections: transport.connections() });
});
process.send?.({ ports: transport.addresses.map(({ port }) => port) });
