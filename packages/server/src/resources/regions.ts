// Region ids look like cloud regions, because every official client expects that; each is mapped to a Temporal server.
import type { NamespaceSpec } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { failedPrecondition, invalidField, quote } from "../errors.ts";

export interface Region {
  /** Provider and provider region, e.g. "aws-us-east-1". */
  readonly id: string;
  readonly provider: "aws" | "gcp" | "azure";
  readonly providerRegion: string;
  readonly location: string;
  /** The name of the configured Temporal server behind it. */
  readonly server: string;
  /** Whether other Temporal servers reach that server, so that a Namespace can be on both. */
  readonly isConnected: boolean;
}

/** @throws RemitError INVALID_FIELD naming the regions that exist */
export function requireRegion(regions: readonly Region[], id: string, field: string): Region {
  const region = regions.find((candidate) => candidate.id === id);
  if (region === undefined) {
    throw invalidField(field, `${quote(id)} is not a region here; there are ${regions.map((r) => r.id).join(", ")}`);
  }
  return region;
}

/** The regions of a Namespace, the preferred one first. */
export const regionsOf = ({ replicas }: Pick<NamespaceSpec, "replicas">): string[] =>
  replicas.map(({ region }) => region);

/** The name of the Temporal server behind a region; undefined for one that is not there any more. */
export const serverOf = (regions: readonly Region[], id: string): string | undefined =>
  regions.find((region) => region.id === id)?.server;

/** For what is asked of servers: the first region of each, in their order. */
export function oneRegionOfEachServer(regions: readonly Region[]): string[] {
  const first = new Map<string, string>();
  for (const { id, server } of regions) if (!first.has(server)) first.set(server, id);
  return [...first.values()];
}

/** Whether the two are on different servers, and not only in different regions of the same ones. */
export function isPlacedElsewhere(regions: readonly Region[], before: NamespaceSpec, after: NamespaceSpec): boolean {
  const serversOf = (spec: NamespaceSpec) => new Set(regionsOf(spec).map((id) => serverOf(regions, id)));
  return serversOf(before).symmetricDifference(serversOf(after)).size > 0;
}

/** Whether a Namespace can be in both: one server stands for the two, or theirs are connected. */
const canShare = (a: Region, b: Region): boolean => a.server === b.server || (a.isConnected && b.isConnected);

/** @throws RemitError FAILED_PRECONDITION naming the two that no Namespace can be in. Unknown ones are passed over. */
export function requireShareable(regions: readonly Region[], ids: readonly string[]): void {
  const found = ids.flatMap((id) => regions.find((region) => region.id === id) ?? []);
  for (const [index, a] of found.entries())
    for (const b of found.slice(index + 1))
      if (!canShare(a, b))
        throw failedPrecondition(
          `the Temporal servers of ${a.id} and ${b.id} are not connected; no Namespace can be in both`,
        );
}

/** @throws Error for an id that is not `<provider>-<provider region>`; configuration is checked before it comes here */
export function toRegion(
  { id, server, location }: { readonly id: string; readonly server: string; readonly location?: string },
  isConnected: boolean,
): Region {
  const [, provider, providerRegion] = /^(aws|gcp|azure)-([a-z0-9-]+)$/.exec(id) ?? [];
  if (provider === undefined || providerRegion === undefined) throw new Error(`${id} is not a region id`);
  const where = { provider: provider as Region["provider"], providerRegion, location: location ?? providerRegion };
  return { id, ...where, server, isConnected };
}
