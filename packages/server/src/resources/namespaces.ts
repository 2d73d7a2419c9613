// Namespaces: a name in the account, and a namespace of a Temporal server behind it. What is accepted here is applied
// by a workflow; namespace-transitions.ts says how that ends.
import { fromBinary, toJson } from "@bufbuild/protobuf";
import { check, holdsAccountRole } from "@remit/policy";
import type {
  CreateNamespaceRequest,
  DeleteNamespaceRequest,
  GetNamespacesRequest,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import { NamespaceSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { visibleIds } from "../authorize/visible.ts";
import { failedPrecondition, notFound } from "../errors.ts";
import { type ConnectivityRuleRow, readConnectivityRules } from "../store/connectivity-rules.ts";
import { nextVersion } from "../store/ids.ts";
import {
  insertCreatorGrant,
  listNamespaces as listRows,
  type NamespaceRow,
  readNamespace,
  updateNamespace as updateRow,
} from "../store/namespaces.ts";
import { parsePage } from "../store/paging.ts";
import type { Call, Deps } from "./call.ts";
import { requireVersion } from "./checks.ts";
import type { Mutation, Outcome } from "./mutation.ts";
import { addNamespace } from "./namespace-creation.ts";
import { lockSettledNamespace } from "./namespace-state.ts";
import { requireNoEndpoints } from "./nexus-endpoint-access.ts";

/** A namespace with the rules that are attached to it, as far as the caller may see them. */
export interface NamespaceView {
  readonly row: NamespaceRow;
  readonly rules: readonly ConnectivityRuleRow[];
}

export async function getNamespace(deps: Deps, call: Call, id: string): Promise<NamespaceView> {
  const row = await readNamespace(deps.database.db, id);
  // The caller may read the namespace of this name that was there when it was asked; a namesake made since is another.
  if (row === undefined || row.uid !== call.view.namespacesById.get(id)?.uid) throw notFound("namespace", id);
  const [view] = await withRules(deps, call, [row]);
  if (view === undefined) throw notFound("namespace", id);
  return view;
}

/** The namespaces on which the caller holds cloud.namespace.get, by name. */
export async function listNamespaces(
  deps: Deps,
  call: Call,
  request: GetNamespacesRequest,
): Promise<{ items: NamespaceView[]; nextPageToken: string }> {
  const { name, projectId: project } = request;
  const page = parsePage(`namespaces ${JSON.stringify([name, project])}`, request.pageSize, request.pageToken);
  const { view, caller, now } = call;
  const uids = visibleIds(view, caller?.principalId ?? "", "namespaces", now.getTime());
  const id = name === "" || name.includes(".") ? name : `${name}.${view.account}`;
  const { items, nextPageToken } = await listRows(deps.database.db, page, { uids, id, project });
  return { items: await withRules(deps, call, items), nextPageToken };
}

async function withRules(deps: Deps, call: Call, rows: readonly NamespaceRow[]): Promise<NamespaceView[]> {
  const attached = rows.map((row) => ({ row, ids: fromBinary(NamespaceSpecSchema, row.spec).connectivityRuleIds }));
  const visible = new Set(attached.flatMap(({ ids }) => ids).filter((id) => maySeeRule(call, id)));
  const found = await readConnectivityRules(deps.database.db, [...visible]);
  const byId = new Map(found.map((rule) => [rule.id, rule]));
  return attached.map(({ row, ids }) => ({ row, rules: ids.flatMap((id) => byId.get(id) ?? []) }));
}

function maySeeRule({ view, caller, now }: Call, id: string): boolean {
  const rule = { type: "connectivity-rules", id } as const;
  return check(view.snapshot, caller?.principalId ?? "", "cloud.connectivityrule.get", rule, now.getTime());
}

export async function createNamespace(mutation: Mutation, request: CreateNamespaceRequest): Promise<Outcome> {
  const { id, uid } = await addNamespace(mutation, request);
  await grantToCreator(mutation, uid);
  return { namespace: id };
}

/** Owners and Admins hold every namespace already; a grant of their own would outlive their role. */
async function grantToCreator(mutation: Mutation, uid: string): Promise<void> {
  const { view, principalId, tx } = mutation;
  const role = (name: "owner" | "admin"): boolean => holdsAccountRole(view.snapshot, principalId, name);
  if (role("owner") || role("admin")) return;
  await insertCreatorGrant(tx, principalId, uid);
  mutation.touch("principal", principalId);
}

/** Everything that hangs on the namespace goes with it, at the end of the operation. */
export async function deleteNamespace(mutation: Mutation, request: DeleteNamespaceRequest): Promise<Outcome> {
  const { tx } = mutation;
  const row = await lockSettledNamespace(tx, request.namespace);
  requireVersion("namespace", row.version, request.resourceVersion);
  const spec = fromBinary(NamespaceSpecSchema, row.spec);
  if (spec.lifecycle?.enableDeleteProtection === true) {
    const adopted = row.server_name === null ? "" : ". It was adopted: to release it leaves it on its server";
    throw failedPrecondition(
      `the namespace is protected; switch off lifecycle.enable_delete_protection first${adopted}`,
    );
  }
  await requireNoEndpoints(tx, row);
  await updateRow(tx, row.uid, {
    state: ResourceState.DELETING,
    version: await nextVersion(tx),
    async_operation_id: mutation.operationId,
    updated_at: mutation.now,
  });
  mutation.needsTemporal = true;
  mutation.about("namespaces", row.id, { uid: row.uid, before: toJson(NamespaceSpecSchema, spec) });
  return {};
}
