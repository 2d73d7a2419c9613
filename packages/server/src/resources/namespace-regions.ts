// The regions of a Namespace. Where different Temporal servers stand behind them, those bring the change about; regions of
// one server are our own records, and the change is done when it is accepted.
import { clone, create, fromBinary, toJson } from "@bufbuild/protobuf";
import type {
  AddNamespaceRegionRequest,
  DeleteNamespaceRegionRequest,
  FailoverNamespaceRegionRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import {
  type NamespaceSpec,
  NamespaceSpecSchema,
  ReplicaSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { alreadyExists, failedPrecondition, invalidField, notFound, nothingToChange, quote } from "../errors.ts";
import type { NamespaceRow } from "../store/namespaces.ts";
import { beginFailover, lockForFailover } from "./begin-failover.ts";
import { requireVersion } from "./checks.ts";
import type { Mutation, Outcome } from "./mutation.ts";
import { maxReplicas, requireActiveRegionStays } from "./namespace-rules.ts";
import { lockSettledNamespace, requireActivated } from "./namespace-state.ts";
import { writeSpec } from "./namespace-updates.ts";
import { isPlacedElsewhere, regionsOf, requireRegion, requireShareable } from "./regions.ts";

export async function addNamespaceRegion(mutation: Mutation, request: AddNamespaceRegionRequest): Promise<Outcome> {
  const { regions } = mutation.deps;
  const region = requireNamed(request.region);
  requireRegion(regions, region, "region");
  const { row, stored } = await lockVersion(mutation, request);
  if (regionsOf(stored).includes(region)) throw alreadyExists("region", region);
  if (stored.replicas.length >= maxReplicas)
    throw failedPrecondition(`the namespace has ${maxReplicas} regions, which is the most; delete one first`);
  const spec = clone(NamespaceSpecSchema, stored);
  spec.replicas.push(create(ReplicaSpecSchema, { region }));
  requireShareable(regions, regionsOf(spec));
  return changeRegions(mutation, row, stored, spec);
}

export async function deleteNamespaceRegion(
  mutation: Mutation,
  request: DeleteNamespaceRegionRequest,
): Promise<Outcome> {
  const region = requireNamed(request.region);
  const { row, stored } = await lockVersion(mutation, request);
  if (!regionsOf(stored).includes(region)) throw notFound("region", region);
  const spec = clone(NamespaceSpecSchema, stored);
  spec.replicas = spec.replicas.filter((replica) => replica.region !== region);
  requireActiveRegionStays(spec, row.active_region);
  return changeRegions(mutation, row, stored, spec);
}

/** No version: whoever needs it is in a hurry, and what it asks for is plain. */
export async function failoverNamespaceRegion(
  mutation: Mutation,
  request: FailoverNamespaceRegionRequest,
): Promise<Outcome> {
  const { tx, deps, now, operationId } = mutation;
  const region = requireNamed(request.region);
  const row = await lockForFailover(tx, deps, request.namespace, now);
  requireActivated(row);
  const spec = fromBinary(NamespaceSpecSchema, row.spec);
  if (!regionsOf(spec).includes(region)) {
    const says = `${quote(region)} is not a region of the namespace; it has ${regionsOf(spec).join(", ")}`;
    throw invalidField("region", says);
  }
  requireRegion(deps.regions, region, "region");
  if (row.active_region === region) throw nothingToChange("the active region");
  mutation.needsTemporal = await beginFailover(tx, deps.regions, { row, region, operationId, now });
  if (!mutation.needsTemporal) mutation.touch("namespace", row.uid);
  mutation.about("namespaces", row.id, { uid: row.uid, before: row.active_region, after: region });
  return {};
}

function requireNamed(region: string): string {
  if (region === "") throw invalidField("region", "is required");
  return region;
}

async function lockVersion(
  { tx }: Mutation,
  request: { readonly namespace: string; readonly resourceVersion: string },
): Promise<{ row: NamespaceRow; stored: NamespaceSpec }> {
  const row = await lockSettledNamespace(tx, request.namespace);
  requireActivated(row);
  requireVersion("namespace", row.version, request.resourceVersion);
  return { row, stored: fromBinary(NamespaceSpecSchema, row.spec) };
}

async function changeRegions(
  mutation: Mutation,
  row: NamespaceRow,
  stored: NamespaceSpec,
  spec: NamespaceSpec,
): Promise<Outcome> {
  // After a failure the server may have more than we know of.
  const onServer = row.state !== ResourceState.ACTIVE || isPlacedElsewhere(mutation.deps.regions, stored, spec);
  await writeSpec(mutation, row, { stored, spec }, onServer);
  mutation.about("namespaces", row.id, {
    uid: row.uid,
    before: toJson(NamespaceSpecSchema, stored),
    after: toJson(NamespaceSpecSchema, spec),
  });
  return {};
}
