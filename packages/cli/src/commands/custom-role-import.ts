// `custom-role import`: reads a role file leniently, says what it changed, and creates or updates the role of that
// name. Running it again changes nothing.
import { importRole, normaliseRole, type RoleSpec } from "@remit/policy";
import type { DiffRoleResponse, DiffRoleResponse_Change } from "@remit/protocol/gen/remit/v1/access_pb.ts";
import type { CustomRole, CustomRoleSpec } from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { toRoleMessage } from "@remit/protocol/role-message";
import { parse } from "yaml";
import { readInput } from "../read-input.ts";
import { type Terminal, UsageError } from "../terminal.ts";
import { type Context, type Run, toJsonText } from "./context.ts";
import { listCustomRoles, specToJson } from "./custom-role.ts";

export interface ImportArguments {
  /** A path, or "-" for stdin. */
  readonly file: string;
  readonly dryRun: boolean;
}

type Action = "create" | "update" | "none";

interface Plan {
  readonly action: Action;
  readonly spec: CustomRoleSpec;
  readonly existing: CustomRole | undefined;
  /** What the lenient reader changed, one sentence each. */
  readonly changes: readonly string[];
}

export const importCustomRole: Run<ImportArguments> = async (context, { file, dryRun }) => {
  const { spec, changes } = readRole(file, context);
  const existing = (await listCustomRoles(context.clients)).find((role) => role.spec?.name === spec.name);
  const action: Action = existing === undefined ? "create" : isSame(existing.spec, spec) ? "none" : "update";
  const plan: Plan = { action, spec: toRoleMessage(spec), existing, changes };
  if (!context.json) for (const change of changes) context.complain(`note: ${change}`);
  await (dryRun ? showPlan(context, plan) : carryOut(context, plan));
  return 0;
};

function readRole(file: string, terminal: Terminal): { spec: RoleSpec; changes: readonly string[] } {
  const { spec, changes, errors } = importRole(parseText(file, readInput(file, terminal)));
  if (spec !== null && errors.length === 0) return { spec, changes };
  const lines = errors.map(({ field, message }) => `  ${field || "(the whole file)"}: ${message}`);
  throw new UsageError([`${file} cannot be read as a role:`, ...lines].join("\n"));
}

/** JSON is YAML too. */
function parseText(file: string, text: string): unknown {
  try {
    return parse(text) as unknown;
  } catch (error) {
    throw new UsageError(`${file} is neither JSON nor YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function isSame(stored: CustomRoleSpec | undefined, wanted: RoleSpec): boolean {
  return stored !== undefined && JSON.stringify(normaliseRole(stored)) === JSON.stringify(normaliseRole(wanted));
}

async function carryOut({ clients, json, print }: Context, { action, spec, existing, changes }: Plan): Promise<void> {
  let roleId = existing?.id ?? "";
  if (action === "create") ({ roleId } = await clients.cloud.createCustomRole({ spec }));
  if (action === "update") {
    await clients.cloud.updateCustomRole({ roleId, spec, resourceVersion: existing?.resourceVersion ?? "" });
  }
  const done = { create: "Created", update: "Updated", none: "Unchanged:" }[action];
  if (json) print(toJsonText({ action, dry_run: false, role_id: roleId, changes, spec: specToJson(spec) }));
  else print(`${done} custom role ${spec.name} (id ${roleId}).`);
}

/** The server checks the draft and says who would gain or lose what. */
async function showPlan({ clients, json, print }: Context, { action, spec, existing, changes }: Plan): Promise<void> {
  const roleId = existing?.id ?? "";
  const difference = await clients.access.diffRole({ roleId, spec });
  if (json) {
    const holders = difference.changes.map(({ principal, gains, losses }) => ({
      principal: principal?.name ?? "",
      gains: gains.map(renderChange),
      losses: losses.map(renderChange),
    }));
    print(toJsonText({ action, dry_run: true, role_id: roleId, changes, spec: specToJson(spec), holders }));
    return;
  }
  const would = { create: "Would create", update: "Would update", none: "Would not change" }[action];
  print([`${would} custom role ${spec.name}.`, ...renderDifference(difference)].join("\n"));
}

function renderDifference({ roleGains, roleLosses, changes }: DiffRoleResponse): string[] {
  const holders = changes.flatMap(({ principal, gains, losses }) => [
    `  ${principal?.name ?? ""}`,
    ...gains.map((change) => `    gains ${renderChange(change)}`),
    ...losses.map((change) => `    loses ${renderChange(change)}`),
  ]);
  return [
    ...roleGains.map((change) => `  + ${renderChange(change)}`),
    ...roleLosses.map((change) => `  - ${renderChange(change)}`),
    ...(holders.length > 0 ? ["Holders:", ...holders] : []),
  ];
}

function renderChange({ operation, scope, allOfType }: DiffRoleResponse_Change): string {
  const type = scope?.resourceType ?? "";
  return `${operation} on ${allOfType ? `all ${type}` : `${type}/${scope?.resourceId ?? ""}`}`;
}
