// From the words of a question to ranked documents, each with what matched.
import { longestPhrase, phraseKey, stemsOfPhrases, synonyms, synonymWords } from "./synonyms.ts";
import {
  type Field,
  indexTexts,
  type Meaning,
  meaningsOf,
  type Posting,
  type TextIndex,
  tellingOf,
  worthOf,
} from "./text-index.ts";
import { isStopWord, maxQueryLength, type Word, wordsOf } from "./words.ts";

export interface Hit {
  readonly document: number;
  readonly score: number;
  /** How much of what the question asks is in the document, from 0 to 1. */
  readonly coverage: number;
  /** E.g. `"codec" and "server" in the name`. */
  readonly why: string;
}

export interface Searcher {
  readonly index: TextIndex;
  /**
   * Documents that have enough of the question, the best first; equal ones in the order of `keys`. A word that only
   * `others` know is about something else, and not missed here.
   */
  readonly search: (text: string, others: TextIndex | null) => Hit[];
}

/** Less of the question than this, and the document answers another one. */
const leastCoverage = 0.38;
/** A word that is not known counts against every document, though less than the rarest of those that are. */
const unknownShare = 0.75;
const synonymSureness = 0.65;
/** How much more a document is worth when the question says its whole name. */
const nameShare = 0.4;

/** `keys` are the ids of the documents, by which equally good ones are put in order. */
export function createSearcher(documents: readonly (readonly Field[])[], keys: readonly string[]): Searcher {
  const index = indexTexts(documents);
  const vocabulary = new Map([...synonymWords, ...index.vocabulary]);
  const known = (stem: string): boolean => index.postings.has(stem) || synonyms.has(stem);
  const mostTelling = Math.log(1 + (documents.length + 0.5) / 0.5);
  const nameTelling = documents.map((fields) => tellingOfNames(index, fields));
  const search = (text: string, others: TextIndex | null): Hit[] => {
    const words = wordsOf(text.slice(0, maxQueryLength)).filter(
      ({ stem }) => known(stem) || stemsOfPhrases.has(stem) || others?.postings.has(stem) !== true,
    );
    const concepts = readConcepts(words, index, (word) => meaningsOf(word, vocabulary, known));
    const asked = concepts.map((concept) => weigh(index, concept, mostTelling * unknownShare));
    const total = asked.reduce((sum, { telling }) => sum + telling, 0);
    const found = new Map<number, Found>();
    for (const { matches, telling } of asked) for (const match of matches) add(found, match, telling);
    return [...found]
      .map(([document, { score, telling, inName, matches }]) => ({
        document,
        // A name of which everything was asked for comes before a longer one.
        score: score * (1 + (nameShare * inName) / Math.max(1, nameTelling[document] ?? 1)) * (telling / total),
        coverage: telling / total,
        why: describeMatches(matches),
      }))
      .filter(({ coverage }) => coverage >= leastCoverage)
      .sort((a, b) => b.score - a.score || ((keys[a.document] ?? "") < (keys[b.document] ?? "") ? -1 : 1));
  };
  return { index, search };
}

/** One thing that is asked for, by a word of the question or by what a phrase of it means. */
interface Concept {
  readonly asked: string;
  readonly meanings: readonly Meaning[];
}

/**
 * The words, and what the phrases in them mean according to the table of synonyms. Of words that carry nothing only
 * those in phrases count ("on call"); a word that documents do not have and a phrase explains is not missed.
 */
function readConcepts(words: readonly Word[], index: TextIndex, meaningsOfWord: (word: Word) => Meaning[]): Concept[] {
  const read = words.map((word) => {
    const meanings = isStopWord(word.raw) ? [] : meaningsOfWord(word);
    // A misspelt word is looked up as what it was taken for.
    return {
      ...word,
      meanings,
      lookedUp: stemsOfPhrases.has(word.stem) ? word.stem : (meanings[0]?.stem ?? word.stem),
    };
  });
  const concepts: Concept[] = [];
  const meant = new Map<string, Concept>();
  for (let start = 0; start < read.length; ) {
    const phrase = longestPhraseAt(
      read.map(({ lookedUp }) => lookedUp),
      start,
    );
    const part = read.slice(start, start + Math.max(1, phrase.length));
    const asked = part.map(({ raw }) => raw).join(" ");
    for (const stem of phrase.meant) meant.set(stem, { asked, meanings: [{ stem, sureness: synonymSureness }] });
    for (const { raw, meanings } of part) {
      const found = meanings.some(({ stem }) => index.postings.has(stem));
      if (isStopWord(raw) || (!found && phrase.length > 0)) continue;
      concepts.push({ asked: raw, meanings: phrase.length > 1 ? meanings.map(withinPhrase) : meanings });
    }
    start += part.length;
  }
  const said = new Set(concepts.flatMap(({ meanings }) => meanings.filter(isSure).map(({ stem }) => stem)));
  concepts.push(...[...meant].filter(([stem]) => !said.has(stem)).map(([, concept]) => concept));
  return concepts;
}

const isSure = ({ sureness }: Meaning): boolean => sureness > synonymSureness;

/** "Business logic" is about neither business nor logic. */
const withinPhrase = ({ stem, sureness }: Meaning): Meaning => ({ stem, sureness: sureness / 2 });

/** The longest phrase that begins here, and what it means; length 0 when there is none. */
function longestPhraseAt(stems: readonly string[], start: number) {
  for (let length = Math.min(longestPhrase, stems.length - start); length > 0; length--) {
    const meant = synonyms.get(phraseKey(stems.slice(start, start + length)));
    if (meant !== undefined) return { length, meant };
  }
  return { length: 0, meant: [] };
}

interface Match {
  readonly posting: Posting;
  /** What was asked, in quotation marks, and which word it was taken for. */
  readonly asked: string;
  readonly score: number;
}

/** The best match of the concept in each document, and how telling the concept is. */
function weigh(index: TextIndex, { asked, meanings }: Concept, unknownTelling: number) {
  const best = new Map<number, Match>();
  let telling = 0;
  const stems = new Set(wordsOf(asked).map((word) => word.stem));
  for (const { stem, sureness } of meanings) {
    const told = stems.has(stem) ? JSON.stringify(asked) : `${JSON.stringify(asked)} (${index.spelling.get(stem)})`;
    const postings = index.postings.get(stem) ?? [];
    const worth = tellingOf(index, stem) * sureness;
    if (postings.length > 0) telling = Math.max(telling, worth);
    for (const posting of postings) {
      const score = worth * worthOf(index, posting);
      if (score > (best.get(posting.document)?.score ?? 0)) best.set(posting.document, { posting, asked: told, score });
    }
  }
  return { matches: [...best.values()], telling: best.size === 0 ? unknownTelling : telling };
}

interface Found {
  readonly score: number;
  readonly telling: number;
  readonly inName: number;
  readonly matches: readonly Match[];
}

function add(found: Map<number, Found>, match: Match, telling: number): void {
  const known = found.get(match.posting.document) ?? { score: 0, telling: 0, inName: 0, matches: [] };
  found.set(match.posting.document, {
    score: known.score + match.score,
    telling: known.telling + telling,
    inName: known.inName + (match.posting.label === "name" ? telling : 0),
    matches: [...known.matches, match],
  });
}

function tellingOfNames(index: TextIndex, fields: readonly Field[]): number {
  const names = fields.filter(({ label }) => label === "name").flatMap(({ text }) => wordsOf(text));
  const stems = new Set(names.filter(({ raw }) => !isStopWord(raw)).map(({ stem }) => stem));
  return [...stems].reduce((sum, stem) => sum + tellingOf(index, stem), 0);
}

function describeMatches(matches: readonly Match[]): string {
  const byField = new Map<string, string[]>();
  for (const { posting, asked } of matches) {
    byField.set(posting.label, [...(byField.get(posting.label) ?? []), asked]);
  }
  return [...byField].map(([label, words]) => `${listWords([...new Set(words)])} in the ${label}`).join(", ");
}

function listWords(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
