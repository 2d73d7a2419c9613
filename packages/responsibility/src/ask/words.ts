// A text as words that can be compared: without case, accents and endings. Built for English, harmless elsewhere.

/** A word as it was written (lower case, no accents), and without its ending. */
export interface Word {
  readonly raw: string;
  readonly stem: string;
}

/** A question longer than this says no more than its beginning; bounded so that a hostile one costs nothing. */
export const maxQueryLength = 2_000;

/** Words that nobody searches for: of questions, of ownership (every row is about that), and of error texts. */
const stopWords = new Set(
  `a an and any are as at be been by can could did do does doing for from get gets getting give given go had has have
  help how i if in into is it its just let like may me my no not nothing need needed needs now of on or our out please should so some
  someone tell that the their them there these they this to us want was we were what when where which while who whom
  whose why will with would you your
  answer answers ask contact maintain maintains own owned owner owners owning owns responsible responsibility
  responsibilities team teams
  after again because before call called cannot code desc during err error errors exception fail failed failing fails found
  message rpc status trying`.split(/\s+/),
);

/** All words of a text in their order. A word in camel case or with hyphens counts as its parts. */
export function wordsOf(text: string): Word[] {
  const plain = text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1 $2")
    .toLowerCase();
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).map((raw) => ({ raw, stem: stemOf(raw) }));
}

/** Whether a word carries nothing to search for. */
export const isStopWord = (raw: string): boolean => stopWords.has(raw);

/** The longest first, so that "ation" goes as a whole. */
const endings = ["ation", "ivity", "ment", "ance", "ence", "ing", "ion", "ity", "ive", "ate", "al", "ed", "er", "e"];
/** What is left of a word says at least so much. */
const minStem = 4;

/** "rotates", "rotation" and "rotating" have one stem; it is not a word, and only compared with other stems. */
export function stemOf(word: string): string {
  let stem = foldPlural(word);
  for (;;) {
    const ending = endings.find((end) => stem.endsWith(end) && stem.length - end.length >= minStem);
    if (ending === undefined) return stem;
    stem = stem.slice(0, -ending.length);
  }
}

function foldPlural(word: string): string {
  if (word.length > 4 && word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (word.length > 4 && /(?:[sxz]|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return word.length > 3 && /[^su]s$/.test(word) ? word.slice(0, -1) : word;
}

/** Whether one letter more, less, other, or two neighbours swapped make one word of the other. */
export function isWithinOneEdit(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const restA = a.slice(start, a.length - end);
  const restB = b.slice(start, b.length - end);
  if (restA.length <= 1 && restB.length <= 1) return true;
  return restA.length === 2 && restB.length === 2 && restA[0] === restB[1] && restA[1] === restB[0];
}
