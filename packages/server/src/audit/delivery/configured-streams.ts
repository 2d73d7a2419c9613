// Streams of the settings: places that Temporal Cloud does not have.
import type { WebhookOptions } from "../../notify/webhook.ts";
import { type AuditStreamPlace, streamIdOf } from "../../store/audit-streams.ts";
import type { Destination } from "./destination.ts";
import { openFile } from "./file.ts";
import { openStdout } from "./stdout.ts";
import { openWebhook } from "./webhook.ts";

export type ConfiguredStream =
  | { readonly name: string; readonly kind: "file"; readonly path: string }
  | ({ readonly name: string; readonly kind: "webhook" } & WebhookOptions)
  | { readonly name: string; readonly kind: "stdout" };

export function openConfigured(stream: ConfiguredStream): Destination {
  if (stream.kind === "file") return openFile(stream.path);
  return stream.kind === "webhook" ? openWebhook(stream) : openStdout();
}

export const toPlace = (stream: ConfiguredStream): AuditStreamPlace => ({
  id: streamIdOf(stream.name),
  name: stream.name,
  kind: stream.kind,
  destination: describe(stream),
});

function describe(stream: ConfiguredStream): string {
  if (stream.kind === "file") return stream.path;
  if (stream.kind === "stdout") return "standard output";
  // Some receivers carry their secret in what comes after.
  return new URL(stream.url).origin;
}
