// "namespace payments.abc123" as people write it → the resource on the wire.
import { create } from "@bufbuild/protobuf";
import { findPermission, isResourceType, nearest, type ResourceType, resourceTypes } from "@remit/policy";
import { type ResourceRef, ResourceRefSchema } from "@remit/protocol/gen/remit/v1/access_pb.ts";
import { UsageError } from "./terminal.ts";

/** Takes the singular, capitals, and spaces or underscores for hyphens. */
export function parseResourceType(text: string): ResourceType {
  const spelling = text.toLowerCase().replace(/[\s_]/g, "-");
  const plural = spelling.endsWith("s") ? spelling : `${spelling}s`;
  if (isResourceType(plural)) return plural;
  const near = nearest(plural, resourceTypes);
  const hint = near === null ? `; there are ${resourceTypes.join(", ")}` : `; did you mean ${near}?`;
  throw new UsageError(`${JSON.stringify(text)} is not a resource type${hint}`);
}

/** What follows an operation: `on <type> <id>`, or without the `on`, and then each stands one place before. */
export interface Target {
  readonly on: string | undefined;
  readonly type: string | undefined;
  readonly id: string | undefined;
}

/** With nothing: the account, for an operation that is asked of it. */
export function parseTarget(operation: string, { on, type, id }: Target): ResourceRef {
  if (on !== "on" && id !== undefined) {
    throw new UsageError(`Expected \`on <type> <id>\` after the operation, not ${JSON.stringify(on)}.`);
  }
  if (on !== "on") return parseResource(operation, on, type);
  if (type === undefined) throw new UsageError("On what? Give a resource type and an id after `on`.");
  return parseResource(operation, type, id);
}

function parseResource(operation: string, type: string | undefined, id: string | undefined): ResourceRef {
  const resourceType = type === undefined ? defaultType(operation) : parseResourceType(type);
  if (resourceType !== "accounts" && !id)
    throw new UsageError(`Which of the ${resourceType}? Give its id after the type.`);
  return create(ResourceRefSchema, { resourceType, resourceId: id ?? "" });
}

function defaultType(operation: string): ResourceType {
  const types = findPermission(operation)?.resourceTypes ?? ["accounts"];
  if (types.includes("accounts")) return "accounts";
  throw new UsageError(
    `${operation} is asked of ${types.join(" or ")}: say which, as in \`on ${singular(types[0])} <id>\`.`,
  );
}

const singular = (type: string | undefined): string => (type ?? "").replace(/s$/, "");
