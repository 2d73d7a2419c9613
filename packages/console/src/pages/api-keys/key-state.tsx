// Whether a key opens anything.
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { Badge } from "@mantine/core";
import type { ApiKey } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";

export type KeyState = "Active" | "Expires soon" | "Disabled" | "Expired";

const soonMs = 7 * 86_400_000;

const colours: Readonly<Record<KeyState, string>> = {
  Active: "green",
  "Expires soon": "yellow",
  Disabled: "gray",
  Expired: "red",
};

export function stateOf({ spec }: ApiKey, now: Date): KeyState {
  const leftMs = spec?.expiryTime === undefined ? Infinity : timestampDate(spec.expiryTime).getTime() - now.getTime();
  if (leftMs <= 0) return "Expired";
  if (spec?.disabled === true) return "Disabled";
  return leftMs < soonMs ? "Expires soon" : "Active";
}

export function KeyStateBadge({ apiKey }: { readonly apiKey: ApiKey }) {
  const state = stateOf(apiKey, new Date());
  return (
    <Badge variant="light" color={colours[state]} tt="none">
      {state}
    </Badge>
  );
}
