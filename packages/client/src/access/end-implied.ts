// Ends what no access of the API shows: what somebody holds for having created a Namespace, or for a time. What has
// ended already is left alone, so that a plan can be carried out again.
import { ConnectError } from "@connectrpc/connect";
import type { ImpliedAccess } from "@remit/policy";
import { ErrorInfoSchema } from "@remit/protocol/gen/google/rpc/error_details_pb.ts";
import {
  type NamespaceAccess,
  NamespaceAccess_Permission,
  type ServiceAccountSpec,
} from "@remit/protocol/gen/temporal/api/cloud/identity/v1/message_pb.ts";
import { type Change, describeImplied, type Facts } from "@remit/responsibility";
import { ClientError } from "../client-error.ts";
import type { Clients } from "../clients.ts";
import { readGrantedRequests } from "../drift/granted-requests.ts";
import { untilDone } from "../operations.ts";

type EndImplied = Extract<Change, { readonly kind: "end-implied" }>;
type Asked = Pick<Clients, "cloud" | "requests">;

/** @throws ClientError where this server cannot end it, or something else keeps it */
export async function endImplied(clients: Asked, facts: Facts, change: EndImplied): Promise<void> {
  if (change.grant.kind === "temporary") return endTemporary(clients, facts, change);
  const { gives } = change.grant;
  if (gives.kind === "namespace-access") return endCreator(clients, change, gives);
  throw new ClientError(
    "CANNOT_BE_DONE",
    `What ${change.holder.name} holds ${describeImplied(change.grant, facts)} cannot be ended.`,
  );
}

/** By the request that it came of: the end of that is the end of the access. */
async function endTemporary(clients: Asked, facts: Facts, { holder, grant }: EndImplied): Promise<void> {
  const granted = await readGrantedRequests(clients);
  if (granted === null)
    throw new ClientError(
      "CANNOT_BE_DONE",
      `What ${holder.name} holds ${describeImplied(grant, facts)} ends by itself; only Remit's own server ends it before.`,
    );
  const key = JSON.stringify(grant);
  for (const one of granted) {
    if (one.holderId !== holder.id || JSON.stringify(one.grant) !== key) continue;
    await untilDone(clients, clients.requests.endAccess({ requestId: one.requestId }));
  }
}

/** By setting the holder's own entry on the Namespace to what it is: with less than Admin, a creator's grant ends. */
async function endCreator(
  clients: Asked,
  { holder }: EndImplied,
  { namespace }: Extract<ImpliedAccess, { readonly kind: "namespace-access" }>,
): Promise<void> {
  const { cloud } = clients;
  const setWith = async (access: NamespaceAccess | undefined, set: () => Promise<unknown>): Promise<void> => {
    if (access?.permission === NamespaceAccess_Permission.ADMIN)
      throw new ClientError(
        "CANNOT_BE_DONE",
        `${holder.name} has Admin on ${namespace} by an entry of its own, too, which keeps what a creator holds: mend that first.`,
      );
    await unlessEnded(set());
  };
  if (holder.kind === "user") {
    const { user } = await cloud.getUser({ userId: holder.id });
    const access = user?.spec?.access?.namespaceAccesses[namespace];
    const request = { namespace, userId: holder.id, resourceVersion: user?.resourceVersion ?? "" };
    const set = () => cloud.setUserNamespaceAccess({ ...request, ...(access && { access }) });
    return setWith(access, () => untilDone(clients, set()));
  }
  const { serviceAccount } = await cloud.getServiceAccount({ serviceAccountId: holder.id });
  const access = entryOf(serviceAccount?.spec, namespace);
  const resourceVersion = serviceAccount?.resourceVersion ?? "";
  const request = { namespace, serviceAccountId: holder.id, resourceVersion };
  const set = () => cloud.setServiceAccountNamespaceAccess({ ...request, ...(access && { access }) });
  return setWith(access, () => untilDone(clients, set()));
}

/** A service account that is bound to something has its entries where the binding is. */
function entryOf(spec: ServiceAccountSpec | undefined, namespace: string): NamespaceAccess | undefined {
  const { namespaceScopedAccess: bound, projectScopedAccess: inProject } = spec ?? {};
  if (bound !== undefined) return bound.namespace === namespace ? bound.access : undefined;
  return (inProject ?? spec?.access)?.namespaceAccesses[namespace];
}

async function unlessEnded(set: Promise<unknown>): Promise<void> {
  try {
    await set;
  } catch (error) {
    const info = error instanceof ConnectError ? error.findDetails(ErrorInfoSchema)[0] : undefined;
    if (info?.reason !== "NOTHING_TO_CHANGE") throw error;
  }
}
