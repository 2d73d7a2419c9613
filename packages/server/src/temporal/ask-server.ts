// Questions whose answer is a gain and not a need: a server that does not know the call, or refuses it, leaves the
// answer open. One that does not answer at all is said, so that nobody goes on asking it.
import { Code } from "@connectrpc/connect";
import { type Connection, isGrpcServiceError } from "@temporalio/client";
import { unavailable } from "../errors.ts";

const callMs = 5_000;

/** Asks one server about one thing, until `end` (Unix milliseconds) at the latest. */
export class Asker {
  readonly connection: Connection;
  readonly #end: number;

  constructor(connection: Connection, end: number) {
    this.connection = connection;
    this.#end = end;
  }

  /** Undefined: not known, for whatever reason. @throws RemitError UNAVAILABLE when nobody is there to ask */
  async ask<T>(call: () => Promise<T>): Promise<T | undefined> {
    const now = Date.now();
    if (now >= this.#end) return undefined;
    try {
      return await this.connection.withDeadline(Math.min(this.#end, now + callMs), call);
    } catch (error) {
      if (!isGrpcServiceError(error)) throw error;
      if (Number(error.code) === Code.Unavailable) throw unavailable("the Temporal server does not answer", error);
      return undefined;
    }
  }

  /** Up to `pages` pages; undefined when one of them is not known, and `whole` false when there are more. */
  async askPages<Page extends { nextPageToken?: Uint8Array | null }, Item>(
    pages: number,
    read: (nextPageToken: Uint8Array) => Promise<Page>,
    itemsOf: (page: Page) => readonly Item[] | null | undefined,
  ): Promise<Listed<Item> | undefined> {
    const items: Item[] = [];
    let token: Uint8Array = new Uint8Array();
    for (let count = 0; count < pages; count += 1) {
      const page = await this.ask(() => read(token));
      if (page === undefined) return undefined;
      items.push(...(itemsOf(page) ?? []));
      token = page.nextPageToken ?? new Uint8Array();
      if (token.length === 0) return { items, whole: true };
    }
    return { items, whole: false };
  }
}

export interface Listed<Item> {
  readonly items: readonly Item[];
  /** Whether that is all there are. */
  readonly whole: boolean;
}

/** So many calls at once on one server. */
const parallel = 6;

export async function mapInTurns<In, Out>(items: readonly In[], work: (item: In) => Promise<Out>): Promise<Out[]> {
  const results: Out[] = [];
  for (let from = 0; from < items.length; from += parallel) {
    results.push(...(await Promise.all(items.slice(from, from + parallel).map(work))));
  }
  return results;
}
