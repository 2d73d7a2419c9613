// What a question names outright: operations, RPCs, go-links and Namespaces, as people copy them from an error, a
// console or a chat. The rest is words.
import { isOperation, permissions } from "@remit/policy";
import { isWithinOneEdit, maxQueryLength, type Word, wordsOf } from "./words.ts";

/** What can be named, and by what. */
export interface Names {
  /** Namespaces by uid and id (name.account): those that whoever asks may see. */
  readonly namespaces: readonly { readonly uid: string; readonly id: string }[];
  /** Short name of an RPC, as "UpdateNamespace" → the operations that it asks for. */
  readonly rpcs: ReadonlyMap<string, readonly string[]>;
}

export interface Mentions {
  readonly operations: readonly string[];
  /** Operation → the RPC that was named instead, by its short name. */
  readonly rpcs: ReadonlyMap<string, string>;
  /** Names of go-links, known or not. */
  readonly goLinks: readonly string[];
  /** Uids. */
  readonly namespaces: readonly string[];
  /** The question without them. */
  readonly rest: string;
}

/** Short names are one letter from too many others. */
const shortestTypo = 6;

/**
 * Prepares the names. `isKnownWord` says whether a word is one of the matrix's own: such a word is a Namespace only
 * where it is written with its account, or stands beside the word "namespace".
 */
export function createMentionReader(names: Names, isKnownWord: (word: Word) => boolean): (query: string) => Mentions {
  const rpcs = new Map([...names.rpcs.keys()].map((rpc) => [rpc.toLowerCase(), rpc]));
  const operations = new Map(permissions.map(({ operation }) => [operation.toLowerCase(), operation as string]));
  const namespacesById = new Map(names.namespaces.map(({ uid, id }) => [id.toLowerCase(), uid]));
  const namespacesByName = new Map(names.namespaces.map(({ uid, id }) => [plainName(id), uid]));
  const isAmbiguous = (name: string): boolean => wordsOf(name).every(isKnownWord);

  return (query) => {
    const found = { operations: new Set<string>(), rpcs: new Set<string>(), goLinks: new Set<string>() };
    const namespaces = new Set<string>();
    const parts = query.slice(0, maxQueryLength).split(/([\s"'`,;()[\]{}<>=?!]+)/);
    const tokens = parts.filter((_, at) => at % 2 === 0);
    const rest = tokens.filter((token, at) => {
      const text = token.replace(/^[.:#]+|[.:]+$/g, "");
      const goLink = /(?:^|\/)go\/([a-z0-9-]+)$/i.exec(text)?.[1];
      if (goLink !== undefined) return !found.goLinks.add(goLink.toLowerCase());
      const operation = findOperation(operations, text);
      if (operation !== undefined) return !found.operations.add(operation);
      // A name of that form which is none says nothing: its words would match almost any row.
      if (/^(?:cloud|temporal|remit)(?:\.\w+){2,}$/.test(text)) return false;
      const rpc = findNear(rpcs, (text.split(/[/.]/).at(-1) ?? "").toLowerCase(), isRpcLike(text));
      if (rpc !== undefined) return !found.rpcs.add(rpc);
      const beside = [tokens[at - 1], tokens[at + 1]].some((other) => /^namespace:?$/i.test(other ?? ""));
      const namespace = findNamespace(text.toLowerCase(), beside);
      return namespace === undefined || !namespaces.add(namespace);
    });
    const viaRpcs = [...found.rpcs].flatMap((rpc) => (names.rpcs.get(rpc) ?? []).map((name) => [name, rpc] as const));
    const rpcOf = viaRpcs.filter(([operation]) => !found.operations.has(operation));
    return {
      operations: [...new Set([...found.operations, ...rpcOf.map(([operation]) => operation)])],
      rpcs: new Map(rpcOf),
      goLinks: [...found.goLinks],
      namespaces: [...namespaces],
      rest: rest.join(" "),
    };
  };

  function findNamespace(text: string, beside: boolean): string | undefined {
    // Errors write "namespaces/orders.abc123".
    const name = text.split("/").at(-1) ?? "";
    const whole = namespacesById.get(name);
    if (whole !== undefined) return whole;
    if (name === "" || (!beside && isAmbiguous(name))) return undefined;
    return findNear(namespacesByName, name, beside || name.includes("-") || !isAmbiguous(name));
  }
}

const plainName = (id: string): string => (id.split(".")[0] ?? "").toLowerCase();

/** "UpdateNamespace": two capitals at least, so that no plain word is taken for a misspelt RPC. */
const isRpcLike = (text: string): boolean => /[A-Z].*[a-z].*[A-Z]/.test(text);

function findOperation(operations: ReadonlyMap<string, string>, text: string): string | undefined {
  if (isOperation(text)) return text;
  return /^\w+(?:\.\w+){2,}$/.test(text) ? findNear(operations, text.toLowerCase(), true) : undefined;
}

/** The thing of that name; else, where typos are allowed, the only one that is one letter from it. */
function findNear(things: ReadonlyMap<string, string>, name: string, typos: boolean): string | undefined {
  const exact = things.get(name);
  if (exact !== undefined || !typos || name.length < shortestTypo) return exact;
  const near = [...things].filter(([other]) => isWithinOneEdit(name, other)).map(([, thing]) => thing);
  return near.length === 1 ? near[0] : undefined;
}
