// The gateway with all of its rules, as a process of its own: node whole-process.ts <upstream> <temporal>. It names its
// ports, a Namespace and the key of a service account that may write there. The Namespace is made on the second, and calls
// go to the first.
import { setTimeout as sleep } from "node:timers/promises";
import { createCertificate } from "../../packages/server/src/listen/testing/certificate.ts";
import { startPlane } from "../../tests/harness/control-plane.ts";
import { withLevel } from "../../tests/harness/gateway-roles.ts";
import { makeNamespace } from "../../tests/harness/namespaces.ts";

const [, , upstream = "", temporal = ""] = process.argv;
const where = { host: "127.0.0.1", port: 0 };
const refreshSeconds = 1;
const plane = await startPlane({
  temporal: { servers: { default: { address: temporal, gatewayAddress: upstream } } },
  roles: new Set(["api", "operations", "gateway"]),
  gateway: { plaintext: where, tls: where, secondLock: { refreshSeconds, audience: null, rotateHours: 24 } },
  gatewayIdentity: await createCertificate(),
});
const { namespace } = await makeNamespace(plane.owner);
const { key } = await withLevel(plane, namespace, "WRITE");
// Until its key is known to every server the gateway forwards nothing.
await sleep(2_000 * refreshSeconds + 500);
process.on("message", () => process.send?.({ cpu: process.cpuUsage(), rss: process.memoryUsage().rss }));
process.send?.({ ports: plane.plane.gateway?.addresses.map(({ port }) => port), namespace, key });
