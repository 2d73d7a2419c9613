// What teams use, from their calls and from what their server stores, to the file that finance reads and the metrics that
// a collector reads.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { Code } from "@connectrpc/connect";
import { BillingReport_BillingReportState as State } from "@remit/protocol/gen/temporal/api/cloud/billing/v1/message_pb.ts";
import { AccountAccess_Role as Role } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { RecordType } from "@remit/protocol/gen/temporal/api/cloud/usage/v1/message_pb.ts";
import { parse } from "csv-parse/sync";
import type { TestPlane } from "../harness/control-plane.ts";
import { connectToGateway } from "../harness/gateway-clients.ts";
import { withLevel } from "../harness/gateway-roles.ts";
import { makeNamespace } from "../harness/namespaces.ts";
import { fulfilled } from "../harness/operations.ts";
import { sharePlaneOnTemporal } from "../harness/plane-for-file.ts";
import { makeServiceAccount } from "../harness/principals.ts";
import { refused } from "../harness/refusals.ts";

/** The plane's clock, which a test holds where it counts what falls into one minute. */
let held: number | null = null;
let ahead = 0;
const now = () => new Date(held ?? Date.now() + ahead);

function release(): void {
  ahead = (held ?? Date.now()) - Date.now();
  held = null;
}

const onTemporal = sharePlaneOnTemporal({
  gateway: { limits: { namespaceRequests: 500, principalRequests: 0, addressRequests: 0 } },
  billing: {
    prices: {
      currency: "EUR",
      millionActions: 50,
      activeGigabyteHour: 0.04,
      retainedGigabyteHour: 0.001,
      namespacesPerMonth: {},
      projectsPerMonth: {},
    },
    budgets: { account: 100, namespaces: {} },
  },
  now,
});

const taskQueue = "orders";
const patienceMs = 120_000;

/** Counts are handed over every few seconds, and servers know what they store a moment later. */
async function until<T>(read: () => Promise<T>, isIt: (value: T) => boolean): Promise<T> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const value = await read();
    if (isIt(value)) return value;
    if (Date.now() > end) throw new Error(`it does not come: ${JSON.stringify(value)}`);
    await sleep(200);
  }
}

/** Today's records of a Namespace, by kind. */
async function readToday({ owner }: TestPlane, namespace: string): Promise<Record<number, number>> {
  const { summaries } = await owner.cloud.getUsage({});
  const today = summaries.at(-1);
  assert.equal(today?.incomplete, true);
  const group = today?.recordGroups.find(({ groupBys }) => groupBys[0]?.value === namespace);
  return Object.fromEntries((group?.records ?? []).map(({ type, value }) => [type, value]));
}

const collect = ({ url }: TestPlane, key: string | null, path = "/v1/metrics"): Promise<Response> =>
  fetch(`${url}${path}`, { headers: key === null ? {} : { authorization: `Bearer ${key}` } });

onTemporal("actions and storage of a Namespace reach GetUsage, the report and the metrics", async (plane) => {
  const { namespace } = await makeNamespace(plane.owner);
  const team = await withLevel(plane, namespace, "WRITE");
  await using client = await connectToGateway(plane.gatewayAddress, team.key, namespace);
  const { workflow } = client.client;
  const open = await workflow.start("anything", { taskQueue, workflowId: "open", args: ["x".repeat(2_000)] });
  await open.signal("go");
  const closed = await workflow.start("anything", { taskQueue, workflowId: "closed", args: ["x".repeat(2_000)] });
  await closed.terminate();
  // Two starts and a signal; to terminate is no action.
  const { ACTIONS, ACTIVE_STORAGE, RETAINED_STORAGE } = RecordType;
  const counted = await until(
    () => readToday(plane, namespace),
    (records) => records[ACTIONS] === 3,
  );
  assert.deepEqual(Object.keys(counted), [String(ACTIONS)], "nobody has looked at storage yet");
  const stored = await until(
    async () => {
      await plane.plane.sampleStorage();
      return readToday(plane, namespace);
    },
    (records) => (records[ACTIVE_STORAGE] ?? 0) > 0 && (records[RETAINED_STORAGE] ?? 0) > 0,
  );
  assert.equal(stored[ACTIONS], 3);

  const finance = await makeServiceAccount(plane, { accountAccess: { role: Role.FINANCE_ADMIN } });
  const { days, prices } = await finance.usage.getCosts({});
  const entry = days.at(-1)?.entries.find((one) => one.namespace === namespace);
  assert.ok(entry && entry.projectId !== "" && (entry.cost ?? 0) >= (3 / 1e6) * 50 && (entry.activeStorage ?? 0) > 0);
  assert.deepEqual([prices?.currency, prices?.accountBudget], ["EUR", 100]);

  const { billingReportId } = await fulfilled(
    finance,
    finance.cloud.createBillingReport({ spec: { description: "March" } }),
  );
  const { billingReport } = await finance.cloud.getBillingReport({ billingReportId });
  assert.equal(billingReport?.state, State.GENERATED);
  const [download] = billingReport?.downloadInfo ?? [];
  // Whoever has the link needs no key and sends no cookie.
  const answer = await fetch(download?.url ?? "");
  const csv = await answer.text();
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get("content-disposition") ?? "", /^attachment; filename="billing-report-[\d-]+\.csv"$/);
  assert.equal(answer.headers.get("set-cookie"), null);
  assert.equal(BigInt(Buffer.byteLength(csv)), download?.fileSizeBytes);
  const rows = parse(csv, { columns: true, record_delimiter: "\r\n" }) as Record<string, string>[];
  const actions = rows.find(({ ResourceID, SKUID }) => ResourceID === namespace && SKUID === "actions");
  assert.deepEqual([actions?.PricingQuantity, actions?.ContractedCost], ["0.000003", "0.00015"]);

  for (const change of [/expires=\d+/, /signature=[\w-]+/]) {
    const forged = await fetch(
      (download?.url ?? "").replace(change, (part) => `${part.slice(0, -1)}${part.endsWith("1") ? "2" : "1"}`),
    );
    assert.equal(forged.status, 403);
    await forged.arrayBuffer();
  }
  assert.equal((await fetch(`${plane.url}/cloud/billing-reports/${billingReportId}/download`)).status, 403);

  // Use is known, and below the budget: the matrix says so.
  await plane.plane.observe();
  const evidence = await plane.owner.responsibility.getEvidence({ responsibilityId: "platform-cost" });
  assert.equal(evidence.rows[0]?.state, "green");

  // Metrics are off until somebody turns them on.
  const { key } = await makeServiceAccount(plane, { accountAccess: { role: Role.METRICS_READ } });
  const off = await collect(plane, key);
  assert.equal(off.status, 400);
  assert.match(await off.text(), /metrics are off/);
  const { account } = await plane.owner.cloud.getAccount({});
  assert.equal(account?.metrics, undefined);
  await plane.owner.cloud.updateAccount({ spec: { metrics: {} }, resourceVersion: account?.resourceVersion ?? "" });
  const on = (await plane.owner.cloud.getAccount({})).account;
  assert.equal(on?.metrics?.uri, `${plane.url}/v1/metrics`);

  const minute = Math.ceil(now().getTime() / 60_000) * 60_000;
  held = minute + 5_000;
  for (const workflowId of ["third", "fourth"]) await workflow.start("anything", { taskQueue, workflowId });
  held = minute + 80_000;
  const text = await until(
    async () => (await collect(plane, key, `/v1/metrics?namespaces=orders-*`)).text(),
    (page) => page.includes("StartWorkflowExecution"),
  );
  release();
  const labels = `temporal_account="${plane.accountId}",temporal_namespace="${namespace}"`;
  const perSecond = (count: number) => count / 60;
  for (const line of [
    "# TYPE temporal_cloud_v1_service_request_count gauge",
    `temporal_cloud_v1_service_request_count{${labels},region="aws-us-east-1",operation="StartWorkflowExecution"} ${perSecond(2)}`,
    `temporal_cloud_v1_total_action_count{${labels},is_background="false",namespace_mode="active"} ${perSecond(2)}`,
    `temporal_cloud_v1_namespace_open_workflows{${labels},region="aws-us-east-1"} 1`,
    `temporal_cloud_v1_service_request_limit{${labels},region="aws-us-east-1"} 500`,
  ])
    assert.ok(text.includes(`${line}\n`), `${line}\nis not in\n${text}`);
  assert.ok(text.endsWith("# EOF\n"));
});

onTemporal("usage, reports and metrics are for those who hold them, and for nobody else", async (plane) => {
  const roles = {
    DEVELOPER: Role.DEVELOPER,
    READ: Role.READ,
    FINANCE_ADMIN: Role.FINANCE_ADMIN,
    METRICS_READ: Role.METRICS_READ,
    ADMIN: Role.ADMIN,
  };
  const may: Record<string, readonly string[]> = {
    usage: ["FINANCE_ADMIN", "ADMIN"],
    report: ["FINANCE_ADMIN"],
    metrics: ["METRICS_READ", "ADMIN"],
  };
  for (const [name, role] of Object.entries(roles)) {
    const caller = await makeServiceAccount(plane, { accountAccess: { role } });
    const answers = (call: Promise<unknown>) =>
      call.then(
        () => true,
        () => false,
      );
    assert.equal(await answers(caller.cloud.getUsage({})), may.usage?.includes(name), `${name} and usage`);
    assert.equal(await answers(caller.usage.getCosts({})), may.usage?.includes(name), `${name} and costs`);
    assert.equal(
      await answers(caller.cloud.createBillingReport({ spec: {} })),
      may.report?.includes(name),
      `${name} and reports`,
    );
    const { status } = await collect(plane, caller.key, "/v1/descriptors");
    assert.equal(status, may.metrics?.includes(name) ? 200 : 403, `${name} and metrics`);
  }
  assert.equal((await collect(plane, null)).status, 401);
  assert.equal((await collect(plane, "remit_key_that_is_none")).status, 401);
  await refused(plane.owner.cloud.getBillingReport({ billingReportId: "none" }), Code.NotFound);
});
