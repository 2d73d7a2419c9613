// What a Temporal server does for operations on namespaces. Which of its Namespaces is ours says server-namespaces.ts.
import { fromBinary } from "@bufbuild/protobuf";
import {
  type RenameCustomSearchAttributeRequest,
  RenameCustomSearchAttributeRequestSchema,
} from "@remit/protocol/gen/temporal/api/cloud/cloudservice/v1/request_response_pb.ts";
import {
  type NamespaceSpec,
  NamespaceSpecSchema,
} from "@remit/protocol/gen/temporal/api/cloud/namespace/v1/message_pb.ts";
import type { Connection } from "@temporalio/client";
import { failedPrecondition } from "../errors.ts";
import { namedTypes } from "../resources/namespace-search-attributes.ts";
import {
  namespaceActivated,
  namespaceActivationFailed,
  namespaceDeleted,
  namespaceDeleteFailed,
  namespaceUpdated,
  namespaceUpdateFailed,
  readNamespaceOf,
  wantedSpec,
} from "../resources/namespace-transitions.ts";
import { uidKey } from "../resources/namespaces-on-server.ts";
import { type NamespaceRow, serverNameOf } from "../store/namespaces.ts";
import type { OperationRow } from "../store/operations.ts";
import { deleteNamespace, describeNamespace, registerNamespace, updateNamespace } from "../temporal/namespaces.ts";
import { addSearchAttributes, renameSearchAttribute } from "../temporal/search-attributes.ts";
import { type Applier, type ApplyContext, superseded } from "./applier.ts";
import { deleteCopies, placeNamespace } from "./place-namespace.ts";
import { findOnServer } from "./server-namespaces.ts";
import type { Server } from "./servers.ts";

/** A namespace that was accepted: by CreateNamespace, or because somebody approved that it was asked for. */
export const newNamespace: Applier = {
  carryOut: async (context, operation) => {
    const { row, server } = await loadNamespace(context, operation);
    const spec = wantedSpec(row);
    await register(server, row, spec);
    await addAttributes(server.connection, row, spec);
    await placeNamespace(context, operation, row, spec);
    await namespaceActivated(context.deps, operation.uid);
  },
  giveUp: ({ deps }, { uid }, reason) => namespaceActivationFailed(deps, uid, reason),
};

/** Brings the server to the wanted spec, whatever it has. */
const changedNamespace: Applier = {
  carryOut: async (context, operation) => {
    const { row, server } = await loadNamespace(context, operation);
    const spec = wantedSpec(row);
    await restoreApplied(server, row);
    // Attributes first: they are what a server refuses, and then nothing has been changed yet.
    await addAttributes(server.connection, row, spec);
    await changeSettings(server.connection, row, spec);
    await placeNamespace(context, operation, row, spec);
    await namespaceUpdated(context.deps, operation.uid);
  },
  giveUp: ({ deps }, { uid }, reason) => namespaceUpdateFailed(deps, uid, reason),
};

export const namespaceAppliers: Readonly<Record<string, Applier>> = {
  CreateNamespace: newNamespace,
  UpdateNamespace: changedNamespace,
  RepairNamespace: changedNamespace,
  RenameCustomSearchAttribute: {
    carryOut: async (context, operation) => {
      const { row, server } = await loadNamespace(context, operation);
      const { existingCustomSearchAttributeName: from, newCustomSearchAttributeName: to } = readRename(operation);
      await restoreApplied(server, row);
      await renameSearchAttribute(server.connection, serverNameOf(row), from, to);
      await namespaceUpdated(context.deps, operation.uid);
    },
    giveUp: ({ deps }, { uid }, reason) => namespaceUpdateFailed(deps, uid, reason),
  },
  DeleteNamespace: {
    carryOut: async (context, operation) => {
      const { row, server } = await loadNamespace(context, operation);
      const found = await findOnServer(server.connection, row);
      if (found.kind !== "foreign") {
        await deleteCopies(context, row);
        const id = found.kind === "ours" ? found.namespace.id : "";
        await deleteNamespace(server.connection, serverNameOf(row), { id });
      }
      await namespaceDeleted(context.deps, operation.uid);
    },
    giveUp: ({ deps }, { uid }, reason) => namespaceDeleteFailed(deps, uid, reason),
  },
};

/** The Namespace and the server that it is active on. @throws RemitError when it no longer waits for the operation */
export async function loadNamespace(
  { deps, servers }: ApplyContext,
  operation: OperationRow,
): Promise<{ row: NamespaceRow; server: Server }> {
  const row = await readNamespaceOf(deps.database.db, operation);
  if (row === undefined) throw superseded("namespace");
  return { row, server: servers.serverOf(row.active_region) };
}

async function register(server: Server, row: NamespaceRow, spec: NamespaceSpec): Promise<void> {
  const { retentionDays, description } = spec;
  const name = serverNameOf(row);
  // Where it can get more regions it is global from the start: workflows of a local one are no part of what is replicated.
  const isGlobal = server.clusterAddress !== null;
  const data = { [uidKey]: row.uid };
  await registerNamespace(server.connection, { name, retentionDays, description, data, isGlobal });
}

async function addAttributes(connection: Connection, row: NamespaceRow, spec: NamespaceSpec): Promise<void> {
  const attributes = namedTypes(spec.searchAttributes);
  if (Object.keys(attributes).length > 0) await addSearchAttributes(connection, serverNameOf(row), attributes);
}

/** A server that has lost the namespace gets it again, as it was; a namesake that is not ours is left alone. */
export async function restoreApplied(server: Server, row: NamespaceRow): Promise<void> {
  const { kind } = await findOnServer(server.connection, row);
  if (kind === "ours") return;
  if (kind === "foreign") throw failedPrecondition("the Temporal server has a namespace of this name that is not ours");
  const applied = fromBinary(NamespaceSpecSchema, row.spec);
  await register(server, row, applied);
  await addAttributes(server.connection, row, applied);
}

/** By what the server has and not by what it was told before: somebody may have changed it there. */
async function changeSettings(connection: Connection, row: NamespaceRow, spec: NamespaceSpec): Promise<void> {
  const name = serverNameOf(row);
  const before = await describeNamespace(connection, name);
  // The server takes no description for "leave it": a blank is the nearest thing to none.
  const description = spec.description === "" && (before?.description ?? "").trim() !== "" ? " " : spec.description;
  await updateNamespace(connection, name, { retentionDays: spec.retentionDays, description });
}

function readRename({ request }: OperationRow): RenameCustomSearchAttributeRequest {
  return fromBinary(RenameCustomSearchAttributeRequestSchema, request ?? new Uint8Array());
}
