// One immutable policy version, with the wire's names beside the compiled snapshot.
import { apply, compile, type Resource, type ResourceType, type Snapshot } from "@remit/policy";
import type { MadeVersion, NamespaceName, PolicyDelta, PolicyState } from "../store/policy-data.ts";

export interface PolicyView extends MadeVersion {
  readonly snapshot: Snapshot;
  readonly account: string;
  readonly defaultProject: string;
  readonly namespacesById: ReadonlyMap<string, NamespaceName>;
  readonly namespacesByUid: ReadonlyMap<string, NamespaceName>;
  /** By what each is called on its Temporal server, which is another name only for those that were adopted. */
  readonly namespacesByServerName: ReadonlyMap<string, NamespaceName>;
}

const serverNameOf = ({ id, serverName }: NamespaceName): string => serverName ?? id;

export function viewOf(state: PolicyState): PolicyView {
  return {
    version: state.version,
    madeBy: state.madeBy,
    snapshot: compile(state.data),
    account: state.data.account,
    defaultProject: state.defaultProject,
    namespacesById: new Map(state.namespaces.map((name) => [name.id, name])),
    namespacesByUid: new Map(state.namespaces.map((name) => [name.uid, name])),
    namespacesByServerName: new Map(state.namespaces.map((name) => [serverNameOf(name), name])),
  };
}

/** The view after a delta; the one before stays as it was, for whoever is still deciding with it. */
export function advance(view: PolicyView, delta: PolicyDelta): PolicyView {
  const names = delta.namespaces.length === 0 ? view : renamed(view, delta);
  return {
    ...view,
    version: delta.version,
    madeBy: delta.madeBy,
    snapshot: apply(view.snapshot, delta.changes),
    namespacesById: names.namespacesById,
    namespacesByUid: names.namespacesByUid,
    namespacesByServerName: names.namespacesByServerName,
  };
}

type Names = Pick<PolicyView, "namespacesById" | "namespacesByUid" | "namespacesByServerName">;

function renamed(view: PolicyView, delta: PolicyDelta): Names {
  const byServerName = new Map(view.namespacesByServerName);
  const byId = new Map(view.namespacesById);
  const byUid = new Map(view.namespacesByUid);
  for (const { uid } of delta.namespaces) {
    const before = byUid.get(uid);
    if (before !== undefined && byId.get(before.id)?.uid === uid) byId.delete(before.id);
    if (before !== undefined && byServerName.get(serverNameOf(before))?.uid === uid)
      byServerName.delete(serverNameOf(before));
    byUid.delete(uid);
  }
  for (const { name } of delta.namespaces) {
    if (name === null) continue;
    byId.set(name.id, name);
    byUid.set(name.uid, name);
    byServerName.set(serverNameOf(name), name);
  }
  return { namespacesById: byId, namespacesByUid: byUid, namespacesByServerName: byServerName };
}

/**
 * A resource by its wire id; for the account none is needed, and another account's is not known. A namespace that does not exist becomes a resource with no uid, which the policy
 * core does not know and therefore denies.
 */
export function toResource(view: PolicyView, type: ResourceType, wireId: string): Resource {
  if (type === "accounts") return { type, id: wireId || view.account };
  if (type === "namespaces") return { type, id: view.namespacesById.get(wireId)?.uid ?? "" };
  return { type, id: wireId };
}

/** The id that clients know. */
export function toWireId(view: PolicyView, resource: Resource): string {
  return resource.type === "namespaces" ? (view.namespacesByUid.get(resource.id)?.id ?? resource.id) : resource.id;
}
