// Which Namespace has an id on its Temporal server. Task tokens and some requests name a Namespace by that alone, and a
// server may be told not to compare it with the name beside it; so the gateway learns each id it meets, once.
import { type RemitError, unavailable } from "../errors.ts";
import { grpcStatus } from "./call.ts";
import { isNamespaceId } from "./namespace-id.ts";
import type { UnaryAnswer } from "./transport/unary.ts";
import { readText } from "./wire/cursor.ts";
import { lastBytesField } from "./wire/fields.ts";
import { writeField } from "./wire/write.ts";

/** Asks one server for DescribeNamespace, in the gateway's own name. */
export type DescribeNamespace = (server: string, request: Uint8Array) => Promise<UnaryAnswer>;

interface NamespaceIdsOptions {
  readonly servers: readonly string[];
  readonly describe: DescribeNamespace;
}

/** Questions under way at once: ids that nobody has cost a call each. */
const maxAsking = 100;
const notFound = 5;
/** `DescribeNamespaceRequest.id`, `DescribeNamespaceResponse.namespace_info`, `NamespaceInfo.name` and `.id`. */
const requestIdField = 2;
const infoField = 1;
const nameField = 1;

export class NamespaceIds {
  readonly #options: NamespaceIdsOptions;
  /** An id is never given twice, so what was learned stays true. */
  readonly #names = new Map<string, string>();
  readonly #asking = new Map<string, Promise<string | undefined>>();

  constructor(options: NamespaceIdsOptions) {
    this.#options = options;
  }

  /** Undefined where it was not met yet. */
  nameOf(id: string): string | undefined {
    return this.#names.get(id);
  }

  /** Undefined where no server has it. @throws RemitError UNAVAILABLE when one that may have it cannot be asked */
  find(id: string): Promise<string | undefined> {
    // A server with an SQL store fails at what is no UUID, as if it were away; and a UUID in another form would be one
    // more name of the same Namespace.
    if (!isNamespaceId(id)) return Promise.resolve(undefined);
    const asking = this.#asking.get(id);
    if (asking !== undefined) return asking;
    if (this.#asking.size >= maxAsking) throw unavailable("too many Namespaces are asked for by id at the moment");
    const found = this.#ask(id).finally(() => this.#asking.delete(id));
    this.#asking.set(id, found);
    return found;
  }

  async #ask(id: string): Promise<string | undefined> {
    const known = this.#names.get(id);
    if (known !== undefined) return known;
    const { servers, describe } = this.#options;
    let away: RemitError | null = null;
    for (const server of servers) {
      const { message, status } = await describe(server, encodeRequest(id));
      if (message !== null) {
        const name = readName(message);
        this.#names.set(id, name);
        return name;
      }
      if (status.code !== notFound && status.code !== grpcStatus.invalidArgument)
        away = unavailable(`the Temporal server ${server} did not say which Namespace has this id`, status);
    }
    if (away !== null) throw away;
    return undefined;
  }
}

function encodeRequest(id: string): Uint8Array {
  return Buffer.concat(writeField(requestIdField, Buffer.from(id, "utf8")));
}

function readName(message: Buffer): string {
  const info = lastBytesField(message, infoField);
  const name = info === null ? null : lastBytesField(info, nameField);
  if (name === null) throw unavailable("the Temporal server's answer names no Namespace");
  return readText(name, 0, name.length);
}
