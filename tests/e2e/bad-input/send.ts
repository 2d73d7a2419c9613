// Sends exactly these bytes over each protocol and says what came back, without a client library that could object.
import { type ClientHttp2Session, connect } from "node:http2";
import { type DescMethod, getOption, hasOption } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import { http } from "@remit/protocol/gen/google/api/annotations_pb.ts";
import { methods } from "../../../packages/server/src/authorize/methods.ts";

export interface Answer {
  /** Null when the call was accepted; otherwise the canonical code. */
  readonly code: Code | null;
  /** Everything that the caller can read: status, headers and body. */
  readonly text: string;
}

const pathOf = (method: DescMethod): string => `/${method.parent.typeName}/${method.name}`;

export class Sender implements AsyncDisposable {
  readonly #url: string;
  readonly #key: string;
  #session: ClientHttp2Session | undefined;

  constructor(url: string, key: string) {
    this.#url = url;
    this.#key = key;
  }

  async grpc(method: DescMethod, bytes: Uint8Array): Promise<Answer> {
    const frame = Buffer.alloc(5);
    frame.writeUInt32BE(bytes.length, 1);
    const stream = this.#connected().request({
      ":method": "POST",
      ":path": pathOf(method),
      "content-type": "application/grpc+proto",
      te: "trailers",
      ...this.#credentials(method),
    });
    const headers: Record<string, unknown> = {};
    let broken = "";
    stream.on("response", (answer) => Object.assign(headers, answer));
    stream.on("trailers", (answer) => Object.assign(headers, answer));
    stream.on("error", (error) => (broken = error.message));
    stream.resume();
    stream.end(Buffer.concat([frame, bytes]));
    await new Promise<void>((resolve) => stream.once("close", resolve));
    const status = headers["grpc-status"];
    if (status === undefined)
      return { code: Code.Unknown, text: `no grpc-status: ${broken} ${JSON.stringify(headers)}` };
    return {
      code: status === "0" ? null : (Number(status) as Code),
      text: decodeURIComponent(JSON.stringify(headers).replace(/%(?![0-9A-F]{2})/g, "%25")),
    };
  }

  async connect(method: DescMethod, json: string): Promise<Answer> {
    const answer = await this.#fetch(method, { path: pathOf(method), verb: "POST", body: json });
    if (answer.status === 200) return { code: null, text: "" };
    return { code: codeByName(readField(answer.text, "code")), text: `${answer.status} ${answer.text}` };
  }

  /** Null when the RPC has no route, or the request cannot be said in a URL. */
  async rest(method: DescMethod, json: string): Promise<Answer | null> {
    const target = toUrl(method, json);
    if (target === null) return null;
    const answer = await this.#fetch(method, target);
    if (answer.status === 200) return { code: null, text: "" };
    return { code: Number(readField(answer.text, "code") ?? Code.Unknown), text: `${answer.status} ${answer.text}` };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#session?.destroy();
  }

  #connected(): ClientHttp2Session {
    if (this.#session === undefined || this.#session.closed || this.#session.destroyed) {
      this.#session = connect(this.#url);
      this.#session.on("error", () => {});
    }
    return this.#session;
  }

  /** What only the console may call is called as its page does. */
  #credentials(method: DescMethod): Record<string, string> {
    const row = methods.get(pathOf(method).slice(1));
    if (row?.consoleOnly) return { "x-remit-console": "1", "sec-fetch-site": "same-origin" };
    return { authorization: `Bearer ${this.#key}` };
  }

  async #fetch(method: DescMethod, { path, verb, body }: Target): Promise<{ status: number; text: string }> {
    const headers = { ...this.#credentials(method), ...(body !== null && { "content-type": "application/json" }) };
    const answer = await fetch(this.#url + path, { method: verb, headers, body });
    return { status: answer.status, text: await answer.text() };
  }
}

function readField(text: string, name: string): unknown {
  try {
    return (JSON.parse(text) as Record<string, unknown>)[name];
  } catch {
    return undefined;
  }
}

function codeByName(name: unknown): Code {
  const spelt = String(name).replace(/(^|_)([a-z])/g, (_, _gap, letter: string) => letter.toUpperCase());
  return Code[spelt as keyof typeof Code] ?? Code.Unknown;
}

interface Target {
  readonly verb: string;
  readonly path: string;
  readonly body: string | null;
}

function toUrl(method: DescMethod, json: string): Target | null {
  if (!hasOption(method, http)) return null;
  const { pattern, body } = getOption(method, http);
  if (pattern.case === undefined || pattern.case === "custom") return null;
  const verb = pattern.case.toUpperCase();
  let request: Record<string, unknown>;
  try {
    request = Object(JSON.parse(json)) as Record<string, unknown>;
    const path = pattern.value.replace(/\{(\w+)\}/g, (_, name: string) => {
      const key = method.input.fields.find((field) => field.name === name)?.jsonName ?? name;
      const value = request[key];
      delete request[key];
      return encodeURIComponent(typeof value === "string" && value !== "" ? value : JSON.stringify(value ?? "none"));
    });
    // The server's bound on headers would refuse it first.
    if (path.length > 6_000) return null;
    if (body === "*") return { verb, path, body: isWhole(pattern.value, json, request) };
    const query = toQuery(request);
    return query.length > 6_000 ? null : { verb, path: query === "" ? path : `${path}?${query}`, body: null };
  } catch {
    return body === "*" && !pattern.value.includes("{") ? { verb, path: pattern.value, body: json } : null;
  }
}

/** Without fields in the path the text itself is sent: written anew it would lose what is wrong with it. */
const isWhole = (template: string, json: string, rest: Record<string, unknown>): string =>
  template.includes("{") ? JSON.stringify(rest) : json;

function toQuery(value: Record<string, unknown>, prefix = ""): string {
  return Object.entries(value)
    .map(([name, inner]) => {
      if (typeof inner === "object" && inner !== null && !Array.isArray(inner))
        return toQuery(inner as Record<string, unknown>, `${prefix}${name}.`);
      const items = Array.isArray(inner) ? inner : [inner];
      return items.map((item) => `${encodeURIComponent(prefix + name)}=${encodeURIComponent(String(item))}`).join("&");
    })
    .filter((part) => part !== "")
    .join("&");
}
