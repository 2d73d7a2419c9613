// A user, group or service account whose access to one namespace or project is set: the same rule for all three, and
// where each keeps its entries.
import {
  clone,
  create,
  type DescMessage,
  fromBinary,
  type JsonValue,
  type MessageShape,
  toBinary,
  toJson,
} from "@bufbuild/protobuf";
import type * as policy from "@remit/policy";
import {
  type Access,
  AccessSchema,
  type NamespaceAccess,
  type ProjectAccess,
  type ServiceAccountSpec,
  ServiceAccountSpecSchema,
  UserGroupSpecSchema,
  UserSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { toServiceAccountAccess } from "@remit/protocol/policy-access";
import type { PolicyView } from "../authorize/view.ts";
import { failedPrecondition, invalidField } from "../errors.ts";
import { nextVersion } from "../store/ids.ts";
import { updateServiceAccount } from "../store/service-accounts.ts";
import { updateUserGroup } from "../store/user-groups.ts";
import { updateUser } from "../store/users.ts";
import { inheritsEverything, toPolicy } from "./access.ts";
import { requireChange } from "./checks.ts";
import type { Mutation } from "./mutation.ts";
import { requireServiceAccount } from "./service-accounts.ts";
import { requireUserGroup } from "./user-groups.ts";
import { requireUser } from "./users.ts";

/** One row and a working copy of its spec. */
export interface AccessHolder {
  /** For messages: "user". */
  readonly what: string;
  readonly touches: "principal" | "group";
  readonly id: string;
  readonly version: number;
  /** Unset removes the entry. @throws RemitError where the holder takes no such entry */
  putNamespace(namespace: string, access: NamespaceAccess | undefined): void;
  putProject(projectId: string, access: ProjectAccess | undefined): void;
  /** What it holds before and after, without implied grants. */
  before(): policy.Access;
  after(): policy.Access;
  /** @throws RemitError NOTHING_TO_CHANGE */
  requireChange(): void;
  /** Writes the working copy, and says what the audit record tells; `more` stands beside it. */
  save(more?: Readonly<Record<string, JsonValue>>): Promise<void>;
}

export async function holderOfUser(mutation: Mutation, id: string): Promise<AccessHolder> {
  const row = await requireUser(mutation, id);
  return makeHolder(mutation, row, {
    ...accessSlots,
    desc: UserSpecSchema,
    what: "user",
    type: "users",
    touches: "principal",
    name: row.email,
    write: (change) => updateUser(mutation.tx, id, change),
  });
}

export async function holderOfUserGroup(mutation: Mutation, id: string): Promise<AccessHolder> {
  const row = await requireUserGroup(mutation, id);
  return makeHolder(mutation, row, {
    ...accessSlots,
    desc: UserGroupSpecSchema,
    what: "user group",
    type: "user-groups",
    touches: "group",
    name: row.display_name,
    write: (change) => updateUserGroup(mutation.tx, id, change),
  });
}

export async function holderOfServiceAccount(mutation: Mutation, id: string): Promise<AccessHolder> {
  const row = await requireServiceAccount(mutation, id);
  return makeHolder(mutation, row, {
    desc: ServiceAccountSpecSchema,
    what: "service account",
    type: "service-accounts",
    touches: "principal",
    name: row.name,
    putNamespace: putNamespaceOfServiceAccount,
    putProject: putProjectOfServiceAccount,
    toPolicy: (view, spec) => toServiceAccountAccess(spec, (name) => view.namespacesById.get(name)?.uid),
    write: (change) => updateServiceAccount(mutation.tx, id, change),
  });
}

/** Where one kind of spec keeps its entries. */
interface Slots<Spec> {
  readonly putNamespace: (view: PolicyView, spec: Spec, namespace: string, access: NamespaceAccess | undefined) => void;
  readonly putProject: (view: PolicyView, spec: Spec, projectId: string, access: ProjectAccess | undefined) => void;
  readonly toPolicy: (view: PolicyView, spec: Spec) => policy.Access;
}

interface HolderKind<Desc extends DescMessage> extends Slots<MessageShape<Desc>> {
  readonly desc: Desc;
  readonly what: string;
  readonly type: string;
  readonly touches: "principal" | "group";
  readonly name: string;
  readonly write: (change: {
    version: number;
    spec: Uint8Array;
    async_operation_id: string;
    updated_at: Date;
  }) => Promise<void>;
}

function makeHolder<Desc extends DescMessage>(
  mutation: Mutation,
  row: { readonly id: string; readonly version: number; readonly spec: Uint8Array },
  kind: HolderKind<Desc>,
): AccessHolder {
  const { view, tx } = mutation;
  const stored: MessageShape<Desc> = fromBinary(kind.desc, row.spec);
  const wanted = clone(kind.desc, stored);
  const show = (spec: MessageShape<Desc>): JsonValue => toJson(kind.desc, spec);
  return {
    what: kind.what,
    touches: kind.touches,
    id: row.id,
    version: row.version,
    putNamespace: (namespace, access) => kind.putNamespace(view, wanted, namespace, access),
    putProject: (projectId, access) => kind.putProject(view, wanted, projectId, access),
    before: () => kind.toPolicy(view, stored),
    after: () => kind.toPolicy(view, wanted),
    requireChange: () => requireChange(kind.desc, stored, wanted, `the access of the ${kind.what}`),
    save: async (more = {}) => {
      const { operationId, now } = mutation;
      const spec = toBinary(kind.desc, wanted);
      await kind.write({ version: await nextVersion(tx), spec, async_operation_id: operationId, updated_at: now });
      mutation.touch(kind.touches, row.id);
      mutation.about(kind.type, row.id, { name: kind.name, before: show(stored), after: show(wanted), ...more });
    },
  };
}

interface Holding {
  access?: Access | undefined;
}

/** Users, groups, and service accounts of the whole account. */
const accessSlots: Slots<Holding> = {
  putNamespace: (_view, spec, namespace, access) => {
    if (access !== undefined) requireNoWiderRole(spec.access);
    putEntry(spec, access, (target) => target.namespaceAccesses, namespace);
  },
  putProject: (_view, spec, projectId, access) => {
    if (access !== undefined) requireNoWiderRole(spec.access);
    putEntry(spec, access, (target) => target.projectAccesses, projectId);
  },
  toPolicy: (view, spec) => toPolicy(view, spec.access),
};

function requireNoWiderRole(access: Access | undefined): void {
  if (!inheritsEverything(access)) return;
  throw invalidField(
    "access",
    "Account Owner and Global Admin are admins of every namespace and project and take no entry of their own",
  );
}

function putEntry<T>(
  spec: Holding,
  entry: T | undefined,
  mapOf: (access: Access) => Record<string, T>,
  key: string,
): void {
  if (entry !== undefined) spec.access ??= create(AccessSchema);
  if (spec.access === undefined) return;
  const map = mapOf(spec.access);
  if (entry === undefined) delete map[key];
  else map[key] = entry;
}

function putNamespaceOfServiceAccount(
  view: PolicyView,
  spec: ServiceAccountSpec,
  namespace: string,
  access: NamespaceAccess | undefined,
): void {
  const { namespaceScopedAccess, projectScopedAccess } = spec;
  if (namespaceScopedAccess !== undefined) {
    if (namespaceScopedAccess.namespace !== namespace) throw boundElsewhere();
    if (access === undefined)
      throw failedPrecondition("the service account is bound to this namespace: delete it instead");
    namespaceScopedAccess.access = access;
  } else if (projectScopedAccess !== undefined) {
    const { projectId, namespaceAccesses } = projectScopedAccess;
    if (view.namespacesById.get(namespace)?.project !== projectId) throw boundElsewhere();
    if (access === undefined) delete namespaceAccesses[namespace];
    else namespaceAccesses[namespace] = access;
  } else {
    accessSlots.putNamespace(view, spec, namespace, access);
  }
}

function putProjectOfServiceAccount(
  view: PolicyView,
  spec: ServiceAccountSpec,
  projectId: string,
  access: ProjectAccess | undefined,
): void {
  const { namespaceScopedAccess, projectScopedAccess } = spec;
  if (namespaceScopedAccess !== undefined) throw boundElsewhere();
  if (projectScopedAccess === undefined) {
    accessSlots.putProject(view, spec, projectId, access);
    return;
  }
  if (projectScopedAccess.projectId !== projectId) throw boundElsewhere();
  if (access === undefined) delete projectScopedAccess.access;
  else projectScopedAccess.access = access;
}

/** What it is bound to is not said: an admin of this namespace or project need not see the other one. */
const boundElsewhere = (): Error =>
  failedPrecondition("the service account is bound to another namespace or project and takes no access elsewhere");
