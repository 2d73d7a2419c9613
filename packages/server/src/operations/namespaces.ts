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
import { findOnServer } from "./server-namespaces.ts";

/** A namespace that was accepted: by CreateNamespace, or because somebody approved that it was asked for. */
export const newNamespace: Applier = {
  carryOut: async (context, operation) => {
    const { row, connection } = await load(context, operation);
    const spec = wantedSpec(row);
    await register(connection, row, spec);
    await addAttributes(connection, row, spec);
    await namespaceActivated(context.deps, operation.uid);
  },
  giveUp: ({ deps }, { uid }, reason) => namespaceActivationFailed(deps, uid, reason),
};

/** Brings the server to the wanted spec, whatever it has. */
const changedNamespace: Applier = {
  carryOut: async (context, operation) => {
    const { row, connection } = await load(context, operation);
    const spec = wantedSpec(row);
    await restoreApplied(connection, row);
    // Attributes first: they are what a server refuses, and then nothing has been changed yet.
    await addAttributes(connection, row, spec);
    await changeSettings(connection, row, spec);
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
      const { row, connection } = await load(context, operation);
      const { existingCustomSearchAttributeName: from, newCustomSearchAttributeName: to } = readRename(operation);
      await restoreApplied(connection, row);
      await renameSearchAttribute(connection, serverNameOf(row), from, to);
      await namespaceUpdated(context.deps, operation.uid);
    },
    giveUp: ({ deps }, { uid }, reason) => namespaceUpdateFailed(deps, uid, reason),
  },
  DeleteNamespace: {
    carryOut: async (context, operation) => {
      const { row, connection } = await load(context, operation);
      const found = await findOnServer(connection, row);
      if (found.kind !== "foreign") {
        const id = found.kind === "ours" ? found.namespace.id : "";
        await deleteNamespace(connection, serverNameOf(row), { id });
      }
      await namespaceDeleted(context.deps, operation.uid);
    },
    giveUp: ({ deps }, { uid }, reason) => namespaceDeleteFailed(deps, uid, reason),
  },
};

async function load(
  { deps, servers }: ApplyContext,
  operation: OperationRow,
): Promise<{ row: NamespaceRow; connection: Connection }> {
  const row = await readNamespaceOf(deps.database.db, operation);
  if (row === undefined) throw superseded("namespace");
  return { row, connection: servers.ofRegion(row.active_region) };
}

async function register(connection: Connection, row: NamespaceRow, spec: NamespaceSpec): Promise<void> {
  const { retentionDays, description } = spec;
  const name = serverNameOf(row);
  await registerNamespace(connection, { name, retentionDays, description, data: { [uidKey]: row.uid } });
}

async function addAttributes(connection: Connection, row: NamespaceRow, spec: NamespaceSpec): Promise<void> {
  const attributes = namedTypes(spec.searchAttributes);
  if (Object.keys(attributes).length > 0) await addSearchAttributes(connection, serverNameOf(row), attributes);
}

/** A server that has lost the namespace gets it again, as it was; a namesake that is not ours is left alone. */
async function restoreApplied(connection: Connection, row: NamespaceRow): Promise<void> {
  const { kind } = await findOnServer(connection, row);
  if (kind === "ours") return;
  if (kind === "foreign") throw failedPrecondition("the Temporal server has a namespace of this name that is not ours");
  const applied = fromBinary(NamespaceSpecSchema, row.spec);
  await register(connection, row, applied);
  await addAttributes(connection, row, applied);
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
