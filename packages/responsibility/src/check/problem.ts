// Where and what: how a check says what is wrong, without stopping at the first.
import { nearest } from "@remit/policy";
import { quote } from "../quote.ts";

export type Path = readonly (string | number)[];

export interface Problem {
  /** Field names and positions from the top of what was checked, as they stand in the file. */
  readonly path: Path;
  /** What is wrong, what is allowed, and what may have been meant. */
  readonly message: string;
}

/** A spot in what is being checked, and the list that its problems go to. */
export interface Place {
  readonly path: Path;
  readonly found: Findings;
}

interface Findings {
  readonly problems: Problem[];
  untold: number;
}

/** Finding what a name may have meant costs more than the name, and nobody reads a thousand lines. */
const problemsTold = 100;
const suggestionsMade = 20;

/** Runs a check from the top, and hands back its result with what it found. */
export function collectProblems<Result>(check: (top: Place) => Result): [result: Result, problems: readonly Problem[]] {
  const found: Findings = { problems: [], untold: 0 };
  const result = check({ path: [], found });
  const rest = found.untold === 0 ? [] : [{ path: [], message: `and ${found.untold} more problems` }];
  return [result, [...found.problems, ...rest]];
}

/** The place below this one. */
export const at = ({ path, found }: Place, ...below: Path): Place => ({ path: [...path, ...below], found });

/** Notes a problem; the message is only made when it will be told. */
export function note({ path, found }: Place, message: string | (() => string)): void {
  if (found.problems.length >= problemsTold) found.untold++;
  else found.problems.push({ path, message: typeof message === "string" ? message : message() });
}

/** Notes that a name means nothing here, with the one that may have been meant. */
export function noteUnknown(place: Place, what: string, name: string, known: readonly string[]): void {
  note(place, () => {
    const near = place.found.problems.length < suggestionsMade ? nearest(name, known) : null;
    return `there is no ${what} ${quoteShort(name)}${near === null ? listFew(known) : `; did you mean ${near}?`}`;
  });
}

const listFew = (known: readonly string[]): string =>
  known.length === 0 || known.length > 12 ? "" : `; known: ${known.join(", ")}`;

/** A value inside a message, cut short. */
export const quoteShort = (text: string): string => quote(text, 80);
