// Custom search attributes. A server with SQL visibility keeps them in columns that exist from the start (Keyword01,
// Int02, …) and gives each Namespace aliases for the columns it uses. Adding an attribute takes a free column; renaming
// gives the same column, with the data in it, another alias. Elasticsearch has fields instead of aliased columns: there
// attributes cannot be renamed, and room is not counted.
import type { Connection } from "@temporalio/client";
import { failedPrecondition, notFound, quote } from "../errors.ts";
import { callServer } from "./call-server.ts";
import { waitUntilSearchable } from "./namespace-cache.ts";

/** Each type with its number in `temporal.api.enums.v1.IndexedValueType`. */
const typeNumbers = { Text: 1, Keyword: 2, Int: 3, Double: 4, Bool: 5, Datetime: 6, KeywordList: 7 } as const;

export type SearchAttributeType = keyof typeof typeNumbers;
/** Attribute name to type. */
export type SearchAttributes = Readonly<Record<string, SearchAttributeType>>;

export const searchAttributeTypes = Object.keys(typeNumbers) as readonly SearchAttributeType[];

/** The custom attributes only; every Namespace has the server's own besides. */
export async function listSearchAttributes(connection: Connection, namespace: string): Promise<SearchAttributes> {
  const { customAttributes } = await callServer(connection, `list search attributes of ${namespace}`, () =>
    connection.operatorService.listSearchAttributes({ namespace }),
  );
  const found: Record<string, SearchAttributeType> = {};
  for (const [name, number] of Object.entries(customAttributes ?? {})) {
    const type = searchAttributeTypes.find((candidate) => typeNumbers[candidate] === number);
    if (type) found[name] = type;
  }
  return found;
}

/**
 * Adds the attributes that are missing and waits until they can be used.
 * @throws RemitError FailedPrecondition: one exists with another type (the server itself would silently keep the old
 *   type), a name is reserved, or there is no room left.
 */
export async function addSearchAttributes(
  connection: Connection,
  namespace: string,
  wanted: SearchAttributes,
): Promise<void> {
  const present = await listSearchAttributes(connection, namespace);
  const missing = Object.entries(wanted).filter(([name, type]) => {
    const existing = present[name];
    if (existing !== undefined && existing !== type) {
      throw failedPrecondition(`search attribute ${quote(name)} is ${existing} and cannot become ${type}`);
    }
    return existing === undefined;
  });
  if (missing.length > 0) {
    const searchAttributes = Object.fromEntries(missing.map(([name, type]) => [name, typeNumbers[type]]));
    await callServer(connection, `add search attributes to ${namespace}`, () =>
      connection.operatorService.addSearchAttributes({ namespace, searchAttributes }),
    );
  }
  for (const name of Object.keys(wanted)) await waitUntilSearchable(connection, namespace, name);
}

/** Key in the Namespace's data that remembers a rename between its two steps, as `column old-name`. */
const renameKey = "remit.search-attribute-rename";

/**
 * Gives the attribute another name; its type and what was recorded under the old name stay. Done already counts as done.
 *
 * The server refuses another alias for a column that has one ("already allocated"), so the old alias must go first, in
 * an update of its own. That update also notes the column in the Namespace's data: should we die in between, a repeated
 * call finds it there instead of losing the data behind it.
 * @throws RemitError NotFound: there is no such attribute; FailedPrecondition: the new name is taken, or the server's
 *   visibility store has no aliases.
 */
export async function renameSearchAttribute(
  connection: Connection,
  namespace: string,
  from: string,
  to: string,
): Promise<void> {
  const { aliases, unfinished } = await readAliases(connection, namespace);
  const column = columnOf(aliases, from) ?? (unfinished?.from === from ? unfinished.column : undefined);
  const taken = columnOf(aliases, to);
  if (column === undefined && taken === undefined) await refuseRename(connection, namespace, from);
  if (column !== undefined && taken !== undefined) {
    throw failedPrecondition(`search attribute ${quote(to)} already exists`);
  }
  if (column !== undefined) {
    if (aliases[column] === from) await setAlias(connection, namespace, column, "", `${column} ${from}`);
    await setAlias(connection, namespace, column, to, "");
  }
  await waitUntilSearchable(connection, namespace, to);
}

async function readAliases(connection: Connection, namespace: string) {
  const { namespaceInfo, config } = await callServer(connection, `describe Namespace ${namespace}`, () =>
    connection.workflowService.describeNamespace({ namespace }),
  );
  const note = /^(\S+) (.+)$/.exec(namespaceInfo?.data?.[renameKey] ?? "");
  return {
    /** column to attribute name */
    aliases: config?.customSearchAttributeAliases ?? {},
    unfinished: note?.[1] && note[2] ? { column: note[1], from: note[2] } : undefined,
  };
}

function columnOf(aliases: Record<string, string>, attribute: string): string | undefined {
  return Object.keys(aliases).find((column) => aliases[column] === attribute);
}

async function setAlias(connection: Connection, namespace: string, column: string, alias: string, note: string) {
  await callServer(connection, `rename a search attribute of ${namespace}`, () =>
    connection.workflowService.updateNamespace({
      namespace,
      config: { customSearchAttributeAliases: { [column]: alias } },
      updateInfo: { data: { [renameKey]: note } },
    }),
  );
}

async function refuseRename(connection: Connection, namespace: string, from: string): Promise<never> {
  const present = await listSearchAttributes(connection, namespace);
  if (!(from in present)) throw notFound("search attribute", from);
  throw failedPrecondition("this server's visibility store cannot rename search attributes");
}
