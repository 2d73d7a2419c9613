// A new namespace: what it must be, and its row. Whoever asks for one, the rule is this; what the one who makes it gets
// of it is theirs to say.
import { toBinary, toJson } from "@bufbuild/protobuf";
import { missingCover } from "@remit/policy";
import {
  type NamespaceSpec,
  NamespaceSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { permissionDenied } from "../authorize/refusal.ts";
import { alreadyExists } from "../errors.ts";
import { newId, nextVersion } from "../store/ids.ts";
import { countNamespaces, insertNamespace, lockNamespace } from "../store/namespaces.ts";
import { requireSpec } from "./checks.ts";
import { requireAttachable } from "./connectivity-rules.ts";
import { requireRoom } from "./limits.ts";
import type { Mutation } from "./mutation.ts";
import { askForCapacity } from "./namespace-capacity.ts";
import {
  requireChanges,
  requireNamespaceName,
  requirePlacement,
  requireSettings,
  requireSomeAuthentication,
} from "./namespace-rules.ts";
import { requireSearchAttributes } from "./namespace-search-attributes.ts";
import { canonicalise, fillApiKeyAuth } from "./namespace-spec.ts";
import { requireRoomForTags, requireTags } from "./namespace-tags.ts";
import { requireProject } from "./projects.ts";
import { regionsOf, requireShareable } from "./regions.ts";

export interface NewNamespace {
  readonly spec?: NamespaceSpec | undefined;
  /** Empty: the default project. */
  readonly projectId: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Accepts it: the operation of the mutation brings it about on its server. Whether the caller may create namespaces in
 * the project is asked before. @throws RemitError whatever is wrong with it
 */
export async function addNamespace(
  mutation: Mutation,
  wanted: NewNamespace,
): Promise<{ readonly id: string; readonly uid: string }> {
  const { tx, deps, view, call } = mutation;
  const { tags } = wanted;
  const spec = requireSpec(NamespaceSpecSchema, wanted.spec);
  const projectId = wanted.projectId === "" ? view.defaultProject : wanted.projectId;
  requireMayTag(mutation, projectId, spec.name, tags);
  canonicalise(spec, call.apiVersion);
  fillApiKeyAuth(spec);
  // Nothing was said: the documented default. An update must say it, or it would shorten what is kept.
  if (spec.retentionDays === 0) spec.retentionDays = deps.limits.retentionDefaultDays;
  await requireValidNamespace(mutation, spec);
  requireTags(tags, "tags");
  await requireProject(tx, projectId);
  const id = `${spec.name}.${view.account}`;
  if ((await lockNamespace(tx, id)) !== undefined) throw alreadyExists("namespace", id);
  await requireAttachable(mutation, spec.connectivityRuleIds, projectId);
  await requireRoomForNamespace(mutation, projectId);
  const uid = newId();
  await requireRoomForTags(mutation, tags, {}, uid);
  await insertNamespace(tx, {
    uid,
    id,
    project_id: projectId,
    spec: toBinary(NamespaceSpecSchema, spec),
    desired: null,
    tags: JSON.stringify(tags),
    active_region: spec.replicas[0]?.region ?? "",
    ...askForCapacity(undefined, spec.capacitySpec, mutation, true),
    failure_reason: "",
    state: ResourceState.ACTIVATING,
    version: await nextVersion(tx),
    async_operation_id: mutation.operationId,
    created_at: mutation.now,
    updated_at: null,
  });
  mutation.touch("namespace", uid);
  mutation.needsTemporal = true;
  mutation.about("namespaces", id, { uid, project_id: projectId, tags, after: toJson(NamespaceSpecSchema, spec) });
  return { id, uid };
}

/** What can be said of it before anything is looked up. @throws RemitError INVALID_FIELD */
export async function requireValidNamespace({ deps }: Mutation, spec: NamespaceSpec): Promise<void> {
  requireNamespaceName(spec.name);
  requireSettings(spec, deps.limits);
  requireChanges(spec, null, deps);
  requireSomeAuthentication(spec);
  requirePlacement(spec, deps.regions, []);
  requireShareable(deps.regions, regionsOf(spec));
  const region = spec.replicas[0]?.region ?? "";
  const room = Object.keys(spec.searchAttributes).length === 0 ? null : await deps.searchAttributeRoom(region);
  requireSearchAttributes(spec.searchAttributes, { present: null, limits: deps.limits, room });
}

/**
 * Tags of a namespace that does not exist yet: whoever could write tags on every namespace of its project may.
 * The creator's own grant does not count: Namespace Admin holds no tags either.
 */
function requireMayTag(mutation: Mutation, project: string, name: string, tags: NewNamespace["tags"]): void {
  if (Object.keys(tags).length === 0) return;
  const operation = "cloud.namespace.updateTags";
  const wanted = [{ operation, scope: { kind: "project", project } as const }];
  if (missingCover(mutation.view.snapshot, mutation.principalId, wanted, mutation.nowMs).length === 0) return;
  throw permissionDenied(operation, "namespaces", `${name}.${mutation.view.account}`);
}

export async function requireRoomForNamespace(mutation: Mutation, projectId: string): Promise<void> {
  const { tx, deps } = mutation;
  requireRoom(deps.limits, "namespacesPerAccount", await countNamespaces(tx, null), "namespaces in the account");
  await requireRoomInProject(mutation, projectId);
}

/** Per-project limits do not hold for the default project. @throws RemitError LIMIT_REACHED */
export async function requireRoomInProject({ tx, deps, view }: Mutation, projectId: string): Promise<void> {
  if (projectId === view.defaultProject) return;
  requireRoom(deps.limits, "namespacesPerProject", await countNamespaces(tx, projectId), "namespaces in the project");
}
