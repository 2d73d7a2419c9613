// Every setting of remit.yaml, from the sections in settings/. Unknown keys are refused at every level.
import { z } from "zod";
import { listSettings, type SchemaNode, type SettingRow, setting } from "./setting.ts";
import { account } from "./settings/account.ts";
import { audit } from "./settings/audit.ts";
import { billing } from "./settings/billing.ts";
import { capacity } from "./settings/capacity.ts";
import { codecServers } from "./settings/codec-servers.ts";
import { consoleSettings } from "./settings/console.ts";
import { exportSettings } from "./settings/exports.ts";
import { drift, notify } from "./settings/follow-up.ts";
import { gateway } from "./settings/gateway.ts";
import { listen } from "./settings/listen.ts";
import { oidc } from "./settings/oidc.ts";
import { requests } from "./settings/requests.ts";
import { running } from "./settings/running.ts";
import { secrets, store } from "./settings/store.ts";
import { regions, temporal } from "./settings/temporal.ts";

/** What is taken when nothing is said: with 0 every key and every invitation would end as it begins. */
const durations = new Set(["apiKeyDefaultExpiryDays", "retentionDefaultDays", "invitationExpiryDays"]);

/** @param limits the names of the limits and their defaults */
export function createSettingsSchema(limits: Readonly<Record<string, number>>) {
  const limit = (name: string, value: number) =>
    z
      .int()
      .min(durations.has(name) ? 1 : 0)
      .optional()
      .describe(`Default ${value}.`);
  const limitFields = Object.fromEntries(Object.entries(limits).map(([name, value]) => [name, limit(name, value)]));
  return z.strictObject({
    ...store,
    ...secrets,
    listen,
    gateway,
    temporal,
    ...regions,
    ...account,
    ...capacity,
    ...notify,
    ...drift,
    ...billing,
    ...audit,
    ...codecServers,
    ...exportSettings,
    ...oidc,
    ...consoleSettings,
    limits: setting(
      {
        env: "REMIT_LIMITS",
        flag: "limits",
        description: "Limits that differ from the documented ones. 0 is no limit.",
        otherwise: "the documented limits",
      },
      z.strictObject(limitFields).default({}),
    ),
    ...requests,
    ...running,
  });
}

export type SettingsSchema = ReturnType<typeof createSettingsSchema>;
export type Settings = z.output<SettingsSchema>;

/** The schema as JSON Schema, with `env`, `flag` and the other names of each setting as extra keywords. */
export function toSchemaNode(schema: SettingsSchema): SchemaNode {
  return z.toJSONSchema(schema, { io: "input" }) as SchemaNode;
}

/** The keys that the object at a path of the settings may have. */
export function keysAt(schema: SettingsSchema, path: readonly PropertyKey[]): string[] {
  let node: SchemaNode | undefined = toSchemaNode(schema);
  for (const key of path) {
    node = typeof key === "number" ? node?.items : (node?.properties?.[String(key)] ?? node?.additionalProperties);
  }
  return Object.keys(node?.properties ?? {});
}

/** The table: setting, environment variable, flag. */
export const settingsOf = (schema: SettingsSchema): SettingRow[] => listSettings(toSchemaNode(schema));
