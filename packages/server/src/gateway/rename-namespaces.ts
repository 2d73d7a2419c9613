// An adopted Namespace has two names: its id, which Temporal's server does not know, and its name there. A request that
// says the id is rewritten, every place that names a Namespace alike, before anything is decided: from there on the
// gateway knows one name of each Namespace, the server's, and the server reads what was decided about.
import type { PolicyView } from "../authorize/view.ts";
import { readRequest } from "./decide.ts";
import type { Route } from "./route.ts";
import type { Request } from "./scan.ts";
import type { Shape } from "./shapes.ts";
import { readLength, readTag, readText, skipField, startAt } from "./wire/cursor.ts";
import { writeField } from "./wire/write.ts";

export interface ReadCall {
  readonly message: Buffer;
  readonly request: Request;
  /** Name on the server → what the caller called it, where that is another one. */
  readonly called: ReadonlyMap<string, string>;
}

const asCalled: ReadonlyMap<string, string> = new Map();

/** The request in the server's names. @throws RemitError as `readRequest` */
export function readInServerNames(view: PolicyView, route: Route, sent: Buffer): ReadCall {
  const request = readRequest(route, sent);
  const names = findAdopted(view, request);
  if (names === null || route.shape === null) return { message: sent, request, called: asCalled };
  const message = renameNamespaces(sent, route.shape, names);
  return {
    message,
    request: readRequest(route, message),
    called: new Map([...names].map(([id, serverName]) => [serverName, id])),
  };
}

/** Id → name on the server, of those that the request calls by their id; null: none. */
function findAdopted({ namespacesById }: PolicyView, request: Request): Map<string, string> | null {
  let found: Map<string, string> | null = null;
  const look = (id: string): void => {
    const serverName = namespacesById.get(id)?.serverName;
    if (serverName === undefined || serverName === id) return;
    found ??= new Map();
    found.set(id, serverName);
  };
  look(request.namespace);
  for (const inner of request.inner) look(inner);
  for (const { namespace } of request.needs) if (namespace !== null) look(namespace);
  return found;
}

/** The same message with these names of Namespaces replaced, wherever the shape says that one stands; else byte for byte. */
export function renameNamespaces(message: Buffer, shape: Shape, names: ReadonlyMap<string, string>): Buffer {
  const parts: Uint8Array[] = [];
  const cursor = startAt(message);
  let copied = 0;
  while (cursor.at < cursor.end) {
    const start = cursor.at;
    const tag = readTag(cursor);
    const field = shape.fields[tag >>> 3];
    if (field === undefined || (tag & 7) !== 2) {
      skipField(cursor, tag & 7);
      continue;
    }
    const end = readLength(cursor);
    const value = message.subarray(cursor.at, end);
    cursor.at = end;
    const renamed = renameIn(field, value, names);
    if (renamed === value) continue;
    parts.push(message.subarray(copied, start), ...writeField(tag >>> 3, renamed));
    copied = end;
  }
  return copied === 0 ? message : Buffer.concat([...parts, message.subarray(copied)]);
}

function renameIn(
  field: NonNullable<Shape["fields"][number]>,
  value: Buffer,
  names: ReadonlyMap<string, string>,
): Buffer {
  if (field.kind === "message") return field.shape === null ? value : renameNamespaces(value, field.shape, names);
  if (field.kind !== "text" || (field.rule.is !== "namespace" && field.rule.is !== "target")) return value;
  const name = names.get(readText(value, 0, value.length));
  return name === undefined ? value : Buffer.from(name, "utf8");
}
