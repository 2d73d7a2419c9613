// A gateway in a process of its own, on a database and a Temporal server that it is told of.
import { startPlane } from "../../tests/harness/control-plane.ts";

export interface FreshnessProcess {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
}

const { databaseUrl, temporalAddress } = JSON.parse(process.argv[2] ?? "") as FreshnessProcess;
const { plane } = await startPlane({
  temporalAddress,
  gateway: {},
  roles: new Set(["gateway"]),
  store: { kind: "postgres", url: databaseUrl },
});
process.send?.({ ports: plane.gateway?.addresses.map(({ port }) => port) });
// Whoever measures may end in the middle.
process.on("disconnect", () => process.exit());
