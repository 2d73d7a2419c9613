import { create } from "@bufbuild/protobuf";
import type {
  GetRegionRequest,
  GetRegionsRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import {
  Region_CloudProvider,
  RegionSchema,
  type Region as WireRegion,
} from "@remit/protocol/gen/temporal/api/cloud/region/v1/message_pb.ts";
import { invalidField, notFound } from "../errors.ts";
import type { Deps } from "../resources/call.ts";
import type { Region } from "../resources/regions.ts";
import { type CloudHandlers, read } from "./handlers.ts";

const providers = {
  aws: Region_CloudProvider.AWS,
  gcp: Region_CloudProvider.GCP,
  azure: Region_CloudProvider.AZURE,
} as const;

export const regions = (deps: Deps): CloudHandlers => ({
  getRegions: read(deps, (_, _call, _request: GetRegionsRequest) =>
    Promise.resolve({ regions: deps.regions.map(toRegion) }),
  ),
  getRegion: read(deps, (_, _call, { region: id }: GetRegionRequest) => {
    if (id === "") throw invalidField("region", "is required");
    const found = deps.regions.find((region) => region.id === id);
    if (found === undefined) throw notFound("region", id);
    return Promise.resolve({ region: toRegion(found) });
  }),
});

const toRegion = ({ id, provider, providerRegion, location }: Region): WireRegion =>
  create(RegionSchema, {
    id,
    cloudProvider: providers[provider],
    cloudProviderDeprecated: provider,
    cloudProviderRegion: providerRegion,
    location,
  });
