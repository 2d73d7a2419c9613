import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { Code } from "@connectrpc/connect";
import type { Connection } from "@temporalio/client";
import { alreadyExists, notFound, unavailable } from "../errors.ts";
import { callServer, hasCode } from "./call-server.ts";

export interface NexusEndpointSpec {
  /** Unique in the whole cluster; may change. */
  readonly name: string;
  /** Bytes and metadata are kept as given; absent is not the same as empty. */
  readonly description?: { readonly metadata: Readonly<Record<string, Uint8Array>>; readonly data: Uint8Array };
  /** Where calls go. The Namespace must exist. */
  readonly target: { readonly namespace: string; readonly taskQueue: string };
}

export interface NexusEndpoint extends NexusEndpointSpec {
  /** The server's uuid. */
  readonly id: string;
  /** Counts changes; text, because it is a 64-bit number. */
  readonly version: string;
}

type Service = Connection["operatorService"];
type WireEndpoint = NonNullable<Awaited<ReturnType<Service["getNexusEndpoint"]>>["endpoint"]>;
type WireSpec = NonNullable<Parameters<Service["createNexusEndpoint"]>[0]["spec"]>;

/**
 * Creates the endpoint. One that exists already under this name counts as created when it reads the same.
 * @param spareName nobody else's, and the same whenever an attempt is repeated; see `createByRename`
 * @throws RemitError AlreadyExists: the name is taken by another; FailedPrecondition: no such target Namespace.
 */
export async function createNexusEndpoint(
  connection: Connection,
  spec: NexusEndpointSpec,
  spareName = `Remit-${randomUUID()}`,
): Promise<NexusEndpoint> {
  return (await tryCreate(connection, spec)) ?? createByRename(connection, spec, spareName);
}

/** Null when the server says that the name is taken, and has no endpoint of that name. */
async function tryCreate(connection: Connection, spec: NexusEndpointSpec): Promise<NexusEndpoint | null> {
  try {
    const { endpoint } = await callServer(connection, `create Nexus endpoint ${spec.name}`, () =>
      connection.operatorService.createNexusEndpoint({ spec: toWire(spec) }),
    );
    return fromWire(endpoint);
  } catch (error) {
    if (!hasCode(error, Code.AlreadyExists)) throw error;
    const [found] = await listNexusEndpoints(connection, spec.name);
    if (found && !sameSpec(found, spec)) throw alreadyExists("Nexus endpoint", spec.name);
    return found ?? null;
  }
}

/**
 * The server never forgets the name that an endpoint had before it got another, until it restarts: it refuses to create
 * one of that name, though not to rename one to it (read in the matching service of 1.32.0).
 */
async function createByRename(
  connection: Connection,
  spec: NexusEndpointSpec,
  spareName: string,
): Promise<NexusEndpoint> {
  const made = await tryCreate(connection, { ...spec, name: spareName });
  if (made === null) throw alreadyExists("Nexus endpoint", spec.name);
  return updateNexusEndpoint(connection, made.id, spec);
}

/** Null when there is none. */
export async function getNexusEndpoint(connection: Connection, id: string): Promise<NexusEndpoint | null> {
  const endpoint = await fetchEndpoint(connection, id);
  return endpoint && fromWire(endpoint);
}

async function fetchEndpoint(connection: Connection, id: string): Promise<WireEndpoint | null> {
  try {
    const { endpoint } = await callServer(connection, `get Nexus endpoint ${id}`, () =>
      connection.operatorService.getNexusEndpoint({ id }),
    );
    return endpoint ?? null;
  } catch (error) {
    if (hasCode(error, Code.NotFound)) return null;
    throw error;
  }
}

/** All endpoints of the cluster, or the one of that name. */
export async function listNexusEndpoints(connection: Connection, name = ""): Promise<NexusEndpoint[]> {
  const found: NexusEndpoint[] = [];
  let pageToken: Uint8Array | undefined;
  do {
    const page = await callServer(connection, "list Nexus endpoints", () =>
      connection.operatorService.listNexusEndpoints({ name, pageSize: 100, nextPageToken: pageToken ?? null }),
    );
    found.push(...(page.endpoints ?? []).map(fromWire));
    pageToken = page.nextPageToken?.length ? page.nextPageToken : undefined;
  } while (pageToken);
  return found;
}

/**
 * Replaces the endpoint's spec, whatever its version: the control plane has compared versions before.
 * @throws RemitError NotFound: no such endpoint; AlreadyExists or FailedPrecondition as for create.
 */
export async function updateNexusEndpoint(
  connection: Connection,
  id: string,
  spec: NexusEndpointSpec,
): Promise<NexusEndpoint> {
  const current = await fetchEndpoint(connection, id);
  if (!current) throw notFound("Nexus endpoint", id);
  if (sameSpec(fromWire(current), spec)) return fromWire(current);
  if (current.spec?.name !== spec.name) await requireFreeName(connection, spec.name);
  try {
    const { endpoint } = await callServer(connection, `update Nexus endpoint ${spec.name}`, () =>
      connection.operatorService.updateNexusEndpoint({ id, version: current.version ?? null, spec: toWire(spec) }),
    );
    return fromWire(endpoint);
  } catch (error) {
    // An earlier attempt, of which no answer came, may have arrived in between.
    const isOvertaken = `${(await fetchEndpoint(connection, id))?.version}` !== `${current.version}`;
    throw isOvertaken ? unavailable(`Nexus endpoint ${spec.name} was changed meanwhile`, error) : error;
  }
}

/** The server itself would give one name to two endpoints when one is renamed (1.32.0). */
async function requireFreeName(connection: Connection, name: string): Promise<void> {
  const [holder] = await listNexusEndpoints(connection, name);
  if (holder) throw alreadyExists("Nexus endpoint", name);
}

/** One that is gone already counts as deleted. The server (1.32.0) ignores the version here. */
export async function deleteNexusEndpoint(connection: Connection, id: string): Promise<void> {
  const current = await fetchEndpoint(connection, id);
  if (!current) return;
  try {
    await callServer(connection, `delete Nexus endpoint ${id}`, () =>
      connection.operatorService.deleteNexusEndpoint({ id, version: current.version ?? null }),
    );
  } catch (error) {
    if (!hasCode(error, Code.NotFound)) throw error;
  }
}

/** The one that reads so, if there is one: what an attempt has made whose answer nobody got. Another of its name stays. */
export async function deleteNexusEndpointLike(connection: Connection, spec: NexusEndpointSpec): Promise<void> {
  const [found] = await listNexusEndpoints(connection, spec.name);
  if (found && sameSpec(found, spec)) await deleteNexusEndpoint(connection, found.id);
}

function toWire(spec: NexusEndpointSpec): WireSpec {
  const { name, description, target } = toPlainSpec(spec);
  return { name, ...(description && { description }), target: { worker: { ...target } } };
}

function fromWire(endpoint: WireEndpoint | null | undefined): NexusEndpoint {
  const { name, description, target } = endpoint?.spec ?? {};
  const { namespace, taskQueue } = target?.worker ?? {};
  const spec = toPlainSpec({
    name: name ?? "",
    ...(description && { description: { metadata: description.metadata ?? {}, data: description.data ?? noBytes } }),
    target: { namespace: namespace ?? "", taskQueue: taskQueue ?? "" },
  });
  return { ...spec, id: endpoint?.id ?? "", version: `${endpoint?.version ?? 0}` };
}

const noBytes = new Uint8Array();

function sameSpec(one: NexusEndpointSpec, other: NexusEndpointSpec): boolean {
  return isDeepStrictEqual(toPlainSpec(one), toPlainSpec(other));
}

/** The spec's own fields, with plain bytes: a Buffer never equals a Uint8Array. */
function toPlainSpec({ name, description, target }: NexusEndpointSpec) {
  const { metadata = {}, data = noBytes } = description ?? {};
  const plainMetadata = Object.fromEntries(
    Object.entries(metadata).map(([key, bytes]) => [key, Uint8Array.from(bytes)]),
  );
  return {
    name,
    ...(description && { description: { metadata: plainMetadata, data: Uint8Array.from(data) } }),
    target: { namespace: target.namespace, taskQueue: target.taskQueue },
  };
}
