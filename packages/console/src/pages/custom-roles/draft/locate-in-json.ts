// Where a field stands in a JSON text, so that an error can be shown at its line. The text is valid JSON.

/**
 * The position of the value at a path such as `permissions[2].actions[0]`; when a part of the path is not there, of the
 * nearest object or list around it.
 */
export function locateInJson(text: string, path: string): number {
  const wanted = path.match(/[^.[\]]+/g) ?? [];
  let position = skipSpace(text, 0);
  for (const part of wanted) {
    const found = findMember(text, position, part);
    if (found === null) return position;
    position = found;
  }
  return position;
}

/** The position of a member's value in the object or list that starts at `start`. */
function findMember(text: string, start: number, name: string): number | null {
  const isList = text[start] === "[";
  if (!isList && text[start] !== "{") return null;
  let at = skipSpace(text, start + 1);
  for (let index = 0; at < text.length && text[at] !== "]" && text[at] !== "}"; index += 1) {
    let key = String(index);
    if (!isList) {
      const end = endOfValue(text, at);
      key = JSON.parse(text.slice(at, end)) as string;
      at = skipSpace(text, skipSpace(text, end) + 1);
    }
    if (isSameKey(key, name)) return at;
    at = skipSpace(text, endOfValue(text, at));
    if (text[at] === ",") at = skipSpace(text, at + 1);
  }
  return null;
}

/** Errors name fields as on the wire; what was typed may be in camel case. */
const isSameKey = (key: string, name: string): boolean =>
  key.replace(/_/g, "").toLowerCase() === name.replace(/_/g, "").toLowerCase();

const skipSpace = (text: string, from: number): number => {
  let at = from;
  while (/\s/.test(text[at] ?? "")) at += 1;
  return at;
};

function endOfValue(text: string, start: number): number {
  if (text[start] === '"') return endOfString(text, start);
  if (text[start] !== "{" && text[start] !== "[") {
    let at = start;
    while (at < text.length && !/[,\]}\s]/.test(text[at] ?? "")) at += 1;
    return at;
  }
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at) - 1;
    else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}
