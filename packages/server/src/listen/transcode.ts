// An HTTP request's parts → the RPC's request message.
import {
  create,
  type DescMessage,
  fromJsonString,
  type JsonValue,
  type Message,
  type Registry,
} from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import { invalidField, RemitError } from "../errors.ts";
import { resolveField, setField } from "./fields.ts";
import { isDeeperThan } from "./json-depth.ts";
import { findMisfit, reasonOf } from "./misfit.ts";
import type { Route } from "./routes.ts";

/** Deeper than any message; recursion over what is accepted stays far from the end of the stack. */
const maxJsonDepth = 64;

/** Looking for the value that does not fit decodes the body again, level by level: not for the largest. */
const maxLocatedLength = 64 * 1024;

export interface RequestParts {
  /** Still percent-encoded. */
  readonly variables: readonly (readonly [string, string])[];
  /** What follows "?", without it. */
  readonly query: string;
  /** "" for a route that takes none. */
  readonly body: string;
}

/**
 * Throws InvalidArgument that names what is wrong. Path variables are set last, on the decoded message, so that the
 * path wins over every spelling of the same field in the body: authorization reads its target from this message,
 * and what it reads must be what the URL says, which is also what proxies and access logs saw.
 */
export function decodeRequest(route: Route, parts: RequestParts, registry: Registry): Message {
  const { input } = route.method;
  const message = route.takesBody ? parseBody(input, parts.body, registry) : create(input);
  const query = groupQuery(parts.query, input);
  for (const [name, values] of query) {
    if (route.takesBody) throw invalidField(name, "this route takes its fields from the body, not from the query");
    setField(message, input, name, values, registry);
  }
  for (const [name, value] of parts.variables) {
    setField(message, input, name, [decodePercent(value, "path")], registry);
  }
  return message;
}

function parseBody(input: DescMessage, body: string, registry: Registry): Message {
  if (body === "") return create(input);
  if (isDeeperThan(body, maxJsonDepth)) throw refuseBody(`nested deeper than ${maxJsonDepth} levels`);
  try {
    return fromJsonString(input, body, { registry });
  } catch (error) {
    const misfit = body.length > maxLocatedLength ? undefined : findMisfit(input, tryParse(body), registry);
    if (misfit === undefined || misfit.path === "") throw refuseBody(explain(error));
    throw invalidField(misfit.path, misfit.reason);
  }
}

/** Keeps the field's name, which the reason alone lacks, when nobody looked for its path. */
function explain(error: unknown): string {
  const field = /^cannot decode field (\S+)/
    .exec(error instanceof Error ? error.message : "")?.[1]
    ?.split(".")
    .at(-1);
  return field === undefined ? reasonOf(error) : `${field}: ${reasonOf(error)}`;
}

const refuseBody = (what: string): RemitError => new RemitError(Code.InvalidArgument, "INVALID_FIELD", `body: ${what}`);

/** The body as JSON; null, which no request is, for text that is none. */
function tryParse(body: string): JsonValue {
  try {
    return JSON.parse(body) as JsonValue;
  } catch {
    return null;
  }
}

/** Values by field, under the name of the .proto however each was spelled; unknown names stay as they are. */
function groupQuery(query: string, input: DescMessage): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const pair of query.split("&")) {
    if (pair === "") continue;
    const [name = "", ...value] = pair.split("=");
    const given = decodeForm(name);
    const fields = resolveField(input, given);
    const key = fields === undefined ? given : fields.map((field) => field.name).join(".");
    groups.set(key, [...(groups.get(key) ?? []), decodeForm(value.join("="))]);
  }
  return groups;
}

const decodeForm = (text: string): string => decodePercent(text.replaceAll("+", " "), "query");

function decodePercent(text: string, where: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new RemitError(Code.InvalidArgument, "INVALID_FIELD", `${where}: malformed percent-encoding`);
  }
}
