// Where Temporal servers disagree with what was applied, and bringing them back to it.
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import type * as wire from "@remit/protocol/gen/remit/v1/namespaces_pb.ts";
import { NamespaceSpecSchema } from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import { ResourceState } from "@remit/protocol/gen/temporal/api/cloud/resource/v1/message_pb.ts";
import { failedPrecondition, notFound, nothingToChange, RemitError } from "../errors.ts";
import { nextVersion } from "../store/ids.ts";
import {
  findNamespace,
  isAsRead,
  listNamespacesToFind,
  type NamespaceToFind,
  serverNameOf,
  updateNamespace as updateRow,
} from "../store/namespaces.ts";
import { type Page, parsePage } from "../store/paging.ts";
import type { NamespaceOnServer } from "../temporal/existing-namespaces.ts";
import { readManaged } from "./adoptable-namespaces.ts";
import type { Call, Deps } from "./call.ts";
import type { Mutation, Outcome } from "./mutation.ts";
import { compareWithServer, type Difference, isSettled } from "./namespace-comparison.ts";
import { toSearchAttributes } from "./namespace-search-attributes.ts";
import { lockSettledNamespace, requireActivated } from "./namespace-state.ts";
import { uidKey } from "./namespaces-on-server.ts";
import { oneRegionOfEachServer } from "./regions.ts";

export interface Checked {
  /** "" for one that is not known here. */
  readonly id: string;
  readonly serverName: string;
  readonly region: string;
  readonly differences: readonly Difference[];
  readonly problem: string;
  readonly repairable: boolean;
  readonly adopted: boolean;
}

const parallel = 4;

/** Those that differ, or all where that is asked for, by id; the ones that only servers know stand on the first page. */
export async function checkNamespaces(
  deps: Deps,
  { view }: Call,
  request: wire.CheckNamespacesRequest,
): Promise<Page<Checked>> {
  const { db } = deps.database;
  if (request.namespace !== "") {
    const row = await findNamespace(db, request.namespace);
    if (row === undefined) throw notFound("namespace", request.namespace);
    return { items: await checkRow(deps, row, request.all), nextPageToken: "" };
  }
  const page = parsePage("namespace-differences", request.pageSize, request.pageToken);
  const { items, nextPageToken } = await listNamespacesToFind(db, page);
  const unknown = page.after === null ? await findUnknown(deps, view.account) : [];
  const waiting = items.map((row, index) => ({ row, index }));
  const checked: Checked[][] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      checked[next.index] = await checkRow(deps, next.row, request.all);
  };
  await Promise.all(Array.from({ length: parallel }, work));
  return { items: [...unknown, ...checked.flat()], nextPageToken };
}

/** Nothing for one that is as it should be, or on its way there, unless `all` is asked for. */
async function checkRow({ database, onServer }: Deps, row: NamespaceToFind, all: boolean): Promise<Checked[]> {
  const common = {
    id: row.id,
    serverName: serverNameOf(row),
    region: row.active_region,
    adopted: row.server_name !== null,
  };
  const same: Checked = { ...common, differences: [], problem: "", repairable: false };
  const onItsWay: Checked[] = all ? [{ ...same, problem: "a change of it is under way" }] : [];
  if (!isSettled(row)) return onItsWay;
  try {
    const differences = compareWithServer(row, await onServer.read(row.active_region, serverNameOf(row)));
    if (differences.length === 0) return all ? [same] : [];
    // What was looked at may have been on its way meanwhile.
    if (!(await isAsRead(database.db, row))) return onItsWay;
    return [{ ...common, differences, problem: "", repairable: differences.every(isRepairable) }];
  } catch (error) {
    if (!(error instanceof RemitError)) throw error;
    return [{ ...same, problem: error.message }];
  }
}

/** Another Namespace of the name is not ours to change, and no attribute changes its type. */
function isRepairable({ field, here, there }: Difference): boolean {
  if (field === "namespace") return there === "";
  return !field.startsWith("search_attributes") || here === "" || there === "";
}

/** Namespaces that were made here and that nobody here knows any more, as after a database was put back. */
async function findUnknown({ database, regions, onServer }: Deps, account: string): Promise<Checked[]> {
  const { byServerName } = await readManaged(database.db, account);
  const unknown: Checked[] = [];
  for (const region of oneRegionOfEachServer(regions)) {
    const problem = { id: "", serverName: "", region, differences: [], repairable: false, adopted: false };
    try {
      for (const { name, data } of await onServer.list(region)) {
        if (data[uidKey] === undefined || !name.endsWith(`.${account}`) || byServerName.has(name)) continue;
        const differences = [{ field: "namespace", here: "", there: "made here, and not known any more" }];
        unknown.push({ ...problem, serverName: name, differences, problem: "" });
      }
    } catch (error) {
      if (!(error instanceof RemitError)) throw error;
      unknown.push({ ...problem, problem: error.message });
    }
  }
  return unknown;
}

/** What the server had, found before the transaction, which waits for no server. @throws RemitError NOT_FOUND, UNAVAILABLE */
export async function lookForRepair(deps: Deps, id: string): Promise<NamespaceOnServer | null> {
  const row = await findNamespace(deps.database.db, id);
  if (row === undefined) throw notFound("namespace", id);
  return deps.onServer.read(row.active_region, serverNameOf(row));
}

/** The same spec again, as after a failed update. It is a change of the spec only where attributes are taken over. */
export async function repairNamespace(
  mutation: Mutation,
  request: wire.RepairNamespaceRequest,
  found: NamespaceOnServer | null,
): Promise<Outcome> {
  const { tx, now, operationId } = mutation;
  const row = await lockSettledNamespace(tx, request.namespace);
  requireActivated(row);
  const differences = compareWithServer(row, found);
  if (differences.length === 0) throw nothingToChange("the namespace on its server");
  const stuck = differences.find((one) => !isRepairable(one));
  if (stuck !== undefined)
    throw failedPrecondition(
      `${stuck.field} cannot be repaired: the server has ${stuck.there}, here it is ${stuck.here}`,
    );
  const spec = fromBinary(NamespaceSpecSchema, row.spec);
  const before = Object.keys(spec.searchAttributes).length;
  spec.searchAttributes = { ...toSearchAttributes(found?.searchAttributes ?? {}), ...spec.searchAttributes };
  const takesOver = Object.keys(spec.searchAttributes).length > before;
  await updateRow(tx, row.uid, {
    state: ResourceState.UPDATING,
    desired: toBinary(NamespaceSpecSchema, spec),
    async_operation_id: operationId,
    ...(takesOver && { version: await nextVersion(tx), updated_at: now }),
  });
  mutation.needsTemporal = true;
  mutation.about("namespaces", row.id, { uid: row.uid, differences: differences.map((one) => ({ ...one })) });
  return { differences };
}
