// Calls about the server as a whole, which SDKs, the CLI and the Web UI make before anything else: answered for whoever
// is signed in. They go on in the gateway's own name, since no level of a Namespace would admit them; the list of
// Namespaces is cut down to what the caller may describe.
import { Code } from "@connectrpc/connect";
import { RemitError } from "../errors.ts";
import { grpcStatus } from "./call.ts";
import { listNamespaces } from "./list-namespaces.ts";
import type { UnaryAnswer } from "./transport/unary.ts";
import { lastBytesField } from "./wire/fields.ts";
import { writeField, writeNumber } from "./wire/write.ts";

export const listNamespacesPath = "/temporal.api.workflowservice.v1.WorkflowService/ListNamespaces";

/** One ListNamespaces of a server, in the gateway's name. */
export type AskForPage = (server: string, request: Uint8Array) => Promise<UnaryAnswer>;

export interface ListOfServers {
  /** Their names, the default one first. */
  readonly servers: readonly string[];
  readonly ask: AskForPage;
  /** Whether the server can be reached, as far as is known. */
  readonly isThere: (server: string) => boolean;
}

/** The caller's ListNamespacesResponse, over all servers one after the other. @throws RemitError */
export function answerListNamespaces(
  { servers, ask, isThere }: ListOfServers,
  message: Buffer,
  mayDescribe: (name: string, server: string) => boolean,
): Promise<Uint8Array> {
  const onlyOne = servers.length === 1;
  let asked = "";
  return listNamespaces({
    message,
    // Of the page that was read last.
    mayDescribe: (name) => mayDescribe(name, asked),
    readPage: async (size, token) => {
      const at = onlyOne ? { index: 0, token } : splitToken(token, servers.length);
      const server = servers[at.index] ?? "";
      asked = server;
      // Those of a server that is away cannot be used either; where none is there, the question fails.
      if (!isThere(server) && servers.some(isThere)) return withServer(new Uint8Array(), at.index, servers.length);
      const page = await requirePage(ask, server, size, at.token);
      return onlyOne ? page : withServer(page, at.index, servers.length);
    },
  });
}

async function requirePage(ask: AskForPage, server: string, size: number, token: Uint8Array): Promise<Uint8Array> {
  const request = Buffer.concat([...writeNumber(1, size), ...writeField(2, token)]);
  const { message, status } = await ask(server, request);
  if (message !== null) return message;
  // A token that the server does not know is the caller's mistake; anything else is nobody's that asks.
  if (status.code === grpcStatus.invalidArgument)
    throw new RemitError(Code.InvalidArgument, "INVALID_FIELD", "next_page_token: is not one that a list has given");
  throw new RemitError(Code.Unavailable, "UNAVAILABLE", "the Temporal server did not list its Namespaces", {
    cause: status,
    retryAfterMs: 1_000,
  });
}

/** With several servers a token begins with the number of the one that it belongs to. @throws RemitError */
function splitToken(token: Uint8Array, servers: number): { index: number; token: Uint8Array } {
  const [index = 0] = token;
  if (index < servers) return { index, token: token.subarray(1) };
  throw new RemitError(Code.InvalidArgument, "INVALID_FIELD", "next_page_token: is not one that a list has given");
}

/** The page with a token that says where to go on; the last server's last page has none. */
function withServer(page: Uint8Array, index: number, servers: number): Uint8Array {
  const token = readToken(Buffer.from(page));
  if (token.length > 0) return Buffer.concat([page, ...writeField(2, Buffer.concat([Buffer.from([index]), token]))]);
  return index + 1 < servers ? Buffer.concat([page, ...writeField(2, Buffer.from([index + 1]))]) : page;
}

/** `ListNamespacesResponse.next_page_token`: the last one counts, so what is appended replaces it. */
const readToken = (page: Buffer): Buffer => lastBytesField(page, 2) ?? Buffer.alloc(0);
