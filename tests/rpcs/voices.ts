// The same call over each protocol of the port, as bytes that no client library of ours has made better.
import { type DescMethodUnary, fromJson, fromJsonString, getOption, hasOption, toJson } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { registry } from "@remit/protocol";
import { http } from "@remit/protocol/gen/google/api/annotations_pb.ts";
import { type Json, type JsonObject, toText } from "./step.ts";

/** What came back; `code` by its name, as in Code. */
export type Answer = { readonly response: JsonObject } | { readonly code: string; readonly message: string };

export type Voice = (method: DescMethodUnary, request: JsonObject) => Promise<Answer>;

export interface Place {
  readonly url: string;
  readonly key: string;
  /** Beside the credential. */
  readonly headers?: Readonly<Record<string, string>>;
}

const toRefusal = (error: unknown): Answer => {
  const { code, rawMessage } = ConnectError.from(error);
  return { code: Code[code], message: rawMessage };
};

export function speakGrpc({ url, key, headers }: Place): Voice {
  const transport = createGrpcTransport({ baseUrl: url });
  return async (method, request) => {
    const message = fromJson(method.input, request as never, { registry });
    const header = { authorization: `Bearer ${key}`, ...headers };
    try {
      const answer = await transport.unary(method, undefined, undefined, header, message);
      return { response: toJson(method.output, answer.message, { registry }) as JsonObject };
    } catch (error) {
      return toRefusal(error);
    }
  };
}

export const speakConnect =
  ({ url, key }: Place): Voice =>
  async (method, request) => {
    const answer = await fetch(`${url}/${method.parent.typeName}/${method.name}`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify(request),
    });
    const text = await answer.text();
    if (answer.status === 200) return { response: readResponse(method, text) };
    const { code, message } = JSON.parse(text) as { code: string; message?: string };
    return { code: toCodeName(code), message: message ?? "" };
  };

export const speakRest =
  ({ url, key }: Place): Voice =>
  async (method, request) => {
    const { verb, path, body } = toRoute(method, request);
    const answer = await fetch(url + path, {
      method: verb,
      headers: { authorization: `Bearer ${key}`, ...(body !== null && { "content-type": "application/json" }) },
      body,
    });
    const text = await answer.text();
    if (answer.status === 200) return { response: readResponse(method, text) };
    const { code, message } = JSON.parse(text) as { code: Code; message: string };
    return { code: Code[code], message };
  };

/** Read by the descriptor, so that what only one of the protocols writes out (zero values) makes no difference. */
const readResponse = (method: DescMethodUnary, text: string): JsonObject =>
  toJson(method.output, fromJsonString(method.output, text, { registry }), { registry }) as JsonObject;

/** "invalid_argument" → "InvalidArgument" */
const toCodeName = (code: string): string =>
  code.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The verb and the path of a method's route, as its descriptor has them: "GET /cloud/users/{user_id}". */
export function readRoute(method: DescMethodUnary): { verb: string; template: string; takesBody: boolean } {
  const { pattern, body } = hasOption(method, http)
    ? getOption(method, http)
    : { pattern: { case: undefined }, body: "" };
  if (pattern.case === undefined || pattern.case === "custom") throw new Error(`${method.name} has no REST route`);
  return { verb: pattern.case.toUpperCase(), template: pattern.value, takesBody: body === "*" };
}

function toRoute(method: DescMethodUnary, request: JsonObject): { verb: string; path: string; body: string | null } {
  const { verb, template, takesBody } = readRoute(method);
  const rest = structuredClone(request) as Record<string, Json>;
  const path = template.replace(/\{([\w.]+)\}/g, (_, name: string) => {
    const names = name.split(".").map(toCamelCase);
    const holder = names.slice(0, -1).reduce((inner, key) => inner[key] as Record<string, Json>, rest);
    const last = names.at(-1) ?? "";
    const value = toText(holder[last]);
    if (names.length === 1) delete rest[last];
    return encodeURIComponent(value);
  });
  if (takesBody) return { verb, path, body: JSON.stringify(rest) };
  const query = Object.entries(rest).flatMap(([name, value]) =>
    [value].flat().map((item) => `${name}=${encodeURIComponent(toText(item))}`),
  );
  return { verb, path: query.length === 0 ? path : `${path}?${query.join("&")}`, body: null };
}

const toCamelCase = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
