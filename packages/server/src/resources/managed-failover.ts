// Managed failover: Namespaces whose Temporal server has been away for long go on in another of their regions, by an
// operation in the system's own name. They never come back by themselves: somebody has to want that.

import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  FailoverNamespaceRegionRequestSchema,
  FailoverNamespaceRegionResponseSchema,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import {
  type NamespaceSpec,
  NamespaceSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { appendAudit } from "../audit/append.ts";
import { RemitError } from "../errors.ts";
import type { Tx } from "../store/database.ts";
import { newId, newOperationId } from "../store/ids.ts";
import { readNamespacesToObserve } from "../store/namespaces.ts";
import { insertOperation, readRecentlyChanged } from "../store/operations.ts";
import { lockPolicy } from "../store/policy-lock.ts";
import type { ServerHealth } from "../store/server-health.ts";
import { beginFailover, lockForFailover } from "./begin-failover.ts";
import type { Deps } from "./call.ts";
import { type Region, regionsOf, serverOf } from "./regions.ts";

export type ManagedFailoverDeps = Pick<Deps, "database" | "snapshots" | "regions" | "log" | "now" | "audited">;

export interface ManagedFailoverRule {
  /** So long a server must have been away, and the one that takes over have been there. */
  readonly afterSeconds: number;
  /** So long after a failover of a Namespace, whoever wanted it, there is no other one by itself. */
  readonly pauseMinutes: number;
}

/** What the health of the servers comes to: a server in neither set is left alone. */
export interface Verdict {
  readonly away: ReadonlySet<string>;
  readonly there: ReadonlySet<string>;
}

export function judgeServers(found: readonly ServerHealth[], { afterSeconds }: ManagedFailoverRule): Verdict {
  const lasting = (wanted: boolean) =>
    new Set(found.flatMap((each) => (each.healthy === wanted && each.seconds >= afterSeconds ? [each.server] : [])));
  return { away: lasting(false), there: lasting(true) };
}

/** The region that takes over, by the order that the Namespace has them in; null: none is to, or can. */
export function findSuccessor(
  spec: NamespaceSpec,
  active: string,
  regions: readonly Region[],
  { away, there }: Verdict,
): string | null {
  const isAmong = (servers: ReadonlySet<string>, id: string) => servers.has(serverOf(regions, id) ?? "");
  if (spec.highAvailability?.disableManagedFailover === true || !isAmong(away, active)) return null;
  return regionsOf(spec).find((id) => isAmong(there, id)) ?? null;
}

/** Begins a failover of each Namespace that needs one and has not had one lately. Returns how many it began. */
export async function beginManagedFailovers(
  deps: ManagedFailoverDeps,
  verdict: Verdict,
  { pauseMinutes }: ManagedFailoverRule,
): Promise<number> {
  if (verdict.away.size === 0 || verdict.there.size === 0) return 0;
  const { database, regions, now, log } = deps;
  const since = new Date(now().getTime() - pauseMinutes * 60_000);
  let begun = 0;
  for (const { id, active_region: from, spec } of await readNamespacesToObserve(database.db)) {
    if (findSuccessor(fromBinary(NamespaceSpecSchema, spec), from, regions, verdict) === null) continue;
    try {
      if (await beginOne(deps, id, verdict, since)) begun += 1;
    } catch (error) {
      // Somebody is changing it, or the store refused: the others are not kept from it, and the next look finds it again.
      const complaint = "a Namespace whose Temporal server is away is not failed over yet";
      if (error instanceof RemitError) log.info({ err: error, namespace: id }, complaint);
      else log.warn({ err: error, namespace: id }, complaint);
    }
  }
  if (begun > 0) deps.audited();
  return begun;
}

/** Decided once more with the row locked: of several processes one finds it as it was. */
async function beginOne(deps: ManagedFailoverDeps, id: string, verdict: Verdict, since: Date): Promise<boolean> {
  const now = deps.now();
  return deps.database.db.transaction().execute(async (tx) => {
    await lockPolicy(tx, "update");
    // Also while that one is under way.
    if (await readRecentlyChanged(tx, "FailoverNamespaceRegion", id, since)) return false;
    const row = await lockForFailover(tx, deps, id, now);
    const spec = fromBinary(NamespaceSpecSchema, row.spec);
    const region = findSuccessor(spec, row.active_region, deps.regions, verdict);
    if (region === null || row.state === ResourceState.ACTIVATION_FAILED) return false;
    const operationId = newOperationId();
    await beginFailover(tx, deps.regions, { row, region, operationId, now });
    await writeOperation(tx, { id, region, operationId, now });
    await appendAudit(tx, {
      at: now,
      operation: "FailoverNamespaceRegion",
      status: "OK",
      principal: { type: "system", id: "", name: "managed failover", apiKeyId: "" },
      forwardedFor: "",
      asyncOperationId: operationId,
      details: {
        resource_type: "namespaces",
        resource_id: id,
        uid: row.uid,
        before: row.active_region,
        after: region,
        reason: "the Temporal server of the active region is away",
      },
    });
    deps.log.warn({ namespace: id, from: row.active_region, to: region }, "a Namespace is failed over");
    return true;
  });
}

async function writeOperation(
  tx: Tx,
  { id, region, operationId, now }: { id: string; region: string; operationId: string; now: Date },
): Promise<void> {
  const request = create(FailoverNamespaceRegionRequestSchema, { namespace: id, region });
  await insertOperation(tx, {
    uid: newId(),
    id: operationId,
    // Nobody's: it is in the lists of those who see all.
    principal_id: "",
    rpc: "FailoverNamespaceRegion",
    request_digest: new Uint8Array(),
    request: toBinary(FailoverNamespaceRegionRequestSchema, request),
    response: toBinary(FailoverNamespaceRegionResponseSchema, create(FailoverNamespaceRegionResponseSchema)),
    secret: null,
    secret_expires_at: null,
    resource_type: "namespaces",
    resource_id: id,
    state: "PENDING",
    needs_temporal: true,
    failure_reason: "",
    created_at: now,
    started_at: null,
    finished_at: null,
  });
}
