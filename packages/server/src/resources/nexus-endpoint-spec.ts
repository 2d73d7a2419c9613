// What a Nexus endpoint's spec must be, and the one form in which it is stored.
import { clone, create } from "@bufbuild/protobuf";
import { type EndpointSpec, EndpointSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/nexus/v1/message_pb.ts";
import { type Payload, PayloadSchema } from "@remit/protocol/gen/temporal/api/common/v1/message_pb.ts";
import { invalidField } from "../errors.ts";
import { type ApiVersion, isPast } from "./api-version.ts";
import { requireText } from "./checks.ts";
import type { Limits } from "./limits.ts";

/** Both are a Temporal server's own bounds, bytes and characters. */
const maxDescriptionBytes = 20_000;
const maxNameLength = 200;

export interface WorkerTarget {
  /** Wire id of the namespace. */
  readonly namespaceId: string;
  readonly taskQueue: string;
}

/** Turns the deprecated description into the new one, in place; where the new one is there it wins. */
export function canonicaliseEndpoint(spec: EndpointSpec): void {
  if (spec.description === undefined && spec.descriptionDeprecated !== "") {
    spec.description = toJsonPayload(spec.descriptionDeprecated);
  }
  spec.descriptionDeprecated = "";
}

/** Takes the description away that a caller left out, sending back the old form of it as it read it. */
export function dropEchoedDescription(
  spec: EndpointSpec,
  sent: EndpointSpec | undefined,
  stored: EndpointSpec,
  version: ApiVersion,
): void {
  const old = sent?.descriptionDeprecated ?? "";
  if (old === "" || sent?.description !== undefined || stored.description === undefined) return;
  if (isPast(version, [0, 4, 0]) && readText(stored.description) === old) delete spec.description;
}

/** As the server's own tools write a description: `encoding: json/plain`, a JSON string. */
function toJsonPayload(text: string): Payload {
  const metadata = { encoding: new TextEncoder().encode("json/plain") };
  return create(PayloadSchema, { metadata, data: new TextEncoder().encode(JSON.stringify(text)) });
}

/** A stored spec as clients read it. */
export function toWireEndpointSpec(stored: EndpointSpec): EndpointSpec {
  const spec = clone(EndpointSpecSchema, stored);
  spec.descriptionDeprecated = spec.description === undefined ? "" : readText(spec.description);
  return spec;
}

/** "" for what is not a JSON string: the payload itself carries it. */
function readText({ metadata, data }: Payload): string {
  const decoder = new TextDecoder();
  if (decoder.decode(metadata.encoding) !== "json/plain") return "";
  try {
    const value: unknown = JSON.parse(decoder.decode(data));
    return typeof value === "string" ? value : "";
  } catch {
    return "";
  }
}

/** @throws RemitError INVALID_FIELD */
export function requireValidEndpoint(spec: EndpointSpec, limits: Limits): void {
  const says = "must be letters, digits and hyphens, a letter first and no hyphen last, at least 2";
  requireText(spec.name, "spec.name", { max: maxNameLength, pattern: /^[a-zA-Z][a-zA-Z0-9-]*[a-zA-Z0-9]$/, says });
  const { namespaceId, taskQueue } = targetOf(spec);
  requireText(namespaceId, "spec.target_spec.worker_target_spec.namespace_id", { max: 255 });
  requireText(taskQueue, "spec.target_spec.worker_target_spec.task_queue", { max: 1000 });
  const allowed = limits.nexusCallerNamespacesPerEndpoint;
  if (allowed !== 0 && spec.policySpecs.length > allowed)
    throw invalidField("spec.policy_specs", `must be at most ${allowed}`);
  for (const [index, { variant }] of spec.policySpecs.entries()) {
    const field = `spec.policy_specs[${index}].allowed_cloud_namespace_policy_spec`;
    if (variant.case === undefined) throw invalidField(field, "is required");
    requireText(variant.value.namespaceId, `${field}.namespace_id`, { max: 255 });
  }
  if (spec.description !== undefined) requireSmall(spec.description);
}

function requireSmall({ metadata, data }: Payload): void {
  const sizes = Object.entries(metadata).map(([key, value]) => key.length + value.length);
  const total = sizes.reduce((sum, size) => sum + size, data.length);
  if (total > maxDescriptionBytes)
    throw invalidField("spec.description", `must be at most ${maxDescriptionBytes} bytes`);
}

/** @throws RemitError INVALID_FIELD when there is none */
export function targetOf(spec: EndpointSpec): WorkerTarget {
  const variant = spec.targetSpec?.variant;
  if (variant?.case === "workerTargetSpec") return variant.value;
  throw invalidField("spec.target_spec.worker_target_spec", "is required");
}

/** The namespaces that may call, each once. */
export const callersOf = (spec: EndpointSpec): string[] => [
  ...new Set(spec.policySpecs.flatMap(({ variant }) => variant.value?.namespaceId ?? [])),
];

/** A copy in which the policies' order says nothing. */
export function comparableEndpoint(spec: EndpointSpec): EndpointSpec {
  const copy = clone(EndpointSpecSchema, spec);
  const key = ({ variant }: EndpointSpec["policySpecs"][number]): string => variant.value?.namespaceId ?? "";
  copy.policySpecs.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return copy;
}
