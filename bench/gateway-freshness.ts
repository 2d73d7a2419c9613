// Measures how long a change on the control plane takes to count on a gateway in another process, and writes
// docs/benchmarks/gateway-freshness.md: from the answer to the change until the first refusal, over two gateways.
import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { startPlane, type TestPlane } from "../tests/harness/control-plane.ts";
import { makeDatabase } from "../tests/harness/databases.ts";
import { connectToGateway, type GatewayClient } from "../tests/harness/gateway-clients.ts";
import { refusalOrNull, withLevel, withOperations } from "../tests/harness/gateway-roles.ts";
import { makeNamespace } from "../tests/harness/namespaces.ts";
import { startPostgres } from "../tools/postgres.ts";
import { startTemporalDevServer } from "../tools/temporal-dev-server.ts";
import { startMeasured } from "./child.ts";
import type { FreshnessProcess } from "./gateway/freshness-process.ts";

const rounds = Number(process.argv[2] ?? 50);
const targets = { p99: 250, max: 1_000 };

/** Somebody who may, until it is taken away. */
interface Holder {
  readonly key: string;
  readonly takeAway: () => Promise<unknown>;
}

const kinds: Readonly<Record<string, (plane: TestPlane, namespace: string) => Promise<Holder>>> = {
  "a key is deleted": async (plane, namespace) => {
    const { key, keyId } = await withLevel(plane, namespace, "READ");
    const { apiKey } = await plane.owner.cloud.getApiKey({ keyId });
    const resourceVersion = apiKey?.resourceVersion ?? "";
    return { key, takeAway: () => plane.owner.cloud.deleteApiKey({ keyId, resourceVersion }) };
  },
  "a role is changed": async (plane, namespace) => {
    const { key, roleId } = await withOperations(plane, namespace, ["temporal.namespace.describe"]);
    const { customRole } = await plane.owner.cloud.getCustomRole({ roleId });
    const { resourceVersion = "", spec } = customRole ?? {};
    const resources = { resourceType: "namespaces", resourceIds: [namespace] };
    const permissions = [{ actions: ["temporal.workflow.list"], resources }];
    const changed = { roleId, spec: { name: spec?.name ?? "", permissions }, resourceVersion };
    return { key, takeAway: () => plane.owner.cloud.updateCustomRole(changed) };
  },
  "a service account is deleted": async (plane, namespace) => {
    const { key, id: serviceAccountId } = await withLevel(plane, namespace, "READ");
    const { serviceAccount } = await plane.owner.cloud.getServiceAccount({ serviceAccountId });
    const resourceVersion = serviceAccount?.resourceVersion ?? "";
    return { key, takeAway: () => plane.owner.cloud.deleteServiceAccount({ serviceAccountId, resourceVersion }) };
  },
};

const ask = ({ connection }: GatewayClient, namespace: string) =>
  refusalOrNull(connection.workflowService.describeNamespace({ namespace }));

/** performance.now() of the first refusal. */
async function firstRefusal(client: GatewayClient, namespace: string): Promise<number> {
  while ((await ask(client, namespace)) === null);
  return performance.now();
}

/** Milliseconds on each gateway; what was refused before the change was answered took none. */
async function measureOne(holder: Holder, addresses: readonly string[], namespace: string): Promise<number[]> {
  await using stack = new AsyncDisposableStack();
  const clients: GatewayClient[] = [];
  for (const address of addresses) clients.push(stack.use(await connectToGateway(address, holder.key, namespace)));
  for (const client of clients) while ((await ask(client, namespace)) !== null);
  const refusals = clients.map((client) => firstRefusal(client, namespace));
  await holder.takeAway();
  const answered = performance.now();
  return (await Promise.all(refusals)).map((at) => Math.max(0, at - answered));
}

const rank = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;

function toRow(name: string, times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const [p50, p99, max] = [rank(sorted, 0.5), rank(sorted, 0.99), rank(sorted, 1)].map((ms) => ms.toFixed(1));
  return `| ${name} | ${times.length} | ${p50} | ${p99} | ${max} |`;
}

const postgres = await startPostgres();
if (typeof postgres === "string") throw new Error(postgres);
const temporal = await startTemporalDevServer();
const database = await makeDatabase(postgres.url);
const plane = await startPlane({
  temporalAddress: temporal.address,
  store: { kind: "postgres", url: database.url },
  limits: { customRolesPerAccount: 10_000 },
});
const upstream = JSON.stringify({
  databaseUrl: database.url,
  temporalAddress: temporal.address,
} satisfies FreshnessProcess);
const gateways = [
  await startMeasured(new URL("gateway/freshness-process.ts", import.meta.url), upstream),
  await startMeasured(new URL("gateway/freshness-process.ts", import.meta.url), upstream),
];
const addresses = gateways.map(({ ports }) => `127.0.0.1:${ports[0]}`);
const times = new Map<string, number[]>(Object.keys(kinds).map((kind) => [kind, []]));
const { namespace } = await makeNamespace(plane.owner);
for (let round = 0; round <= rounds; round += 1)
  for (const [kind, give] of Object.entries(kinds)) {
    const measured = await measureOne(await give(plane, namespace), addresses, namespace);
    // The first round warms up.
    if (round > 0) times.get(kind)?.push(...measured);
  }
const all = [...times.values()].flat();
const sorted = all.toSorted((a, b) => a - b);
const isReached = rank(sorted, 0.99) <= targets.p99 && rank(sorted, 1) <= targets.max;
const load = loadavg().map((each) => each.toFixed(1));
const report = `# How soon a change counts, measured

By \`npm run bench:gateway-freshness\`: Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}, load average
${load.join(" / ")} at the end. Milliseconds from the control plane's answer to a change until the first call that a gateway
refuses; a refusal before the answer counts as 0. Two gateways, each in a process of its own, on one Postgres; each is asked
without a pause by Temporal's TypeScript SDK, and the call that finds the refusal is part of the time. Control plane, clients,
gateways, Postgres and Temporal's development server share the machine, so this is an upper bound.

| What | Times | p50 (ms) | p99 (ms) | max (ms) |
| --- | --- | --- | --- | --- |
${[...times].map(([kind, measured]) => toRow(kind, measured)).join("\n")}
${toRow("all", all)}

Target: p99 of ${targets.p99} ms and at most ${targets.max} ms: ${isReached ? "reached" : "missed"}.
`;
console.log(report);
writeFileSync(new URL("../docs/benchmarks/gateway-freshness.md", import.meta.url), report);
for (const gateway of gateways) gateway.stop();
await plane[Symbol.asyncDispose]();
await database[Symbol.asyncDispose]();
await postgres.stop();
await temporal.stop();
if (!isReached) process.exitCode = 1;
