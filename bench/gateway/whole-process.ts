// The gateway with all of its rules, as a process of its own: node whole-process.ts <upstream> [temporal]. It names its
// ports, a Namespace and the key of a service account that may write there. `temporal`: the upstream is a real server, and
// the Namespace is made on it.
import { setTimeout as sleep } from "node:timers/promises";
import { createCertificate } from "../../packages/server/src/listen/testing/certificate.ts";
import { startPlane } from "../../tests/harness/control-plane.ts";
import { withLevel } from "../../tests/harness/gateway-roles.ts";
import { makeNamespace, specOf } from "../../tests/harness/namespaces.ts";

const [, , upstream = "", kind] = process.argv;
const where = { host: "127.0.0.1", port: 0 };
const refreshSeconds = 1;
const plane = await startPlane({
  temporal: { servers: { default: { address: upstream } } },
  roles: new Set(kind === "temporal" ? ["api", "operations", "gateway"] : ["api", "gateway"]),
  gateway: { plaintext: where, tls: where, secondLock: { refreshSeconds, audience: null, rotateHours: 24 } },
  gatewayIdentity: await createCertificate(),
});
const namespace =
  kind === "temporal"
    ? (await makeNamespace(plane.owner)).namespace
    : (await plane.owner.cloud.createNamespace({ spec: specOf() })).namespace;
const { key } = await withLevel(plane, namespace, "WRITE");
// Until its key is known to every server the gateway forwards nothing.
await sleep(2_000 * refreshSeconds + 500);
process.on("message", () => process.send?.({ cpu: process.cpuUsage(), rss: process.memoryUsage().rss }));
process.send?.({ ports: plane.plane.gateway?.addresses.map(({ port }) => port), namespace, key });
