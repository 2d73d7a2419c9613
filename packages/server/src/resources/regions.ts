// Region ids look like cloud regions, because every official client expects that; each is mapped to a Temporal server.
import { invalidField, quote } from "../errors.ts";

export interface Region {
  /** Provider and provider region, e.g. "aws-us-east-1". */
  readonly id: string;
  readonly provider: "aws" | "gcp" | "azure";
  readonly providerRegion: string;
  readonly location: string;
  /** The name of the configured Temporal server behind it. */
  readonly server: string;
}

/** @throws RemitError INVALID_FIELD naming the regions that exist */
export function requireRegion(regions: readonly Region[], id: string, field: string): Region {
  const region = regions.find((candidate) => candidate.id === id);
  if (region === undefined) {
    throw invalidField(field, `${quote(id)} is not a region here; there are ${regions.map((r) => r.id).join(", ")}`);
  }
  return region;
}

/** @throws Error for an id that is not `<provider>-<provider region>`; configuration is checked before it comes here */
export function toRegion({ id, server, location }: { id: string; server: string; location?: string }): Region {
  const [, provider, providerRegion] = /^(aws|gcp|azure)-([a-z0-9-]+)$/.exec(id) ?? [];
  if (provider === undefined || providerRegion === undefined) throw new Error(`${id} is not a region id`);
  return { id, provider: provider as Region["provider"], providerRegion, location: location ?? providerRegion, server };
}
