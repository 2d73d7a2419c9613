// The ports of the data plane, and the names by which they are told to clients.

import type { Registry } from "prom-client";
import { measureDelivery } from "../audit/delivery/metrics.ts";
import { type GatewayInput, toGatewayOptions } from "../gateway/options.ts";
import { type Gateway, startGateway } from "../gateway/start.ts";
import { toReachable } from "../listen/reachable.ts";
import type { Deps } from "../resources/call.ts";
import { addressOf } from "./address.ts";
import type { Shared } from "./api.ts";
import type { ControlPlaneOptions } from "./options.ts";

export async function startGatewayOf(
  { roles, gateway, temporal, regions }: ControlPlaneOptions,
  deps: Deps,
  shared: Shared,
  parts: AsyncDisposableStack,
): Promise<Gateway | null> {
  if (gateway == null || !roles.has("gateway")) return null;
  const { servers } = temporal;
  const input: GatewayInput = { ...gateway, servers, regions, capacity: deps.limits };
  const measure = (registry: Registry) => measureDelivery(registry, deps.database.db, deps.now);
  const started = await startGateway(toGatewayOptions(input), { ...deps, ...shared, measure });
  parts.defer(() => started.close(0));
  return started;
}

/** The gateway's ports stand in the order plaintext, TLS, private ones; "" where there is none. */
export function publicAddressesOf(
  { addresses }: Gateway,
  options: ControlPlaneOptions["gateway"],
): { readonly any: string; readonly tls: string } {
  const hasPlaintext = options?.settings.plaintext != null;
  const hasTls = options?.settings.tls != null && options.identity !== null;
  const at = (index: number): string => toReachable(addressOf(addresses[index] ?? null)) ?? "";
  return { any: hasPlaintext || hasTls ? at(0) : "", tls: hasTls ? at(hasPlaintext ? 1 : 0) : "" };
}
