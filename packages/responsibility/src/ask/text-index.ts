// Ranked text search: which documents have the words of a question, by how telling each word is (BM25 over weighted
// fields). Weights are whole numbers, so that sums do not depend on the order of documents.
import { isWithinOneEdit, type Word, wordsOf } from "./words.ts";

/** A piece of a document's text; a word counts as often as the weight of its field says. */
export interface Field {
  /** As it is told: "name", "description". */
  readonly label: string;
  readonly weight: number;
  readonly text: string;
}

/** Where a document has a word. */
export interface Posting {
  readonly document: number;
  /** How often, by the weight of the fields. */
  readonly weight: number;
  /** The heaviest field that has it. */
  readonly label: string;
}

export interface TextIndex {
  /** Stem → where it is. */
  readonly postings: ReadonlyMap<string, readonly Posting[]>;
  /** Every word as it is written in some document → its stem. */
  readonly vocabulary: ReadonlyMap<string, string>;
  /** Stem → the shortest word that has it, to tell it by. */
  readonly spelling: ReadonlyMap<string, string>;
  /** Weight of all words of each document. */
  readonly lengths: readonly number[];
  readonly averageLength: number;
}

/** Prepares documents, each a list of fields, for searching. */
export function indexTexts(documents: readonly (readonly Field[])[]): TextIndex {
  const postings = new Map<string, Posting[]>();
  const vocabulary = new Map<string, string>();
  const lengths = documents.map((fields, document) => {
    const counts = countWords(fields, vocabulary);
    for (const [stem, { weight, label }] of counts) {
      const list = postings.get(stem) ?? [];
      list.push({ document, weight, label });
      postings.set(stem, list);
    }
    return [...counts.values()].reduce((sum, { weight }) => sum + weight, 0);
  });
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const spelling = new Map([...vocabulary].sort(compareSpelling).map(([raw, stem]) => [stem, raw]));
  return { postings, vocabulary, spelling, lengths, averageLength: total / Math.max(1, lengths.length) };
}

/** The last of a stem stays in the map: the shortest, and of equally short ones the first in the alphabet. */
function compareSpelling([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return b.length - a.length || (a < b ? 1 : -1);
}

function countWords(fields: readonly Field[], vocabulary: Map<string, string>) {
  const counts = new Map<string, { weight: number; readonly label: string }>();
  const heaviestFirst = [...fields].sort((a, b) => b.weight - a.weight);
  for (const { label, weight, text } of heaviestFirst) {
    for (const { raw, stem } of wordsOf(text)) {
      vocabulary.set(raw, stem);
      const count = counts.get(stem);
      if (count === undefined) counts.set(stem, { weight, label });
      else count.weight += weight;
    }
  }
  return counts;
}

/** How telling a word is: much when few documents have it. */
export function tellingOf({ postings, lengths }: TextIndex, stem: string): number {
  const having = postings.get(stem)?.length ?? 0;
  return Math.log(1 + (lengths.length - having + 0.5) / (having + 0.5));
}

/** How fast more of the same word stops to count, and how much long documents are held back. */
const saturation = 1.5;
const lengthShare = 0.6;
/** The weight of a name, so that one word in a name is worth about 1. */
export const nameWeight = 8;

/** What one posting is worth, between 0 and `saturation + 1`, before how telling the word is. */
export function worthOf({ lengths, averageLength }: TextIndex, { document, weight }: Posting): number {
  const length = (lengths[document] ?? 0) / Math.max(1, averageLength);
  const count = weight / nameWeight;
  return (count * (saturation + 1)) / (count + saturation * (1 - lengthShare + lengthShare * length));
}

/** A stem that a word of the question may have meant, and how sure that is. */
export interface Meaning {
  readonly stem: string;
  readonly sureness: number;
}

/** Shorter words are the beginning of too many, or one letter from too many. */
const shortestPrefix = 3;
const shortestTypo = 5;

/** The word itself; else words that begin with it; else words one letter from it. Empty: the word is not known. */
export function meaningsOf(
  word: Word,
  vocabulary: ReadonlyMap<string, string>,
  known: (stem: string) => boolean,
): Meaning[] {
  if (known(word.stem)) return [{ stem: word.stem, sureness: 1 }];
  const begun = word.raw.length < shortestPrefix ? [] : near(vocabulary, (other) => other.startsWith(word.raw), 0.7);
  if (begun.length > 0 || word.raw.length < shortestTypo) return begun;
  return near(vocabulary, (other) => other.length >= shortestTypo - 1 && isWithinOneEdit(word.raw, other), 0.6);
}

function near(
  vocabulary: ReadonlyMap<string, string>,
  isNear: (other: string) => boolean,
  sureness: number,
): Meaning[] {
  const stems = new Set([...vocabulary].filter(([raw]) => isNear(raw)).map(([, stem]) => stem));
  return [...stems].sort().map((stem) => ({ stem, sureness }));
}
