// The account's metrics, for a collector: traffic of every Namespace, from what all gateways kept of the last whole minute.
import { fromBinary } from "@bufbuild/protobuf";
import { check, isActive } from "@remit/policy";
import { AccountSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/account/v1/message_pb.ts";
import { Gauge, type OpenMetricsContentType, Registry } from "prom-client";
import { authenticateApiKey, type Caller } from "../authenticate/api-key.ts";
import { permissionDenied } from "../authorize/refusal.ts";
import { toResource } from "../authorize/view.ts";
import { failedPrecondition, unauthenticated } from "../errors.ts";
import { readAccount } from "../store/account.ts";
import { readMinute } from "../store/gateway-minutes.ts";
import { noteScrape } from "../store/metrics-scrape.ts";
import { hourMs } from "../store/periods.ts";
import type { MinuteCounts, NamespaceMinute } from "../store/schema/usage.ts";
import { readOpenWorkflows } from "../store/storage-samples.ts";
import { limitOf } from "../wire/rate-limit.ts";
import type { Deps } from "./call.ts";
import { families, type NamespaceSums } from "./metric-families.ts";

export interface MetricsFilter {
  /** With `*` for any text; empty: all. */
  readonly namespaces: readonly string[];
  readonly metrics: readonly string[];
}

export interface MetricsPage {
  readonly text: string;
  readonly contentType: string;
  /** False where there was more than is told at once. */
  readonly complete: boolean;
}

const operation = "remit.metrics.get";
const minuteMs = 60_000;
/** By then every gateway that can reach the store has handed a minute over. */
const settleMs = 15_000;
/** Of the documented endpoint. */
const mostPoints = 30_000;
const openWorkflowsAgeMs = 2 * hourMs;

type MetricsDeps = Pick<Deps, "database" | "snapshots" | "now">;

/** Who may read the metrics: by an API key alone. @throws RemitError UNAUTHENTICATED, PERMISSION_DENIED */
export async function admitCollector(
  { database, snapshots, now }: MetricsDeps,
  authorization: string | null,
  identified: (caller: Caller) => void,
): Promise<void> {
  const at = now();
  const caller = await authenticateApiKey(database.db, authorization, at);
  identified(caller);
  const view = snapshots.current();
  const { principalId } = caller;
  if (!isActive(view.snapshot, principalId)) throw unauthenticated("the owner of this API key is not active");
  if (!check(view.snapshot, principalId, operation, toResource(view, "accounts", view.account), at.getTime()))
    throw permissionDenied(operation, "accounts", view.account);
}

/** @throws RemitError FAILED_PRECONDITION while the account's metrics are off */
export async function readMetrics({ database, now }: MetricsDeps, filter: MetricsFilter): Promise<MetricsPage> {
  const { db } = database;
  const at = now();
  const account = await readAccount(db);
  if (fromBinary(AccountSpecSchema, account.spec).metrics === undefined)
    throw failedPrecondition("the account's metrics are off: UpdateAccount with spec.metrics set turns them on");
  const minute = new Date(Math.floor((at.getTime() - settleMs) / minuteMs) * minuteMs - minuteMs);
  const regions = await db.selectFrom("namespaces").select(["id", "active_region"]).orderBy("id").execute();
  const open = await readOpenWorkflows(db, new Date(at.getTime() - openWorkflowsAgeMs));
  const counted = sumUp(await readMinute(db, minute));
  const isWanted = toTest(filter.namespaces);
  const sums = regions
    .filter(({ id }) => isWanted(id) && (counted.namespaces.has(id) || open.has(id)))
    .map(({ id, active_region: region }) => {
      const counts = counted.namespaces.get(id) ?? nothing;
      const common = { temporal_account: account.id, temporal_namespace: id, region };
      return { common, counts, limits: limitsOf(counts, counted.limits), openWorkflows: open.get(id) };
    });
  await noteScrape(db, at);
  return render(sums, toTest(filter.metrics));
}

const nothing: NamespaceMinute = { actions: 0, throttledActions: 0, units: null, methods: {} };
const noLimits: MinuteCounts["limits"] = { requests: 0, actions: 0, unitRequests: 0, unitActions: 0 };

/** Of a Namespace that nobody called in the minute, whether it has capacity of its own is not known, and no limit told. */
function limitsOf(counts: NamespaceMinute, limits: MinuteCounts["limits"]): NamespaceSums["limits"] {
  if (counts === nothing) return noLimits;
  return {
    requests: limitOf(counts.units, limits.requests, limits.unitRequests),
    actions: limitOf(counts.units, limits.actions, limits.unitActions),
  };
}

/** What is served, as the documented endpoint lists it. */
export const listDescriptors = () =>
  families.map(({ name, help, labels }) => ({ name, help, dimensions: [...labels] }));

function sumUp(all: readonly MinuteCounts[]): {
  readonly namespaces: ReadonlyMap<string, NamespaceMinute>;
  readonly limits: MinuteCounts["limits"];
} {
  const namespaces = new Map<string, NamespaceMinute>();
  for (const { namespaces: each } of all) {
    for (const [id, counts] of Object.entries(each)) {
      const before = namespaces.get(id);
      namespaces.set(id, before === undefined ? counts : add(before, counts));
    }
  }
  return {
    namespaces,
    // The same for all, but while they are being restarted with other settings.
    limits: all.at(-1)?.limits ?? noLimits,
  };
}

function add(a: NamespaceMinute, b: NamespaceMinute): NamespaceMinute {
  const methods: Record<string, readonly [number, number, number, number]> = { ...a.methods };
  for (const [method, [requests, errors, throttled, exhausted]] of Object.entries(b.methods)) {
    const before = methods[method] ?? [0, 0, 0, 0];
    methods[method] = [before[0] + requests, before[1] + errors, before[2] + throttled, before[3] + exhausted];
  }
  const throttledActions = a.throttledActions + b.throttledActions;
  return { actions: a.actions + b.actions, throttledActions, units: b.units ?? a.units, methods };
}

/** Patterns with `*` for any text; none lets everything through. */
function toTest(patterns: readonly string[]): (text: string) => boolean {
  if (patterns.length === 0) return () => true;
  const parts = patterns.map((pattern) => pattern.split("*"));
  return (text) => parts.some((pieces) => fits(text, pieces));
}

/** Piece by piece from the left, so that no pattern takes long. */
function fits(text: string, pieces: readonly string[]): boolean {
  const [first = "", ...rest] = pieces;
  if (!text.startsWith(first)) return false;
  const last = rest.pop();
  if (last === undefined) return text === first;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

async function render(sums: readonly NamespaceSums[], isWanted: (name: string) => boolean): Promise<MetricsPage> {
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  let room = mostPoints;
  let complete = true;
  for (const family of families) {
    if (!isWanted(family.name)) continue;
    const points = sums.flatMap(family.points);
    if (points.length === 0) continue;
    if (points.length > room) complete = false;
    const gauge = new Gauge({
      name: family.name,
      help: family.help,
      labelNames: [...family.labels],
      registers: [registry],
    });
    for (const { labels, value } of points.slice(0, room)) gauge.set(labels, value);
    room = Math.max(0, room - points.length);
  }
  return { text: await registry.metrics(), contentType: registry.contentType, complete };
}
