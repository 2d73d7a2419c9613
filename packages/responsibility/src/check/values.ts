// Single values: texts, ids, one of a list. Each takes what may be absent and gives what the model holds; a wrong value
// is noted and passed on where its type allows, so that one mistake does not hide the next.
import { nearest } from "@remit/policy";
import { matrixLimits } from "./limits.ts";
import { note, type Place, quoteShort } from "./problem.ts";

const idPattern = /^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/;

// Ids are keys of plain objects; the only inherited key that has the shape of an id would be found in all of them.
const idNotAllowed = "constructor";

/** An id that must be there. */
export function readId(place: Place, id: string | undefined): string {
  if (id === undefined || id === "") note(place, "must not be empty");
  else if (!idPattern.test(id)) {
    note(place, () => {
      const near = suggestId(id);
      const hint = near === "" ? "" : `; ${near} would do`;
      return `${quoteShort(id)} must be 1 to 64 lower-case letters, digits and hyphens, not beginning or ending with a hyphen${hint}`;
    });
  } else if (id === idNotAllowed) note(place, `${id} cannot be an id`);
  return id ?? "";
}

function suggestId(text: string): string {
  const id = text
    .slice(0, 64)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-");
  return id.replace(/^-|-$/g, "");
}

/** An id, or nothing. */
export const readOptionalId = (place: Place, id: string | undefined): string =>
  id === undefined || id === "" ? "" : readId(place, id);

interface TextRules {
  readonly max?: number;
  readonly required?: boolean;
  /** Line breaks and tabs are allowed. */
  readonly lines?: boolean;
}

/** Characters that are not seen but change what is, or cannot be stored. */
const unseen = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const unseenInLines = /[^\P{Cc}\n\r\t]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** Free text within its length; not given is empty. */
export function readText(
  place: Place,
  text = "",
  { max = matrixLimits.name, required = false, lines = false }: TextRules = {},
): string {
  if (required && text.trim() === "") note(place, "must not be empty");
  else if (isLonger(text, max)) note(place, `must have at most ${max} characters`);
  else if (!text.isWellFormed() || (lines ? unseenInLines : unseen).test(text)) {
    note(place, `must not have control characters${lines ? "" : " or line breaks"}`);
  }
  return text;
}

/** Code units are counted first, so that a huge text is not taken apart. */
const isLonger = (text: string, max: number): boolean =>
  text.length > max && (text.length > 2 * max || Array.from(text).length > max);

/** One of a closed list; `fallback` stands in for a wrong one, so that the result has its type. */
export function readOneOf<Value extends string>(
  place: Place,
  value: string | undefined,
  allowed: readonly Value[],
  fallback: Value,
): Value {
  const found = allowed.find((each) => each === (value ?? ""));
  if (found !== undefined) return found;
  note(place, () => {
    const list = allowed.map((each) => (each === "" ? "nothing" : each)).join(", ");
    if (value === undefined || value === "") return `must be one of ${list}`;
    const near = nearest(value, allowed);
    return `${quoteShort(value)} must be one of ${list}${near === null ? "" : `; did you mean ${near}?`}`;
  });
  return fallback;
}

/** A whole number within bounds; absent and 0, which a message cannot tell apart, are the default. */
export function readNumber(place: Place, value: number | undefined, max: number, standard: number): number {
  if (value === undefined || value === 0) return standard;
  if (!Number.isInteger(value) || value < 1 || value > max) {
    note(place, `must be a whole number from 1 to ${max}`);
  }
  return value;
}
