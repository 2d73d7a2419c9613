import { setTimeout as sleep } from "node:timers/promises";
import { Code } from "@connectrpc/connect";
import type { Connection } from "@temporalio/client";
import { msToTs } from "@temporalio/common/lib/time.js";
import { alreadyExists, unavailable } from "../errors.ts";
import { callServer, hasCode } from "./call-server.ts";
import { waitUntilForgotten, waitUntilUsable } from "./namespace-cache.ts";

const dayMs = 86_400_000;
/** How long a deletion may wait for those of other Namespaces before its operation tries again. */
const deletionLimitMs = 20_000;
const deletionPauseMs = 25;

/** What a Temporal server knows of a Namespace, as far as Remit manages it. */
export interface TemporalNamespace {
  readonly name: string;
  /** The server's uuid of this incarnation: a Namespace that is deleted and re-created gets another. */
  readonly id: string;
  readonly description: string;
  readonly retentionDays: number;
  readonly data: Readonly<Record<string, string>>;
}

export interface NamespaceRegistration {
  readonly name: string;
  readonly retentionDays: number;
  readonly description?: string;
  /** Small texts that stay with the Namespace. They also tell on a retry whether an existing one is ours. */
  readonly data?: Readonly<Record<string, string>>;
  /** Whether it can be on several clusters; the server must have global Namespaces on. */
  readonly isGlobal?: boolean;
}

/** What to change; a field that is absent stays. */
export interface NamespaceChange {
  readonly retentionDays?: number;
  /** The server takes an empty description for "leave it", so this cannot clear one. */
  readonly description?: string;
  /** Merged into what is there; the server keeps keys for ever, an empty value is the nearest thing to removal. */
  readonly data?: Readonly<Record<string, string>>;
}

/**
 * Registers the Namespace and waits until it can be used. One that exists already is taken for the result of an
 * earlier attempt if it carries the same `data`, and is brought to the wanted retention and description.
 * @throws RemitError AlreadyExists: the name is taken by a Namespace with other `data`.
 */
export async function registerNamespace(
  connection: Connection,
  wanted: NamespaceRegistration,
): Promise<TemporalNamespace> {
  const { name, retentionDays, description = "", data = {}, isGlobal = false } = wanted;
  try {
    await callServer(connection, `register Namespace ${name}`, () =>
      connection.workflowService.registerNamespace({
        namespace: name,
        workflowExecutionRetentionPeriod: toDuration(retentionDays),
        description,
        data: { ...data },
        isGlobalNamespace: isGlobal,
      }),
    );
  } catch (error) {
    if (!hasCode(error, Code.AlreadyExists)) throw error;
    await adoptEarlierAttempt(connection, wanted);
  }
  await waitUntilUsable(connection, name);
  return requireNamespace(connection, name);
}

async function adoptEarlierAttempt(connection: Connection, wanted: NamespaceRegistration): Promise<void> {
  const { name, data = {}, isGlobal: _, ...change } = wanted;
  const found = await requireNamespace(connection, name);
  if (Object.entries(data).some(([key, value]) => found.data[key] !== value)) throw alreadyExists("Namespace", name);
  await updateNamespace(connection, name, change);
}

/** Null when there is no such Namespace. */
export async function describeNamespace(connection: Connection, name: string): Promise<TemporalNamespace | null> {
  try {
    return await requireNamespace(connection, name);
  } catch (error) {
    if (hasCode(error, Code.NotFound)) return null;
    throw error;
  }
}

async function requireNamespace(connection: Connection, name: string): Promise<TemporalNamespace> {
  const described = await callServer(connection, `describe Namespace ${name}`, () =>
    connection.workflowService.describeNamespace({ namespace: name }),
  );
  return toTemporalNamespace(described, name);
}

/** The server's answer about one Namespace. */
export type DescribedNamespace = Awaited<
  ReturnType<Connection["workflowService"]["listNamespaces"]>
>["namespaces"][number];

/** @param name that was asked for */
export function toTemporalNamespace({ namespaceInfo, config }: DescribedNamespace, name: string): TemporalNamespace {
  return {
    name: namespaceInfo?.name ?? name,
    id: namespaceInfo?.id ?? "",
    description: namespaceInfo?.description ?? "",
    retentionDays: (Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) * 1_000) / dayMs,
    data: namespaceInfo?.data ?? {},
  };
}

/** @throws RemitError NotFound: there is no such Namespace. */
export async function updateNamespace(connection: Connection, name: string, change: NamespaceChange): Promise<void> {
  const { retentionDays, description = "", data = {} } = change;
  await callServer(connection, `update Namespace ${name}`, () =>
    connection.workflowService.updateNamespace({
      namespace: name,
      config: retentionDays === undefined ? null : { workflowExecutionRetentionTtl: toDuration(retentionDays) },
      updateInfo: { description, data: { ...data } },
    }),
  );
}

/**
 * Deletes the Namespace and waits until its name can be registered again. One that is gone already counts as deleted.
 * The server renames it at once (60 ms on a development server) and removes the workflows and the record in the
 * background (some seconds more). A Nexus endpoint that targets the Namespace makes it refuse (FailedPrecondition).
 */
export async function deleteNamespace(
  connection: Connection,
  name: string,
  options: {
    /** The incarnation to delete: one that was registered later under the same name is left alone. */
    readonly id?: string;
    /** For servers with several frontends: how long the caches of those that were not asked may lag behind. */
    readonly settleMs?: number;
  } = {},
): Promise<void> {
  const { id, settleMs = 0 } = options;
  const found = await describeNamespace(connection, name);
  if (found && id !== undefined && found.id !== id) return;
  if (found) await deleteIncarnation(connection, found);
  await waitUntilForgotten(connection, name);
  if (found) await sleep(settleMs);
}

/**
 * Asks until the incarnation is gone. The server carries out a deletion by id in a workflow whose own id does not name
 * the Namespace (server 1.32.0), so a call that comes during the deletion of another Namespace waits for that one, is
 * told that all went well, and has deleted nothing. Deletion by name would reach whichever incarnation holds the name.
 */
async function deleteIncarnation(connection: Connection, { name, id }: TemporalNamespace): Promise<void> {
  const end = Date.now() + deletionLimitMs;
  for (;;) {
    const refusal = await askForDeletion(connection, name, id);
    // What is left tells more than the answer: of two deletions at once the later is told "not found" as InvalidArgument.
    if ((await describeNamespace(connection, name))?.id !== id) return;
    if (refusal !== null) throw refusal;
    if (Date.now() >= end) throw unavailable(`Namespace ${name} waits for other deletions`);
    await sleep(deletionPauseMs);
  }
}

/** The server's refusal, or null when it says that it was done. */
async function askForDeletion(connection: Connection, name: string, namespaceId: string): Promise<Error | null> {
  try {
    await callServer(connection, `delete Namespace ${name}`, () =>
      connection.operatorService.deleteNamespace({ namespaceId }),
    );
    return null;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return error;
  }
}

function toDuration(days: number) {
  return msToTs(days * dayMs);
}
