// Where Prometheus reads the metrics: one path, on a port of its own that faces the platform's network.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Registry } from "prom-client";

export interface MetricsServer {
  readonly host: string;
  /** The one that was really taken. */
  readonly port: number;
  close(): Promise<void>;
}

/** Rejects with the system's error when the port is taken. */
export async function serveMetrics(
  registry: Registry,
  endpoint: { readonly host: string; readonly port: number },
): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    if (request.url !== "/metrics" || request.method !== "GET") {
      response.writeHead(404, { "content-type": "text/plain" }).end("metrics stand under /metrics\n");
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { "content-type": registry.contentType }).end(text),
      () => response.writeHead(500, { "content-type": "text/plain" }).end("the metrics could not be read\n"),
    );
  });
  server.listen(endpoint);
  await once(server, "listening");
  return {
    host: endpoint.host,
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
